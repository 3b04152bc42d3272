"""RSS, Atom and RDF feeds, sitemaps, sitemap indexes and OPML, read as a stream: an entry counts once its end was read.

So memory does not grow with the list, and of a list that is cut off no entry is half an address. What breaks XML most
often is mended on the way: notices before the document, an & or < that is not escaped, prefixes that nobody declares.
Where tags do not match, entries are cut out of the text (tag_soup.py).
Sources: RSS 2.0 and 1.0, RFC 4287 (Atom), XML Base, sitemaps.org 0.9, OPML 2.0.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from crawler.pages.seed_lists.entries import Entry, ListKind, parse_date
from crawler.pages.seed_lists.tag_soup import LONGEST_SOUP, soup_entries
from crawler.urls.resolve import absolute, has_host

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
_DATES = (
    *("{*}news/{*}publication_date", "{*}lastmod", "{*}pubDate", "{*}published", "{*}issued", "{*}updated"),
    *("{*}modified", "{*}date", "{*}publication_date", "{*}created", "{*}pubdate", "{*}PubDate"),
)
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RAW_AMPERSAND = re.compile(rb"&(?!#?\w{1,32};)")
_RAW_LESS = re.compile(rb"<(?![A-Za-z_:/!?\x80-\xff])")
_START_TAG = re.compile(rb"<[^<>]{1,20000}?(?=/?>)")
_PREFIX = re.compile(rb"(?<=[</\s])([A-Za-z][\w.-]{0,39}):[A-Za-z]")
_KNOWN_PREFIXES = frozenset((b"xml", b"xmlns"))
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
    closed = head.rfind(b"-->") + 3  # of comments behind it none has an end, and each would be looked for
    blanked = _COMMENT.sub(lambda comment: b" " * len(comment[0]), head[:closed]) + head[closed:]
    root = _ROOT.search(blanked)
    if root is None or _PAGE.search(blanked, 0, root.start()):
        return None
    declaration = _DECLARATION.search(head, 0, root.start())
    return Start(_ROOTS[root[1].decode().lower()], declaration[0] if declaration else b"", root.start())


def read_entries(content: Iterable[bytes], kind: ListKind, url: str) -> Iterator[Entry]:
    """The entries of a list whose content, in UTF-8, begins with its root, as they end."""
    parser = etree.XMLPullParser(
        events=("end",), tag=_ENTRIES, base_url=url, resolve_entities=False, no_network=True, recover=True,
        load_dtd=False, huge_tree=False, encoding="utf-8",
    )  # fmt: skip
    held: list[bytes] = []
    content, count, home = _held(_escaped(_with_prefixes(content)), held), 0, ""
    try:
        for piece in content:
            parser.feed(piece)
            if len(parser.feed_error_log.filter_from_fatals()):
                break
            for _, element in parser.read_events():
                home = home or _home(element, url)
                entry = _entry(element, kind, url, home)
                if entry is not None:
                    count += 1
                    yield entry
                _release(element)
        else:
            if count:
                return
    except (etree.XMLSyntaxError, ValueError):
        pass
    deque(content, maxlen=0)
    soup = b"".join(held).decode("utf-8", "replace")
    yield from (entry for element in soup_entries(soup) if (entry := _entry(element, kind, url, home or url)))


def _held(content: Iterable[bytes], held: list[bytes]) -> Iterator[bytes]:
    """The content, the first LONGEST_SOUP bytes of which are kept for a second reading."""
    size = 0
    for piece in content:
        if size < LONGEST_SOUP:
            held.append(piece)
            size += len(piece)
        yield piece


def _with_prefixes(content: Iterable[bytes]) -> Iterator[bytes]:
    """The content with a declaration at its root for each prefix that is used near its beginning and has none."""
    content = iter(content)
    head = next(content, b"")
    root = _START_TAG.match(head)
    used = dict.fromkeys(found[1] for found in _PREFIX.finditer(head) if found[1] not in _KNOWN_PREFIXES)
    missing = [prefix for prefix in used if root and b"xmlns:" + prefix not in root[0]]
    if root and missing:
        declared = b"".join(b' xmlns:%s="urn:%s"' % (prefix, prefix) for prefix in missing)
        head = head[: root.end()] + declared + head[root.end() :]
    yield head
    yield from content


def _escaped(content: Iterable[bytes]) -> Iterator[bytes]:
    """The content with every & escaped that begins no reference, and every < that begins no tag; in CDATA sections they
    stay as they are."""
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
                parts.append(part if inside else _mended(part))
        yield b"".join(parts)
    yield rest if inside else _mended(rest)


def _mended(text: bytes) -> bytes:
    return _RAW_LESS.sub(b"&lt;", _RAW_AMPERSAND.sub(b"&amp;", text))


def _release(element: etree._Element) -> None:
    """Forget an element that was read, and what stands before it."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _entry(element: etree._Element, kind: ListKind, url: str, home: str) -> Entry | None:
    name = etree.QName(element).localname
    if kind == "feed":
        found = _feed_link(element) if name in ("item", "entry") else None
    elif name == "outline":
        found = element.get("xmlUrl") or element.get("xmlurl"), element
    else:
        found = (_address(element), element) if name in ("url", "sitemap") else None
    link = ((found[0] if found else None) or "").strip()
    if not found or not link:
        return None
    base = found[1].base if kind == "feed" else None
    link = _with_scheme(link.replace("&amp;", "&"), url)
    base = absolute(url, base or "") or url
    address = absolute(home if base == url else base, link)
    return Entry(address, _date(element)) if address else None


def _home(entry: etree._Element, url: str) -> str:
    """What a feed's relative links count from: its own address, but for a feed that another host serves for a site."""
    parent = entry.getparent()
    named = absolute(url, (parent.findtext("{*}link") or "").strip() or url) if parent is not None else None
    return named if named and has_host(named) and urlsplit(named).hostname != urlsplit(url).hostname else url


def _with_scheme(link: str, url: str) -> str:
    """A link as it stands; one that begins with its feed's host, or with www., is an address without its scheme."""
    host = link.partition("/")[0].lower()
    known = urlsplit(url).hostname or ""
    return f"https://{link}" if host and (host.startswith("www.") or host == known) and "." in host else link


def _address(entry: etree._Element) -> str | None:
    """The first address of a sitemap's entry that says something."""
    first = entry.findtext("{*}loc")
    return first if first and first.strip() else next((t for t in entry.itertext("{*}loc") if t.strip()), None)


def _date(element: etree._Element) -> datetime | None:
    texts = (element.findtext(path) for path in _DATES)
    return next((date for text in texts if text and (date := parse_date(text))), None)


def _feed_link(entry: etree._Element) -> tuple[str | None, etree._Element] | None:
    """A feed entry's page, and the element that names it: relative addresses count from that one's xml:base."""
    links = list(entry.iterchildren("{*}link"))
    for link in (*entry.iterchildren("{*}origLink"), *links):  # RSS; what a service's own link stands for comes first
        if link.text and link.text.strip():
            return link.text, link
    alternate = [a for a in links if a.get("href") and _relation(a) == "alternate"]
    for link in alternate:  # Atom: of several the page is meant
        if not link.get("type") or "html" in link.get("type", "").lower():
            return link.get("href"), link
    for name in entry.iterchildren("{*}guid", "{*}id"):
        if name.get("isPermaLink", "true").lower() != "false" and (name.text or "").strip().startswith("http"):
            return name.text, name
    content = next((c for c in entry.iterchildren("{*}content") if c.get("src")), None)
    if content is not None:
        return content.get("src"), content
    return entry.get(_ABOUT), entry


def _relation(link: etree._Element) -> str:
    """The relation of an Atom link, without the address that a registered one may be spelled with."""
    return (link.get("rel") or "alternate").strip().lower().rpartition("/")[2]
