"""Feeds and sitemaps as seeds."""

from __future__ import annotations

import gzip

from crawler.pages.seed_lists import read_list

BASE = "https://news.example/feeds/all.xml"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><link>https://news.example/</link>
<item><title>One</title><link>https://news.example/1?utm_source=rss</link></item>
<item><title>Two</title><link>/2</link></item>
<item><title>Again</title><link>https://news.example/1</link></item>
<item><title>By its guid</title><guid>https://news.example/3</guid></item>
<item><title>No link</title><guid isPermaLink="false">77</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://news.example/"/>
<entry><link rel="self" href="https://news.example/self"/><link rel="alternate" href="https://news.example/a"/></entry>
<entry><link href="https://news.example/b"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item rdf:about="x"><title>t</title><link>https://news.example/r</link></item></rdf:RDF>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://news.example/s </loc></url>
<url><loc>javascript:alert(1)</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://news.example/sitemap-1.xml.gz</loc></sitemap></sitemapindex>"""


def urls(text: str | bytes) -> tuple[str, ...]:
    found = read_list(text.encode() if isinstance(text, str) else text, BASE)
    assert found is not None
    return tuple(entry.url for entry in found.entries)


def test_rss_gives_each_entry_once_absolute_and_in_order() -> None:
    assert urls(RSS) == ("https://news.example/1?utm_source=rss", "https://news.example/2", "https://news.example/3")


def test_atom_gives_the_alternate_link() -> None:
    assert urls(ATOM) == ("https://news.example/a", "https://news.example/b")


def test_rdf_is_a_feed_too() -> None:
    assert urls(RDF) == ("https://news.example/r",)


def test_a_sitemap_gives_web_links_only() -> None:
    assert urls(SITEMAP) == ("https://news.example/s",)


def test_a_gzipped_sitemap_is_unpacked() -> None:
    assert urls(gzip.compress(SITEMAP.encode())) == ("https://news.example/s",)


def test_an_index_is_told_from_a_sitemap() -> None:
    index, sitemap = read_list(INDEX.encode(), BASE), read_list(SITEMAP.encode(), BASE)
    assert index is not None
    assert sitemap is not None
    assert (index.kind, sitemap.kind) == ("index", "sitemap")


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    assert urls(RSS.replace("</channel></rss>", "<item><ti")) == urls(RSS)


def test_pages_and_rubbish_are_no_lists() -> None:
    page = b"<!doctype html><html><body><p>An article about <rss> feeds.</p></body></html>"
    for body in (page, b"", b"\x1f\x8bnonsense", b"%PDF-1.4", b'{"items": []}'):
        assert read_list(body, BASE) is None


def test_entities_are_not_expanded() -> None:
    entities = '<!DOCTYPE rss [<!ENTITY a "https://news.example/e"><!ENTITY b "&a;&a;">]>'
    bomb = entities + "<rss><item><link>&b;</link></item></rss>"
    assert urls(bomb) == ()


def test_a_news_sitemap_puts_the_newest_first_whatever_its_order() -> None:
    dates = {
        "old": "2026-01-01",
        "newest": "2026-03-01T10:00:00+01:00",
        "undated": None,
        "newer": "2026-03-01T08:59:00Z",
    }
    rows = "".join(
        f"<url><loc>https://news.example/{name}</loc>"
        + (f"<n:news><n:publication_date>{date}</n:publication_date></n:news>" if date else "")
        + "</url>"
        for name, date in dates.items()
    )
    sitemap = (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/n">{rows}</urlset>'
    )
    assert [u.rsplit("/", 1)[1] for u in urls(sitemap)] == ["newest", "newer", "old", "undated"]


def test_a_feed_dates_its_entries() -> None:
    feed = "<rss><item><link>/1</link><pubDate>Mon, 02 Mar 2026 03:04:05 GMT</pubDate></item></rss>"
    found = read_list(feed.encode(), BASE)
    assert found is not None
    assert found.entries[0].date is not None
    assert found.entries[0].date.isoformat() == "2026-03-02T03:04:05+00:00"
