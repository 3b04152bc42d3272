"""Publication and last change, out of everything on a page that dates it."""

from datetime import UTC, datetime

import pytest

from crawler.pages.article import extract
from crawler.pages.dom.page import Page
from crawler.pages.metadata.extract import read_metadata

FETCHED = datetime(2026, 11, 26, 8, tzinfo=UTC)


def dates(html: str, url: str = "https://paper.example/story", language: str = "en") -> tuple[str | None, str | None]:
    page = Page(f"<html lang={language}><h1>Ferry line opens</h1>{html}</html>", url, fetched_at=FETCHED)
    meta = read_metadata(page)
    return meta.date_published, meta.date_modified


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<p>Aktualisiert am 24.11.2026, veröffentlicht am 20.11.2026</p>", "de"),
        ("<i>Letzte Aktualisierung:</i> <b>24.11.2026</b> <i>Erstellt:</i> <b>20.11.2026</b>", "de"),
        ("<div><b>Aggiornato il</b> 24/11/2026 <b>Pubblicato il</b> 20/11/2026</div>", "it"),
        ("<span>最終更新：2026年11月24日</span><span>公開：2026年11月20日</span>", "ja"),
        ("<span>수정 2026.11.24</span> <span>입력 2026.11.20</span>", "ko"),
        ("<p>更新时间：2026-11-24 发布时间：2026-11-20</p>", "zh"),
        ("<p>Aktualizacja: 24.11.2026</p><p>Publikacja: 20.11.2026</p>", "pl"),
        ("<p>ปรับปรุง: 24 พ.ย. 2569 เผยแพร่: 20 พ.ย. 2569</p>", "th"),
        ("<p>Kemaskini: 24 November 2026 Diterbitkan: 20 November 2026</p>", "ms"),
        ("<p>Обновлено 24.11.2026</p><p>Опубликовано 20.11.2026</p>", "ru"),
        ("<p>Atjaunots 24.11.2026 Publicēts 20.11.2026</p>", "lv"),
        ("<p>اپ ڈیٹ: 24 نومبر 2026 شائع: 20 نومبر 2026</p>", "ur"),
        ("<p>به روز رسانی: ۳ آذر ۱۴۰۵ انتشار: ۲۹ آبان ۱۴۰۵</p>", "fa"),
        ("<p>Actualitzat 24/11/2026 Publicat 20/11/2026</p>", "ca"),
        ("<p>Eguneratua: 2026/11/24 Argitaratua: 2026/11/20</p>", "eu"),
        ("<p>Përditësuar: 24 Nëntor 2026 Publikuar: 20 Nëntor 2026</p>", "sq"),
        ("<p>Uppfært 24. nóvember 2026 Birt 20. nóvember 2026</p>", "is"),
        ("<p>Yeniləndi: 24.11.2026 Dərc edildi: 20.11.2026</p>", "az"),
        ("<p>Жаңартылды: 24.11.2026 Жарияланды: 20.11.2026</p>", "kk"),
        ("<p>განახლდა: 24.11.2026 გამოქვეყნდა: 20.11.2026</p>", "ka"),
        ("<p>Թարմացվել է՝ 24.11.2026 Հրապարակվել է՝ 20.11.2026</p>", "hy"),
        ("<p>Imesasishwa: 24/11/2026 Imechapishwa: 20/11/2026</p>", "sw"),
        ("<p>Opgedateer 24 November 2026 Gepubliseer 20 November 2026</p>", "af"),
        ("<p>Última modificación 24/11/2026 | Creado 20/11/2026</p>", "es"),
        ("<p>Edited: 24 Nov 2026. First posted: 20 Nov 2026</p>", "en"),
        ("<p>Posted 20 Nov 2026; corrected 24 Nov 2026</p>", "en"),
        ("<i>Updated</i> <time datetime='2026-11-24'>x</time> <i>Published</i> <time>20 Nov 2026</time>", "en"),
    ],
)
def test_the_last_change_may_be_printed_before_the_publication(html: str, language: str) -> None:
    published, modified = dates(html, language=language)
    assert (published or "")[:10] == "2026-11-20"
    assert (modified or "")[:10] == "2026-11-24"


@pytest.mark.parametrize(
    ("html", "url", "published"),
    [
        ("<p>9 June</p>", "https://paper.example/2011/ferry", "2011-06-09"),
        ("<p class=date>9 June</p>", "https://paper.example/2011/ferry", "2011-06-09"),
        ("<p class=date>Jun 9, 10:30</p>", "https://paper.example/news-2011-ferry", "2011-06-09T10:30"),
        ("<time>9 June</time><img src='/pictures/20110609/quay.jpg'>", "https://paper.example/ferry", "2011-06-09"),
        ("<time>9 June</time><footer>© 2005-2011 The Paper</footer>", "https://paper.example/ferry", "2011-06-09"),
        ("<time>9 June</time>", "https://paper.example/ferry", "2026-06-09"),
    ],
)
def test_a_yearless_date_takes_its_year_from_the_url_or_the_page(html: str, url: str, published: str) -> None:
    html = html.replace("<p>9 June</p>", "<time>9 June</time>")
    assert dates(html, url)[0] == published


def test_a_page_that_names_other_days_after_the_fetch_was_kept_under_a_wrong_clock() -> None:
    stamp = '<meta property="article:published_time" content="2027-01-20T10:00:00Z">'
    assert dates(stamp)[0] is None
    assert dates(stamp + "<img src='/2027/01/19/quay.jpg'>")[0] == "2027-01-20T10:00:00+00:00"


@pytest.mark.parametrize(
    ("stamp", "beside", "url", "published"),
    [
        # A time in UTC, read late in the evening in America and early in the morning in Asia.
        ("2026-11-19T02:49:25Z", "<time>Nov. 18, 2026</time>", "https://a.example/x", "2026-11-18T21:49:25-05:00"),
        ("2026-11-19T05:49:25Z", "", "https://a.example/2026/11/18/x", "2026-11-18T23:49:25-06:00"),
        ("2026-11-18T20:49:25Z", "", "https://a.example/2026/11/19/x", "2026-11-19T02:19:25+05:30"),
        ("2026-11-19T02:49:25Z", "<time>Nov. 19, 2026</time>", "https://a.example/x", "2026-11-19T02:49:25+00:00"),
        ("2026-11-19T02:49:25Z", "<time>Nov. 3, 2026</time>", "https://a.example/x", "2026-11-19T02:49:25+00:00"),
    ],
)
def test_a_time_in_utc_is_told_on_the_day_that_the_page_prints(
    stamp: str, beside: str, url: str, published: str
) -> None:
    ld = f'{{"@type": "NewsArticle", "headline": "Ferry line opens", "datePublished": "{stamp}"}}'
    assert dates(f'<script type="application/ld+json">{ld}</script>{beside}', url)[0] == published


def test_the_url_or_a_folder_of_files_shows_a_wrong_clock_too() -> None:
    stamp = '<meta property="article:published_time" content="2027-01-20T10:00:00Z">'
    assert dates(stamp, "https://a.example/2027/01/20/ferry")[0] == "2027-01-20T10:00:00+00:00"
    assert dates(stamp + "<img src='/2027/01/20/quay.jpg'>")[0] == "2027-01-20T10:00:00+00:00"
    assert dates(stamp + "<p>2027-01-20</p>")[0] is None


def test_the_words_of_labels_are_verbs_in_a_sentence() -> None:
    story = "<p>港口联盟发布 2017 年 7 月 19 日签订的协议文本，双方表示将在年底之前重开东岸的码头，修复仓库。</p>"
    assert dates(f"{story}<div class=date>2017-08-06 6:50</div>", language="zh")[0] == "2017-08-06T06:50+08:00"


def test_what_is_labelled_as_the_publication_is_told_to_readers() -> None:
    shown = "<time datetime=2026-11-24T10:18:46Z>Published on 20 November 2026</time>"
    assert dates(shown)[0] == "2026-11-20"


@pytest.mark.parametrize(
    ("url", "published"),
    [
        ("https://a.example/2026/11/ferry", "2026-11-20"),
        ("https://a.example/2026/10/ferry", "2019-09-02"),
        ("https://a.example/ferry", "2019-09-02"),
    ],
)
def test_a_declared_date_of_another_month_than_the_url_s_gives_way_to_a_printed_one(url: str, published: str) -> None:
    declared = "<meta property=article:published_time content=2019-09-02>"
    assert dates(f"{declared}<div class=date>20 November 2026</div>", url)[0] == published


def test_of_two_dates_in_signs_the_one_called_the_publication_is() -> None:
    html = "<div><span>2026年11月24日 10時00分更新</span><span>2026年11月20日 09時00分公開</span></div>"
    assert (dates(html, language="ja")[0] or "")[:10] == "2026-11-20"


STORY = "".join(
    f"<p>The ferry number {n} will leave the old quay at noon and carry two hundred people.</p>" for n in range(6)
)


@pytest.mark.parametrize(
    "comments",
    [
        "<section id='comments'><div><span class='date'>24 Nov 2026</span><p>A nice story.</p></div></section>",
        "<div class='comment-list'><article><time datetime='2026-11-24'>24 Nov</time><p>Well said.</p></article></div>",
        "<div id='disqus_thread'><a title='2026-11-24 10:00' class='time-ago'>2 days ago</a></div>",
    ],
)
def test_a_readers_comment_signs_no_story(comments: str) -> None:
    signed = comments.replace("<p>", "<p class='author'>By Jane Doe</p><p>")
    found = extract(f"<html lang=en><main><h1>Ferry line opens</h1>{STORY}</main>{signed}</html>", fetched_at=FETCHED)
    assert found.article is not None
    assert found.article.authors == []
    assert found.article.date_published is None


@pytest.mark.parametrize("name", ["leserkommentare", "commentaires", "comentarios", "pinglun", "reader-comments"])
def test_the_date_of_a_readers_comment_is_none_of_the_story_in_any_language(name: str) -> None:
    comment = f"<div class='{name}'><p>joe, 24 Nov 2026</p><p>A nice story.</p></div>"
    for page in (f"<main><h1>Ferry opens</h1>{STORY}</main>{comment}", f"<main><h1>Ferry</h1>{STORY}{comment}</main>"):
        article = extract(f"<html lang=en>{page}</html>", fetched_at=FETCHED).article
        assert article is not None
        assert article.date_published is None


def test_a_date_that_is_labelled_as_the_last_change_labels_no_date_behind_it() -> None:
    html = (
        "<time class=updated datetime=2026-11-25T09:00Z>Updated 25 Nov</time>"
        "<time class=published datetime=2026-11-24T09:00Z>24 Nov</time>"
    )
    assert [(date or "")[:10] for date in dates(html)[:2]] == ["2026-11-24", "2026-11-25"]


def test_a_box_named_after_comments_dates_a_story_that_stands_in_such_a_box_itself() -> None:
    posted = "<div class='posted comments-open'><p class=date>20 Nov 2026</p></div>"
    found = extract(
        f"<html lang=en><main class=has-comments><h1>Ferry line opens</h1>{STORY}{posted}</main></html>",
        fetched_at=FETCHED,
    )
    assert found.article is not None
    assert found.article.date_published == "2026-11-20"


@pytest.mark.parametrize(
    "attribute",
    [
        "title='24 Nov 2026 10:15'",
        "data-timestamp=1795515300",
        "data-time='2026-11-24T10:15:00Z'",
        "title='24.11.2026, 10:15'",
    ],
)
def test_a_date_told_from_now_holds_its_moment_in_an_attribute(attribute: str) -> None:
    assert (dates(f"<p><span class=date {attribute}>2 days ago</span></p>")[0] or "")[:16] == "2026-11-24T10:15"


@pytest.mark.parametrize("title", ["Date of the opening on 20 November 2026", "3", "Published"])
def test_a_title_that_is_no_date_dates_nothing(title: str) -> None:
    assert dates(f"<p><span class=date title='{title}'>24 November 2026</span></p>")[0] == "2026-11-24"


@pytest.mark.parametrize(
    "name", ["related", "related-posts", "jp-relatedposts", "recommended", "most-read", "trending box"]
)
def test_a_box_of_other_stories_signs_and_dates_none_before_it(name: str) -> None:
    signed = "<p class=author>By Jane Doe</p><p class=date>24 Nov 2026</p>"
    card = f"<div class='{name}'><a href=/b>Lighthouse closes</a>{signed}</div>"
    article = extract(
        f"<html lang=en><main><h1>Ferry line opens</h1>{STORY}</main>{card}</html>",
        "https://paper.example/story",
        fetched_at=FETCHED,
    ).article
    assert article is not None
    assert (article.authors, article.date_published) == ([], None)
