"""RSS, Atom and RDF feeds, sitemaps, sitemap indexes and OPML, read as a stream: an entry counts once its end was read.

So memory does not grow with the list, and of a list that is cut off no entry is half an address. What breaks XML most
often is mended on the way: notices before the document, an & that is not escaped.
Sources: RSS 2.0, RFC 4287 (Atom), XML Base, sitemaps.org 0.9, OPML 2.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from crawler.pages.seed_lists.entries import Entry, ListKind, parse_date
from crawler.urls.resolve import absolute

HEAD = 64 * 1024
"""Bytes within which a list's first tag is looked for."""

_ROOTS: dict[str, ListKind] = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "urlset": "sitemap",
    "sitemapindex": "index",
    "opml": "index",
}
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(" + "|".join(_ROOTS).encode() + rb")(?=[\s>/])", re.I)
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_DECLARATION = re.compile(rb"<\?xml\b[^>]{0,200}\?>")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|title)\b", re.I)
_ENTRIES = ("{*}item", "{*}entry", "{*}url", "{*}sitemap", "{*}outline")
_DATES = ("{*}news/{*}publication_date", "{*}lastmod", "{*}pubDate", "{*}published", "{*}updated", "{*}date")
_RAW_AMPERSAND = re.compile(rb"&(?!#?\w{1,32};)")
_CDATA = re.compile(rb"(<!\[CDATA\[|\]\]>)")
_LONGEST_TOKEN = 40


@dataclass(frozen=True, slots=True)
class Start:
    """How an XML list begins."""

    kind: ListKind
    declaration: bytes
    root: int
    """Where the root's tag stands, in bytes."""


def find_start(head: bytes) -> Start | None:
    """The beginning of a list in a document's head; None where it holds none, or a page."""
    blanked = _COMMENT.sub(lambda comment: b" " * len(comment[0]), head)
    root = _ROOT.search(blanked)
    if root is None or _PAGE.search(blanked, 0, root.start()):
        return None
    declaration = _DECLARATION.search(head, 0, root.start())
    return Start(_ROOTS[root[1].decode().lower()], declaration[0] if declaration else b"", root.start())


def read_entries(content: Iterable[bytes], kind: ListKind, url: str) -> Iterator[Entry]:
    """The entries of a list whose content begins with its declaration or root, as they end."""
    parser = etree.XMLPullParser(
        events=("end",), tag=_ENTRIES, base_url=url, resolve_entities=False, no_network=True, recover=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip
    try:
        for piece in _with_escaped_ampersands(content):
            parser.feed(piece)
            for _, element in parser.read_events():
                entry = _entry(element, kind, url)
                if entry is not None:
                    yield entry
                _release(element)
    except (etree.XMLSyntaxError, ValueError):
        return


def _with_escaped_ampersands(content: Iterable[bytes]) -> Iterator[bytes]:
    """The content with every & escaped that begins no reference; in CDATA sections it stays as it is."""
    inside, rest = False, b""
    for piece in content:
        data = rest + piece
        tail = max(len(data) - _LONGEST_TOKEN, 0)
        cut = next((place for place in range(tail, len(data)) if data[place] in b"<&]"), len(data))
        data, rest = data[:cut], data[cut:]
        parts = []
        for part in _CDATA.split(data):
            if part in (b"<![CDATA[", b"]]>"):
                inside = part != b"]]>"
                parts.append(part)
            else:
                parts.append(part if inside else _RAW_AMPERSAND.sub(b"&amp;", part))
        yield b"".join(parts)
    yield rest if inside else _RAW_AMPERSAND.sub(b"&amp;", rest)


def _release(element: etree._Element) -> None:
    """Forget an element that was read, and what stands before it."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _entry(element: etree._Element, kind: ListKind, url: str) -> Entry | None:
    name = etree.QName(element).localname
    if kind == "feed":
        found = _feed_link(element) if name in ("item", "entry") else None
    elif name == "outline":
        found = element.get("xmlUrl"), element
    else:
        found = (element.findtext("{*}loc"), element) if name in ("url", "sitemap") else None
    link = ((found[0] if found else None) or "").strip()
    if not found or not link:
        return None
    base = found[1].base if kind == "feed" else None
    address = absolute(absolute(url, base or "") or url, link.replace("&amp;", "&"))
    return Entry(address, _date(element)) if address else None


def _date(element: etree._Element) -> datetime | None:
    texts = (element.findtext(path) for path in _DATES)
    return next((parse_date(text) for text in texts if text and text.strip()), None)


def _feed_link(entry: etree._Element) -> tuple[str | None, etree._Element] | None:
    """A feed entry's page, and the element that names it: relative addresses count from that one's xml:base."""
    links = list(entry.iterchildren("{*}link"))
    for link in links:  # RSS
        if link.text and link.text.strip():
            return link.text, link
    alternate = [a for a in links if a.get("href") and (a.get("rel") or "alternate").lower() == "alternate"]
    for link in alternate:  # Atom: of several the page is meant
        if not link.get("type") or "html" in link.get("type", "").lower():
            return link.get("href"), link
    for name in entry.iterchildren("{*}guid", "{*}id"):
        if name.get("isPermaLink", "true") != "false" and (name.text or "").strip().startswith("http"):
            return name.text, name
    return None
