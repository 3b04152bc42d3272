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
