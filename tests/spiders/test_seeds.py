"""What a seed may be, and which stories of it are wanted, on a running site."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import Run, Scrapy
from tests.web.site import Reply, Site, page, serve, story

XML = {"Content-Type": "application/xml"}
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def sitemap(**dates: str) -> Reply:
    entries = "".join(
        f"<url><loc>{{base}}/2026/{path}.html</loc><n:news><n:publication_date>{date}</n:publication_date></n:news></url>"
        for path, date in dates.items()
    )
    urlset = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="{NEWS}">{entries}</urlset>'
    return Reply(urlset.encode(), headers=XML)


def german(number: int) -> Reply:
    text = "\n".join(
        f"Am {n}. Tag schrieb der Beamte {number + n} im Bezirk {number * 3} den Eintrag {n * 7} in das Buch, das seit "
        f"dem Winter {n} nur der Archivar {number * 11} geöffnet hatte, und niemand fragte ihn danach."
        for n in range(1, 7)
    )
    reply = page("Der Beamte schreibt in das Buch", text)
    return Reply(reply.body.replace(b"lang='en'", b"lang='de'"))


FRONT = b"""<!doctype html><html lang="en"><head><title>The Post</title></head>
<body><nav><a href="/world/">World</a></nav><main>
<article><h2><a href="/2026/03/04/council-votes-for-a-bridge.html">Council votes for a new bridge</a></h2></article>
<article><h2><a href="/2026/03/03/ferry-stays-in-the-port.html">Ferry stays in port for a third day</a></h2></article>
<article><h2><a href="https://elsewhere.example/2026/03/03/guest.html">A story of another site</a></h2></article>
</main></body></html>"""
SHORT_SLUGS = b"".join(
    b'<article><h2><a href="/a/%s.html">The %s case is heard in court</a></h2></article>' % (name, name)
    for name in (b"old", b"newer", b"newest")
)
WEB = {
    "/sitemap.xml": sitemap(old="2026-03-01T00:00:00Z", newest="2026-03-03T00:00:00Z", newer="2026-03-02T00:00:00Z"),
    "/index.xml": Reply(
        b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + b"".join(b"<sitemap><loc>{base}/part%d.xml</loc></sitemap>" % n for n in range(5))
        + b"</sitemapindex>",
        headers=XML,
    ),
    **{f"/part{n}.xml": sitemap(**{f"part{n}": "2026-03-01"}) for n in range(5)},
    **{f"/2026/part{n}.html": page(f"Part {n} of the record", story(20 + n)) for n in range(5)},
    **{
        f"/2026/{name}.html": page(f"The {name} case", story(n)) for n, name in enumerate(("old", "newer", "newest"), 1)
    },
    "/front": Reply(FRONT),
    "/short": Reply(b"<html lang=en><title>The Post</title><body><h1>News</h1>" + SHORT_SLUGS),
    **{f"/a/{name}.html": page(f"The {name} case", story(n)) for n, name in enumerate(("old", "newer", "newest"), 30)},
    "/two": Reply(b"<html lang=en><title>The Post</title><body><h1>News</h1><a href=/a/b.html>Old</a>"),
    "/2026/03/04/council-votes-for-a-bridge.html": page("Council votes for a new bridge", story(8)),
    "/2026/03/03/ferry-stays-in-the-port.html": page("Ferry stays in port for a third day", story(9)),
    "/de.html": german(7),
}


@pytest.fixture
def site() -> Iterator[Site]:
    with serve(WEB) as running:
        yield running


@pytest.fixture
def crawl(scrapy: Scrapy, site: Site) -> Callable[..., Run]:
    def run(path: str, *args: str) -> Run:
        own = ("RELATED_ALLOW_PRIVATE=127.0.0.1", "DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS=1")
        settings = [part for setting in own for part in ("-s", setting)]
        return scrapy("crawl", "related", "-a", f"url={site.base}{path}", *settings, *args)

    return run


def test_a_news_sitemap_is_read_newest_first(crawl: Callable[..., Run], site: Site) -> None:
    run = crawl("/sitemap.xml", "-a", "max_articles=2")
    assert site.paths() == ["/sitemap.xml", "/2026/newest.html", "/2026/newer.html"]
    assert run.manifest["counts"]["frontier_left"] == 1


def test_since_leaves_out_what_a_sitemap_dates_before_it(crawl: Callable[..., Run], site: Site) -> None:
    crawl("/sitemap.xml", "-a", "since=2026-03-02")
    assert site.paths() == ["/sitemap.xml", "/2026/newest.html", "/2026/newer.html"]


def test_an_index_is_opened_within_its_bounds(crawl: Callable[..., Run], site: Site) -> None:
    crawl("/index.xml", "-s", "RELATED_LIST_FILES=2")
    assert sorted(path for path in site.paths() if path.startswith("/part")) == ["/part0.xml", "/part1.xml"]


def test_a_front_pages_own_stories_are_seeds(crawl: Callable[..., Run]) -> None:
    run = crawl("/front")
    assert [(a["title"], a["crawl"]["depth"]) for a in run.feed("articles")] == [
        ("Council votes for a new bridge", 0),
        ("Ferry stays in port for a third day", 0),
    ]
    assert (run.feed("failures"), run.status) == ([], 0)
    assert {link["followed"] for link in run.feed("links")} == {True}


def test_a_front_page_whose_addresses_are_short_is_read_by_its_headlines(crawl: Callable[..., Run]) -> None:
    run = crawl("/short")
    assert sorted(a["title"] for a in run.feed("articles")) == ["The newer case", "The newest case", "The old case"]
    assert (run.feed("failures"), run.status) == ([], 0)


def test_a_seed_that_is_neither_story_nor_list_says_both(crawl: Callable[..., Run]) -> None:
    run = crawl("/two")
    [failure] = run.feed("failures")
    assert (failure["reason"], run.status) == ("not-article", 1)
    assert failure["detail"] == "no text of a story was found on the page, and no list of articles to start from"


def test_another_language_is_counted_and_not_written(crawl: Callable[..., Run]) -> None:
    run = crawl("/de.html", "-a", "language=en")
    assert run.feed("articles") == []
    assert ([page["reason"] for page in run.feed("skipped")], run.feed("failures")) == (["language"], [])
    assert crawl("/de.html", "-a", "language=de,en").feed("articles")[0]["language"] == "de"


def test_a_story_from_before_the_bound_is_left_out_and_says_why(crawl: Callable[..., Run]) -> None:
    run = crawl("/2026/old.html", "-a", "since=2026-04-01")
    assert [page["reason"] for page in run.feed("skipped")] == ["since"]
