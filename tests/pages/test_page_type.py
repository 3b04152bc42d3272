"""What is an article, what is none, and of what type an article is."""

from __future__ import annotations

import pytest

from crawler.pages.article import Extraction, extract

SENTENCE = "The ferry to the northern islands will run twice a day from Monday, the harbour office said on day {}."


def read(
    body: str, url: str = "https://news.example/news/ferry-123", title: str = "Second ferry", head: str = ""
) -> Extraction:
    return extract(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>", url)


def teasers(count: int) -> str:
    return "".join(
        f"<div class=item><h2><a href=/news/{n}>Story number {n} of the day</a></h2><p>{SENTENCE.format(n)}</p></div>"
        for n in range(count)
    )


def test_a_list_of_teasers_is_no_article() -> None:
    found = read(f"<main><h1>World</h1>{teasers(12)}</main>", "World news", "https://news.example/world/")
    assert found.article is None
    assert found.reason == "not-article"
    assert "teasers" in (found.detail or "")


def test_an_error_page_that_answers_as_if_all_were_well_is_no_article() -> None:
    for title in ("Page not found - News", "404", "页面不存在", "Seite nicht gefunden"):
        found = read(
            f"<h1>{title}</h1><p>Sorry, we could not find what you were looking for on this site.</p>", title=title
        )
        assert found.article is None
        assert "not found" in (found.detail or "")


def test_a_check_for_robots_is_no_article() -> None:
    found = read(
        "<h1>Just a moment...</h1><p>We are checking that you are human, it takes a second.</p>",
        title="Just a moment...",
    )
    assert found.article is None


def test_a_story_on_missing_things_is_an_article() -> None:
    story = "".join(f"<p>{SENTENCE.format(n)}</p>" for n in range(12))
    assert read(f"<article><h1>Boat not found</h1>{story}</article>", "Boat not found").article is not None


def test_an_article_with_teasers_below_is_an_article() -> None:
    story = "".join(f"<p>{SENTENCE.format(n)}</p>" for n in range(6))
    found = read(f"<main><article><h1>Second ferry</h1>{story}</article><section>{teasers(12)}</section></main>")
    assert found.article is not None
    assert found.article.text.count("\n\n") == 5


def test_a_live_blog_is_one_story_with_its_entries_in_order() -> None:
    entries = "".join(
        f"<div class=entry><time>1{n}:05</time><h3>Boat {n} leaves</h3><p>{SENTENCE.format(n)}</p></div>"
        for n in range(9)
    )
    found = read(
        f"<main><h1>Live blog: the new ferry</h1><div>{entries}</div></main>", title="Live blog: the new ferry"
    )
    assert found.article is not None
    assert found.article.type == "liveblog"
    places = [found.article.text.index(SENTENCE.format(n)) for n in range(9)]
    assert places == sorted(places)


def test_a_gallery_is_told_by_its_captions() -> None:
    figures = "".join(
        f"<figure><img src={n}.jpg><figcaption>{SENTENCE.format(n)}</figcaption></figure>" for n in range(9)
    )
    found = read(f"<main><h1>The ferry in pictures</h1><div>{figures}</div></main>", "The ferry in pictures")
    assert found.article is not None
    assert found.article.type == "gallery"
    assert SENTENCE.format(8) in found.article.text


MENU = "<a href=/>Harbour Post</a> | <a href=/trade/>Trade</a> | <a href=/society/>Society</a>"
DECLARED = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Second ferry"}</script>'


@pytest.mark.parametrize(
    "menu",
    [
        MENU,
        f"Start | {MENU}",  # the page's own entry is not linked
        "<a href=/>Harbour Post 新聞</a> | <a href=/caijing/>財經新聞</a> | <a href=/tiyu/>體育新聞</a>",
    ],
)
def test_a_page_whose_text_is_its_menu_is_no_article(menu: str) -> None:
    found = read(f"<div class=top>{menu}</div><h2>Harbour Post</h2>", "https://news.example/", "Harbour Post")
    assert found.article is None
    assert found.reason == "not-article"
    assert found.detail == "all the text there is are links, as in a menu"


def test_a_short_text_of_which_a_part_is_linked_is_a_story() -> None:
    found = read('<h1>Second ferry</h1><div>The second ferry, <a href="/times">see the times</a></div>')
    assert found.article is not None


@pytest.mark.parametrize(
    ("text", "is_story"),
    [
        ("It leaves on Monday.", True),
        ("渡輪星期一開航，每天兩班，來往北方各島。", True),
        ("It leaves on Monday", False),
    ],
)
def test_a_short_story_that_is_one_link_is_a_story_where_it_says_a_sentence(text: str, is_story: bool) -> None:
    dated = '<meta property="article:published_time" content="2026-03-04T05:06:07Z">'
    found = read(f'<h1>Second ferry</h1><div>— — — <a href="/ferry">{text}</a> — — — — —</div>', head=dated)
    assert (found.article is not None) == is_story


def test_a_page_that_declares_itself_a_story_is_one_though_its_text_is_linked() -> None:
    found = read(f"<div class=top>{MENU}</div><h1>Second ferry</h1>", head=DECLARED)
    assert found.article is not None


def test_a_long_text_of_linked_lines_is_a_story() -> None:
    verse = "<br>".join(
        f"—— <a href=/note/{n}>boat number {n}</a> —— <a href=/boat/{n}>goes out</a>" for n in range(40)
    )
    found = read(f"<article><h1>Second ferry</h1><p>{verse}</p></article>")
    assert found.article is not None
