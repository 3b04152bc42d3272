"""Writer and day that a page names far from its headline, and nowhere nearer."""

import pytest

from crawler.items import Article
from crawler.pages.article import extract

STORY = "<p>The harbour office moved the quay to the east side of the pier before the winter came.</p>" * 30
GAP = "<p></p>" * 300


def read(behind: str) -> Article:
    story = f"<article><h1>Ferry line opens a new quay</h1>{STORY}</article>"
    found = extract(f"<html lang=en><body>{story}{GAP}{behind}</body></html>", "https://harbour.example/ferry")
    assert found.article is not None
    return found.article


@pytest.mark.parametrize(
    "behind",
    [
        "<div class=box><h2><a rel=author href=/jane>Jane Doe</a></h2></div>",
        "<div class=author-box><span class=author-name>Jane Doe</span></div>",
        "<script>a = {'author': 'Jane Doe'}; push('author=' + name, 'author', 'Name*Jane Doe');</script>",
        "<script>var _sf_async_config = {}; _sf_async_config.authors = 'Jane Doe';</script>",
        '<script>dataLayer = [{"title": "Ferry", "author": "Jane Doe"}];</script>',
        "<div class=box><h3><a href=/author/jane>Jane Doe</a></h3></div>",
        "<div class=author-bio><h3>Jane Doe</h3><p>writes about <a href=/x>John Roe</a>.</p></div>",
        '<script>page = {authors: ["Jane Doe"]}</script>',
    ],
)
def test_the_only_writer_that_a_page_names(behind: str) -> None:
    assert read(behind).authors == ["Jane Doe"]


@pytest.mark.parametrize(
    "behind",
    [
        "<a rel=author href=/jane>Jane Doe</a><a rel=author href=/john>John Roe</a>",
        "<div id=comments><p><a rel=author href=/jane>Jane Doe</a> Nice quay!</p></div>",
        "<article><h2><a href=/other>Bakers strike</a></h2><span class=author-name>Jane Doe</span></article>",
        "<footer><span class=author-name>Jane Doe</span></footer>",
        "<span class=author-name>Jane Doe</span><span class=author-name>John Roe</span>",
        "<script>a = {'author': 'Jane Doe'}; b = {'author': 'John Roe'};</script>",
        "<script>a = {'author': 'Harbour News Agency'}</script>",
        f"<a rel=author href=/jane>Jane Doe {'has written about ships and harbours for many years. ' * 3}</a>",
    ],
)
def test_several_writers_readers_and_agencies_are_not_the_author(behind: str) -> None:
    assert read(behind).authors == []


@pytest.mark.parametrize(
    ("behind", "published"),
    [
        ("<span class=dateline itemprop=datePublished>9 November 2026</span>", "2026-11-09"),
        ("<div class=pub-date>9 November 2026</div><time>Nov 9, 2026</time>", "2026-11-09"),
        ("<div class=pub-date>9 November 2026</div><div class=pub-date>10 November 2026</div>", None),
        (
            "<p class=pub-date>10 November 2026</p><span class=dateline itemprop=datePublished>9 November 2026</span>",
            "2026-11-09",
        ),
        (
            "<ul><li><a href=/ferry>Ferry</a> <b>9.11.2026</b><li><a href=/b>Bakers</a> 8.11.2026</ul>",
            "2026-11-09",
        ),
        ("<ul><li><a href=/b>Bakers</a> <small>8.11.2026</small></ul>", None),
        ("<p><a href=/a>A</a><a href=/b>B</a><a href=/c>C</a><a href=/ferry>Ferry</a> 9.11.2026</p>", None),
        ("<div class=comment><span class=timestamp>9 November 2026</span></div>", None),
    ],
)
def test_the_only_day_that_a_page_marks(behind: str, published: str | None) -> None:
    assert read(behind).date_published == published
