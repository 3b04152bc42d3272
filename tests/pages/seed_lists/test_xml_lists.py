"""Feeds, sitemaps and OPML: which links their entries mean."""

from __future__ import annotations

import pytest

from crawler.pages.dom.limits import time_limit
from crawler.pages.seed_lists.read import read_list
from tests.pages.seed_lists.lists import BASE, RSS, SITEMAP, urls

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://news.example/"/>
<entry><link rel="self" href="https://news.example/self"/><link rel="alternate" href="https://news.example/a"/></entry>
<entry><link href="https://news.example/b"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item rdf:about="x"><title>t</title><link>https://news.example/r</link></item></rdf:RDF>"""


def test_rss_gives_each_entry_once_absolute_and_in_order() -> None:
    assert urls(RSS) == ("https://news.example/1?utm_source=rss", "https://news.example/2", "https://news.example/3")


def test_atom_gives_the_alternate_link() -> None:
    assert urls(ATOM) == ("https://news.example/a", "https://news.example/b")


def test_rdf_is_a_feed_too() -> None:
    assert urls(RDF) == ("https://news.example/r",)


def test_a_list_in_a_comment_is_none() -> None:
    assert read_list(f"<!-- {RSS} --><html><p>A page.".encode(), BASE) is None
    assert urls(f"<!-- a --><!-- {SITEMAP} -->{RSS}") == urls(RSS)


def test_comments_without_end_are_passed_over_quickly() -> None:
    with time_limit(3):  # of processor time: it takes a hundredth of a second
        assert read_list(b"<!--" * 20_000, BASE) is None


def test_a_sitemap_gives_web_links_only() -> None:
    assert urls(SITEMAP) == ("https://news.example/s",)


PLAIN_AND = "https://news.example/story.php?id=12&cat=3&copy=1"


@pytest.mark.parametrize(
    "link",
    [
        PLAIN_AND,
        PLAIN_AND.replace("&", "&amp;"),
        PLAIN_AND.replace("&", "&amp;amp;"),
        PLAIN_AND.replace("&", "&#38;"),
        f"<![CDATA[{PLAIN_AND}]]>",
        f"<![CDATA[ {PLAIN_AND.replace('&', '&amp;')} ]]>",
    ],
)
def test_an_ampersand_in_a_link_is_meant_as_one_however_it_is_written(link: str) -> None:
    feed = f"<rss><channel><item><title>Ships & cranes</title><link>{link}</link></item></channel></rss>"
    sitemap = f"<urlset><url><loc>{link}</loc></url></urlset>"
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{link}"/></entry></feed>'
    for text in (feed, sitemap, *([] if "CDATA" in link else [atom])):
        assert urls(text) == (PLAIN_AND,)


def test_an_ampersand_is_escaped_wherever_the_pieces_of_a_long_list_are_cut() -> None:
    links = [f"https://news.example/{'x' * n}?a=1&b={n}" for n in range(1, 900)]
    rows = "".join(f"<url><loc>{link if n % 2 else f'<![CDATA[{link}]]>'}</loc></url>" for n, link in enumerate(links))
    assert urls(f"<urlset>{rows}</urlset>") == tuple(links)


ATOM_BASE = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="%s">
<entry%s><title>t</title><link%s href="point"/></entry></feed>"""


@pytest.mark.parametrize(
    ("feed", "entry", "link", "url"),
    [
        ("https://other.example/notes/", "", "", "https://other.example/notes/point"),
        ("notes/", "", "", "https://news.example/feeds/notes/point"),
        ("/notes/", ' xml:base="2026/"', "", "https://news.example/notes/2026/point"),
        ("/notes/", ' xml:base="2026/"', ' xml:base="11/"', "https://news.example/notes/2026/11/point"),
        ("", "", "", "https://news.example/feeds/point"),
    ],
)
def test_relative_links_count_from_the_innermost_base(feed: str, entry: str, link: str, url: str) -> None:
    assert urls(ATOM_BASE % (feed, entry, link)) == (url,)


HOME = """<rss version="2.0"><channel><title>t</title><link>%s</link><item><link>%s</link></item>
<item><link>/news/2</link></item></channel></rss>"""


@pytest.mark.parametrize(
    ("home", "link", "first", "second"),
    [
        ("https://courier.example/", "/news/1", "https://courier.example/news/1", "https://courier.example/news/2"),
        ("https://news.example/", "1", "https://news.example/feeds/1", "https://news.example/news/2"),
        ("", "1", "https://news.example/feeds/1", "https://news.example/news/2"),
        ("https://", "1", "https://news.example/feeds/1", "https://news.example/news/2"),
        ("", "www.courier.example/1", "https://www.courier.example/1", "https://news.example/news/2"),
        ("", "news.example/1", "https://news.example/1", "https://news.example/news/2"),
        ("", "news/1.html", "https://news.example/feeds/news/1.html", "https://news.example/news/2"),
    ],
)
def test_relative_links_of_a_feed_that_another_host_serves_count_from_its_site(
    home: str, link: str, first: str, second: str
) -> None:
    assert urls(HOME % (home, link)) == (first, second)


def atom_links(*links: str) -> str:
    every = "".join(f"<link {link}/>" for link in links)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{every}<id>https://news.example/id</id></entry></feed>'


@pytest.mark.parametrize(
    ("links", "url"),
    [
        (('type="application/pdf" href="/a.pdf"', 'type="text/html" href="/a"'), "https://news.example/a"),
        (('rel="alternate" type="application/json" href="/j"', 'href="/a"'), "https://news.example/a"),
        (('rel="ALTERNATE" type="application/xhtml+xml" href="/a"',), "https://news.example/a"),
        (('rel="enclosure" type="text/html" href="/e"', 'rel="alternate" href="/a"'), "https://news.example/a"),
        (('type="audio/mpeg" href="/a.mp3"',), "https://news.example/id"),
        (('rel="replies" type="text/html" href="/r"',), "https://news.example/id"),
    ],
)
def test_of_several_links_the_page_is_meant(links: tuple[str, ...], url: str) -> None:
    assert urls(atom_links(*links)) == (url,)


def test_opml_is_a_list_of_feeds() -> None:
    text = '<opml version="2.0"><body><outline text="News"><outline xmlUrl="/a?b=1&c=2"/></outline></body></opml>'
    found = read_list(text.encode(), BASE)
    assert found is not None
    assert (found.kind, [e.url for e in found.entries]) == ("index", ["https://news.example/a?b=1&c=2"])


@pytest.mark.parametrize("name", ["pubDate", "pubdate", "PubDate", "dcterms:created", "dc:date"])
@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Tue, 24 Nov 2026 10:00 PM GMT", "2026-11-24T22:00:00+00:00"),
        ("Tue, 24 Nov 2569 10:00:00 +0700", "2026-11-24T10:00:00+07:00"),
        ("24 พ.ย. 2569 10:00", "2026-11-24T10:00:00+00:00"),
        ("الثلاثاء، 24 نوفمبر 2026 10:00", "2026-11-24T10:00:00+00:00"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Wed, 30 Nov -0001 00:00:00 +0000", None),
    ],
)
def test_the_date_of_an_entry(name: str, printed: str, day: str | None) -> None:
    feed = f"<rss><channel><item><link>https://news.example/a</link><{name}>{printed}</{name}></item></channel></rss>"
    found = read_list(feed.encode(), BASE)
    assert found is not None
    assert [entry.date.isoformat() if entry.date else None for entry in found.entries] == [day]
