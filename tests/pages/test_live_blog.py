"""A live blog is one story with all its posts, and its posts are entries."""

from __future__ import annotations

import json

import pytest

from crawler.items import Article
from crawler.pages.article import extract

URL = "https://courier.example/2026/11/26/local/live-1"
TEXT = "The tide is out and the pumping barge has come alongside the ship, the harbour office says in note {}."


def read(body: str, head: str = "", title: str = "Ship aground – live updates") -> Article:
    html = f"<html><head><title>{title}</title>{head}</head><body><main>{body}</main></body></html>"
    article = extract(html, URL).article
    assert article is not None
    return article


def post(tag: str, n: int, time: str) -> str:
    return f"<{tag} class=post>{time}<h2>Post {n}</h2><p>{TEXT.format(n)}</p><p>{TEXT.format(n + 50)}</p></{tag}>"


@pytest.mark.parametrize("tag", ["article", "div", "section", "li"])
@pytest.mark.parametrize(
    "time", ["<time>1{}.05 GMT</time>", "<span>1{}:05</span>", "<time datetime=2026-11-26T1{}:05Z>now</time>"]
)
def test_posts_are_entries_in_the_order_of_the_page(tag: str, time: str) -> None:
    posts = "".join(post(tag, n, time.format(n)) for n in (6, 5, 4, 3, 2, 1))
    article = read(f"<article><h1>Ship aground – live updates</h1><div class=body>{posts}</div></article>")
    assert article.type == "liveblog"
    assert [entry.title for entry in article.entries] == [f"Post {n}" for n in (6, 5, 4, 3, 2, 1)]
    assert article.entries[0].text == f"{TEXT.format(6)}\n\n{TEXT.format(56)}"
    assert (article.entries[0].at or "").startswith("2026-11-26T16:05")
    assert all(TEXT.format(n) in article.text for n in (1, 6))


def test_posts_that_follow_one_another_are_told_by_their_clock() -> None:
    posts = "".join(f"<h3>+++ 1{n}:30 Boat {n} leaves +++</h3><p>{TEXT.format(n)}</p>" for n in (4, 3, 2))
    article = read(f"<h1>Liveticker: ship aground</h1><div>{posts}</div>", title="Liveticker: ship aground")
    assert [(entry.title, entry.text) for entry in article.entries] == [
        (f"Boat {n} leaves", TEXT.format(n)) for n in (4, 3, 2)
    ]


def test_posts_that_a_script_draws_come_out_of_json_ld_newest_first() -> None:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": f"Update {n}",
            "datePublished": f"2026-11-2{n}T05:00:00Z",
            "articleBody": body,
        }
        for n, body in enumerate([TEXT.format(0), f"<p>{TEXT.format(1)}</p><p>More.</p>", TEXT.format(2)])
    ]
    data = {"@type": "LiveBlogPosting", "headline": "Ship aground", "liveBlogUpdate": updates}
    article = read(
        "<h1>Ship aground</h1><div id=root></div>", f'<script type="application/ld+json">{json.dumps(data)}</script>'
    )
    assert [entry.title for entry in article.entries] == ["Update 2", "Update 1", "Update 0"]
    assert article.entries[1].text == f"{TEXT.format(1)}\n\nMore."
    assert article.text.startswith(f"Update 2\n\n{TEXT.format(2)}")


def test_a_story_has_no_entries() -> None:
    article = read(
        "<h1>Second ferry</h1>" + "".join(f"<p>{TEXT.format(n)}</p>" for n in range(6)), title="Second ferry"
    )
    assert (article.type, article.entries) == ("article", [])


NOTE = "The tide is out and boat number {} has come alongside the ship, the harbour office says in its note."
TIMES = ("14:20", "14:02", "13:30", "12:45")


def named(form: str) -> str:
    return "".join(form.format(time=t, n=n, note=NOTE.format(n)) for n, t in enumerate(TIMES))


@pytest.mark.parametrize(
    "form",
    [
        "<article><time>{time}</time><h2>Boat {n}</h2><p>{note}</p></article>",
        "<section><b class=date>{n} min ago</b><h2>Boat {n}</h2><p>{note}</p></section>",
        "<p class=time>{time}</p><h3>Boat {n}</h3><p>{note}</p>",
        "<h3>{time} – Boat {n}</h3><p>{note}</p>",
    ],
)
@pytest.mark.parametrize(
    "title", ["Live: a ship aground", "Ship aground – live", "Nouveau quai : le direct", "直播：新碼頭啟用"]
)
def test_a_page_that_is_called_live_in_a_part_of_its_title_is_a_live_blog_where_it_is_made_of_posts(
    title: str, form: str
) -> None:
    article = read(f"<article><h1>{title}</h1>{named(form)}</article>", title=title)
    assert article.type == "liveblog"
    assert [(e.title, e.text) for e in article.entries] == [(f"Boat {n}", NOTE.format(n)) for n in range(4)]


def test_a_page_of_another_title_that_is_made_of_timed_sections_is_no_live_blog() -> None:
    form = "<article><time>{time}</time><h2>Boat {n}</h2><p>{note}</p></article>"
    url = "https://courier.example/2026/11/26/local/ship-aground"
    html = f"<html><title>Ship aground</title><body><article><h1>Ship aground</h1>{named(form)}</article></body></html>"
    article = extract(html, url).article
    assert article is not None
    assert article.type == "article"


def test_a_list_of_broadcasts_is_no_live_blog() -> None:
    form = "<section><time>{time}</time><h2>Selby against team {n}</h2><p>On channel {n}.</p></section>"
    article = read(
        f"<article><h1>Football live: all matches of today</h1>{named(form)}</article>",
        title="Football live: all matches of today",
    )
    assert article.type == "article"


def test_microdata_around_the_story_says_that_it_is_a_live_blog() -> None:
    form = (
        "<section itemprop=liveBlogUpdate><meta itemprop=datePublished content=2026-11-26T{time}:00Z>"
        "<h2>Boat {n}</h2><p>{note}</p></section>"
    )
    body = f"<div itemscope itemtype=http://schema.org/LiveBlogPosting><h1>Ship aground</h1>{named(form)}</div>"
    article = read(body, title="Ship aground")
    assert article.type == "liveblog"
    assert [e.at for e in article.entries] == [f"2026-11-26T{t}:00+00:00" for t in TIMES]


def test_posts_in_a_list_below_a_standfirst_and_in_paragraphs_that_begin_with_their_time() -> None:
    lead = "<p>Follow the work on the ship here, all of this day.</p>"
    listed = f"{lead}<ol>{named('<li><time>{time}</time><h3>Boat {n}</h3><div><p>{note}</p></div></li>')}</ol>"
    article = read(f"<article><h1>Live updates: ship aground</h1>{listed}</article>")
    assert [e.title for e in article.entries] == [f"Boat {n}" for n in range(4)]
    lines = named("<p><b>{time}: Boat {n} is back.</b> {note}</p>")
    article = read(f"<article><h1>Live updates: ship aground</h1>{lead}{lines}</article>")
    assert [e.text for e in article.entries] == [f"Boat {n} is back. {NOTE.format(n)}" for n in range(4)]


def updates(*numbers: int, **fields: object) -> list[dict[str, object]]:
    return [
        {"headline": f"Post {n}", "datePublished": f"2026-11-26T1{n}:05:00Z", "articleBody": TEXT.format(n), **fields}
        for n in numbers
    ]


def declared(**fields: object) -> dict[str, object]:
    data = {"@type": "LiveBlogPosting", "headline": "Ship aground", "liveBlogUpdate": updates(3, 2, 1)}
    return {**data, **fields}


def script(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


WRAPPED = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": post} for post in updates(3, 2, 1)]}


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "NewsArticle", "headline": "Ship aground", "hasPart": [{"@type": "WebPageElement"}, declared()]},
        declared(liveBlogUpdate=WRAPPED),
        declared(liveBlogUpdate=[{**p, "articleBody": [p["articleBody"]]} for p in updates(3, 2, 1)]),
        declared(liveBlogUpdate=updates(3, 2, 1) + updates(2)),
        [declared(), declared()],
        [declared(), declared(headline="Election night", liveBlogUpdate=updates(7, 8, 9))],
        [declared(headline="Storm", url=URL), declared(headline="Election", liveBlogUpdate=updates(7, 8, 9))],
    ],
    ids=["part of a story", "list of items", "list of paragraphs", "post twice", "blog twice", "headline", "address"],
)
def test_posts_in_json_ld_are_found_in_whichever_form_and_each_once(data: object) -> None:
    article = read("", head=script(data))
    assert article.type == "liveblog"
    assert [entry.title for entry in article.entries] == ["Post 3", "Post 2", "Post 1"]
    assert article.text.count(TEXT.format(2)) == 1
    assert TEXT.format(8) not in article.text


def test_two_live_blogs_that_are_both_not_the_page_are_both_read() -> None:
    two = [declared(headline="Storm"), declared(headline="Election", liveBlogUpdate=updates(7, 8))]
    assert len(read("", head=script(two)).entries) == 5


def test_a_time_in_seconds_since_1970_and_a_post_of_a_title_alone_are_read() -> None:
    posts = [{"headline": TEXT.format(n), "datePublished": 1795677300 + 3600 * n} for n in (1, 2)]
    article = read("", head=script(declared(liveBlogUpdate=posts)))
    assert [(entry.at or "")[:13] for entry in article.entries] == ["2026-11-26T08", "2026-11-26T09"]
    assert TEXT.format(2) in article.text


def test_posts_that_are_loaded_later_follow_those_that_the_page_shows() -> None:
    said = [
        f"At the {place} the {crew} have begun to {work}, and nobody knows whether that will be enough."
        for place, crew, work in (
            ("mole", "divers", "look for the leak"),
            ("pier", "pilots", "turn the tugs about"),
            ("lock", "guards", "close the upper gates"),
            ("yard", "welders", "cut new plates"),
            ("ferry", "stewards", "hand out blankets"),
        )
    ]
    shown = "".join(f"<article><time>1{9 - n}:05</time><p>{text}</p></article>" for n, text in enumerate(said[:3]))
    posts = [{"datePublished": f"2026-11-26T1{9 - n}:05:00Z", "articleBody": text} for n, text in enumerate(said)]
    article = read(shown, head=script(declared(liveBlogUpdate=posts)))
    assert article.text.split("\n\n") == said


def test_a_post_that_is_a_link_to_another_story_does_not_come_back_out_of_json_ld() -> None:
    shown = "".join(post("article", n, f"<time>1{n}:05</time>") for n in (6, 5, 4))
    link = "<p>READ MORE: <a href=/news/2026/mill-sold-to-the-council-123>Old mill is sold to the council</a></p>"
    posts = [
        *updates(6, 5, 4),
        {"headline": "Old mill is sold to the council", "datePublished": "2026-11-26T12:05:00Z"},
    ]
    article = read(f"{shown}{link}", head=script(declared(liveBlogUpdate=posts)))
    assert "Old mill" not in article.text


def test_posts_that_json_ld_has_in_other_words_are_not_given_twice() -> None:
    shown = "".join(post("article", n, f"<time>1{n}:05</time>") for n in (6, 5, 4))
    other = [{"headline": f"Short {n}", "articleBody": f"In other words, of note {n}"} for n in (6, 5, 4, 3)]
    assert "In other words" not in read(shown, head=script(declared(liveBlogUpdate=other))).text


def test_a_pinned_post_is_the_first_entry() -> None:
    shown = "".join(post("article", n, f"<time>1{n}:05</time>") for n in (6, 5, 4, 3, 2))
    pinned = f"<article class='post pinned'><time>11:05</time><h2>Pinned</h2><p>{TEXT.format(1)}</p></article>"
    article = read(f"{pinned}<div>{shown}</div>")
    assert [entry.text[:100] for entry in article.entries] == [TEXT.format(n)[:100] for n in (1, 6, 5, 4, 3, 2)]


@pytest.mark.parametrize(
    "layout",
    [
        "<h3>Post {n} of this long afternoon</h3><small>1{n}:05</small><p>{text}</p>",
        "<dt>1{n}:05</dt><dd><p>{text}</p></dd>",
        "<p><b>Ore 1{n}.05</b> – {text}</p>",
    ],
)
def test_a_time_stands_beside_its_post(layout: str) -> None:
    posts = "".join(layout.format(n=n, text=TEXT.format(n)) for n in (6, 5, 4, 3))
    article = read(f"<dl>{posts}</dl>" if "<dt>" in posts else posts, title="Nave arenata: la diretta")
    assert [entry.text for entry in article.entries] == [TEXT.format(n) for n in (6, 5, 4, 3)]
