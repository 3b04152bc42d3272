"""Feeds and sitemaps as seeds."""

from __future__ import annotations

import gzip
import json
import time
from datetime import UTC, datetime

import pytest

from crawler.pages.seed_lists.entries import parse_date
from crawler.pages.seed_lists.read import MOST_ENTRIES, read_list

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


@pytest.mark.parametrize(
    "before",
    [
        "\n\n  ",
        "<!-- generated by a plugin, <feed> version 2 -->\n",
        "<br />\n<b>Warning</b>:  Undefined variable in <b>/srv/feed.php</b> on line <b>7</b><br />\n",
        "Notice: something in line 3\n",
        "\ufeff",
        "\ufeff\ufeff\n",
    ],
)
@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a list --><!DOCTYPE rss>'])
def test_what_stands_before_a_list_does_not_hide_it(before: str, declaration: str) -> None:
    item = "<item><title>Café</title><link>https://news.example/1</link></item>"
    assert urls(f"{before}{declaration}<rss version='2.0'><channel>{item}</channel></rss>") == (
        "https://news.example/1",
    )
    assert urls(f"{declaration}{before}<urlset><url><loc>/s</loc></url></urlset>") == ("https://news.example/s",)


def test_a_list_in_the_encoding_that_it_declares() -> None:
    feed = '<?xml version="1.0" encoding="%s"?><rss><item><title>Größe</title><link>/größe</link></item></rss>'
    for encoding in ("iso-8859-1", "windows-1252", "utf-16"):
        assert urls((feed % encoding).encode(encoding)) == ("https://news.example/größe",)


LONG = "<urlset>" + "".join(f"<url><loc>https://news.example/{n}</loc></url>" for n in range(4000)) + "</urlset>"


def test_gzip_of_several_members_or_packed_twice_is_whole() -> None:
    data = LONG.encode()
    parts = b"".join(gzip.compress(data[n : n + 9999]) for n in range(0, len(data), 9999))
    for packed in (parts, gzip.compress(gzip.compress(data)), gzip.compress(data) + b"\0" * 512):
        assert len(urls(packed)) == 4000


@pytest.mark.parametrize("size", [3000, 60_000, 70_001])
def test_of_a_list_that_is_cut_off_no_address_is_half(size: int) -> None:
    whole = set(urls(LONG))
    assert set(urls(LONG[:size])) < whole
    packed = gzip.compress(LONG.encode())
    assert set(urls(packed[: len(packed) * size // len(LONG)])) < whole


def test_a_sitemap_of_lines() -> None:
    lines = b"\xef\xbb\xbf# all of it\r\nhttps://news.example/1\r\n\r\n  https://news.example/2?a=1&b=2\r\n"
    for body in (lines, gzip.compress(lines)):
        found = read_list(body, "https://news.example/urllist.txt")
        assert found is not None
        assert (found.kind, [e.url for e in found.entries]) == (
            "sitemap",
            ["https://news.example/1", "https://news.example/2?a=1&b=2"],
        )


def test_text_that_only_names_addresses_is_no_list() -> None:
    for text in (
        "See https://news.example/1\nhttps://news.example/2",
        "https://news.example/1\nand more",
        "plain text",
    ):
        assert read_list(text.encode(), BASE) is None


def test_robots_txt_is_a_list_of_the_sitemaps_that_it_names() -> None:
    text = b"User-agent: *\nAllow: /\n\nSitemap: https://news.example/a.xml\nsitemap:/b.xml # all\n"
    found = read_list(text, "https://news.example/robots.txt")
    assert found is not None
    assert (found.kind, [e.url for e in found.entries]) == (
        "index",
        ["https://news.example/a.xml", "https://news.example/b.xml"],
    )
    assert read_list(b"User-agent: *\nDisallow: /\n", "https://news.example/robots.txt") is None


def test_opml_is_a_list_of_feeds() -> None:
    text = '<opml version="2.0"><body><outline text="News"><outline xmlUrl="/a?b=1&c=2"/></outline></body></opml>'
    found = read_list(text.encode(), BASE)
    assert found is not None
    assert (found.kind, [e.url for e in found.entries]) == ("index", ["https://news.example/a?b=1&c=2"])


def test_a_json_feed() -> None:
    items = [
        {"id": "1", "url": "https://news.example/1", "date_published": "2026-03-02T03:04:05Z"},
        {"id": "https://news.example/2"},
        {"id": "3", "external_url": "/3"},
        "no item",
    ]
    found = read_list(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode(), BASE)
    assert found is not None
    assert [e.url for e in found.entries] == [f"https://news.example/{n}" for n in (1, 2, 3)]
    assert found.entries[0].date == datetime(2026, 3, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Wed, 25 Nov 2026 10:00:00 CET", "2026-11-25T10:00:00+01:00"),
        ("Wed, 25 Nov 2026 10:00:00 +01:00", "2026-11-25T10:00:00+01:00"),
        ("Mi, 25 Dez 2024 10:00:00 +0100", "2024-12-25T10:00:00+01:00"),
        ("mer., 25 f\u00e9vr. 2026 10:00:00 +0100", "2026-02-25T10:00:00+01:00"),
        ("2026/11/25 10:00:00", "2026-11-25T10:00:00+00:00"),
        ("25.11.2026 10:00", "2026-11-25T10:00:00+00:00"),
        ("2569-11-25T10:00:00+07:00", "2026-11-25T10:00:00+07:00"),
        ("1795600800", "2026-11-25T10:00:00+00:00"),
        ("Fri, 20 Nov 26 22:05:03 +0300", "2026-11-20T22:05:03+03:00"),
        ("20 Nov 26 22:05 GMT", "2026-11-20T22:05:00+00:00"),
        ("Friday, 20-Nov-26 22:05:03 GMT", "2026-11-20T22:05:03+00:00"),
        ("Fri, 20 Nov 98 22:05:03 GMT", "1998-11-20T22:05:03+00:00"),
        ("Tue, 15 Sept 2026 22:05:03 GMT", "2026-09-15T22:05:03+00:00"),
        ("2026-11", "2026-11-01T00:00:00+00:00"),
        ("2026", "2026-01-01T00:00:00+00:00"),
        ("2026-11-20 22:05:03", "2026-11-20T22:05:03+00:00"),
        ("0000-00-00", None),
        ("yesterday", None),
    ],
)
def test_dates_of_lists(text: str, date: str | None) -> None:
    found = parse_date(text)
    assert (found.isoformat() if found else None) == date


def vast(count: int) -> bytes:
    image = "<i:image><i:loc>https://news.example/picture.jpg</i:loc><i:title>A title of a picture</i:title></i:image>"
    rows = b"".join(
        f"<url><loc>https://news.example/{n}</loc>{image}<lastmod>2026-01-01</lastmod></url>".encode()
        for n in range(count)
    )
    return b'<urlset xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">' + rows + b"</urlset>"


def test_a_list_is_bounded_in_entries() -> None:
    found = read_list(gzip.compress(vast(MOST_ENTRIES + 5), 1), BASE, seconds=60)
    assert found is not None
    assert (len(found.entries), found.cut) == (MOST_ENTRIES, f"it has more than {MOST_ENTRIES} entries")


def test_a_list_is_bounded_in_time() -> None:
    body = vast(40_000)
    start = time.process_time()
    found = read_list(body, BASE, seconds=0.05)
    assert time.process_time() - start < 0.5
    assert found is not None
    assert 0 < len(found.entries) < 40_000
    assert found.cut == "reading took more than 0.05 s"


def rss(items: str, root: str = '<rss version="2.0">') -> str:
    return f"{root}<channel><title>News</title>{items}</channel></rss>"


TWO = "<item><link>https://news.example/a</link></item><item><link>https://news.example/b</link></item>"


@pytest.mark.parametrize(
    "title",
    [
        "Water < 5 degrees & falling",
        "Ferry<br>line",
        "<p>Ferry <img src='a.jpg'> line",
        "<![CDATA[a]]> <b> ]]>",
        "a\x00\x08b",
        "a&#8;b &nbsp; &raquo;",
        "<media:credit>Jane Doe</media:credit>",
    ],
)
def test_what_breaks_one_entry_costs_none(title: str) -> None:
    first = f"<item><title>{title}</title><link>https://news.example/0</link></item>"
    assert urls(rss(first + TWO)) == tuple(f"https://news.example/{name}" for name in "0ab")


def test_tags_may_be_in_capitals() -> None:
    capitals = rss(TWO).replace("item", "ITEM").replace("link", "LINK")
    assert urls(capitals) == ("https://news.example/a", "https://news.example/b")


def test_what_an_entry_quotes_is_no_entry_where_tags_do_not_match() -> None:
    quoted = (
        "<title>a<br>b</title><description><![CDATA[<item><link>https://other.example/</link></item>]]></description>"
    )
    assert urls(rss(f"<item>{quoted}<link>https://news.example/a</link></item>")) == ("https://news.example/a",)


def test_a_long_list_with_a_fault_in_its_middle_is_read_to_its_end() -> None:
    items = [f"<item><title>{'x' * 300}</title><link>https://news.example/{n}</link></item>" for n in range(900)]
    items[450] = items[450].replace("<title>", "<title>a<br>b")
    assert urls(rss("".join(items))) == tuple(f"https://news.example/{n}" for n in range(900))


@pytest.mark.parametrize("prefix", ["atom", "a1"])
def test_a_prefix_that_nobody_declares_hides_nothing(prefix: str) -> None:
    feed = f'<{prefix}:feed><{prefix}:entry><{prefix}:link href="https://news.example/a"/></{prefix}:entry></{prefix}:feed>'
    assert urls(feed) == ("https://news.example/a",)


def test_a_news_sitemap_without_its_namespace_dates_its_entries() -> None:
    news = "<news:news><news:publication_date>2026-11-25T10:00:00Z</news:publication_date></news:news>"
    found = read_list(f"<urlset><url><loc>https://news.example/a</loc>{news}</url></urlset>".encode(), BASE)
    assert found is not None
    assert found.entries[0].date == datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-16", "utf-8"),  # a declaration that the bytes contradict
        ("utf-16", "utf-16-le"),
        ("utf-16", "utf-16-be"),
        ("ks_c_5601-1987", "euc-kr"),  # names that XML libraries do not know
        ("x-sjis", "shift_jis"),
        ("utf8mb4", "utf-8"),
        ("gb2312", "gbk"),
    ],
)
def test_encodings_of_lists(declared: str, encoding: str) -> None:
    title = {"euc-kr": "\uc11c\uc6b8", "shift_jis": "\u6771\u4eac", "gbk": "\u53f0\u5317"}.get(encoding, "\u00e9")
    text = f'<?xml version="1.0" encoding="{declared}"?>{rss(f"<item><title>{title}</title></item>" + TWO)}'
    assert urls(text.encode(encoding)) == ("https://news.example/a", "https://news.example/b")


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ('<link rel=" Alternate " href="/a"/>', "https://news.example/a"),
        ('<link rel="http://www.iana.org/assignments/relation/alternate" href="/a"/>', "https://news.example/a"),
        ('<id>urn:1</id><content type="text/html" src="/a"/>', "https://news.example/a"),
    ],
)
def test_an_atom_entry_names_its_page(entry: str, url: str) -> None:
    assert urls(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{entry}</entry></feed>') == (url,)


def test_the_page_behind_the_link_of_a_service_is_meant() -> None:
    item = "<item><link>https://feedproxy.example/~3/1</link><feedburner:origLink>https://news.example/a</feedburner:origLink></item>"
    assert urls(rss(item)) == ("https://news.example/a",)


def test_an_rdf_item_without_a_link_is_about_its_page() -> None:
    root = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    assert urls(f'{root}<item rdf:about="https://news.example/a"><title>t</title></item></rdf:RDF>') == (
        "https://news.example/a",
    )


def test_a_guid_that_is_no_link_in_any_case() -> None:
    assert urls(rss('<item><guid isPermaLink="False">https://news.example/77</guid></item>')) == ()


def test_a_sitemaps_entry_with_an_empty_address_before_its_own() -> None:
    assert urls("<urlset><url><loc> </loc><loc>https://news.example/a</loc></url></urlset>") == (
        "https://news.example/a",
    )


def test_a_date_that_cannot_be_read_leaves_the_next_one() -> None:
    item = "<item><link>/a</link><pubDate>soon</pubDate><date>2026-11-25T10:00:00Z</date></item>"
    found = read_list(rss(item).encode(), BASE)
    assert found is not None
    assert found.entries[0].date == datetime(2026, 11, 25, 10, tzinfo=UTC)


def test_a_robots_txt_with_a_line_that_is_none() -> None:
    found = read_list(b"User-agent: *\nCrawl-delay 10\nSitemap: /sitemap.xml\n", "https://news.example/robots.txt")
    assert found is not None
    assert (found.kind, [e.url for e in found.entries]) == ("index", ["https://news.example/sitemap.xml"])


@pytest.mark.parametrize("fault", ['"title": "a\tb\nc"', '"tags": ["x",]'])
def test_a_json_feed_that_is_not_quite_json(fault: str) -> None:
    text = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"url": "/a", {fault}}},]}}'
    assert urls(text) == ("https://news.example/a",)


def test_an_outline_may_spell_its_attribute_in_small_letters() -> None:
    assert urls('<opml><body><outline xmlurl="/rss"/></body></opml>') == ("https://news.example/rss",)
