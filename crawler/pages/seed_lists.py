"""Seed lists: RSS, Atom and RDF feeds, sitemaps and sitemap indexes -> the URLs in them.

What a URL is, is found out by reading it: `read_list()` says None for anything that is not such a list.
Sources: RSS 2.0, RFC 4287 (Atom), sitemaps.org 0.9.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urljoin

from lxml import etree

from crawler.urls.canonical import canonical

LIMIT = 50 * 1024 * 1024
"""The most of an unpacked list that is read, in bytes: the bound of sitemaps.org."""

_NEVER = datetime.min.replace(tzinfo=UTC)
_ROOTS = {"rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "index"}


_DATES = ("{*}news/{*}publication_date", "{*}lastmod", "{*}pubDate", "{*}published", "{*}updated", "{*}date")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list names."""

    url: str
    """Absolute."""
    date: datetime | None = None
    """When it was published or last changed, with a time zone, where the list says so."""


@dataclass(frozen=True, slots=True)
class SeedList:
    """A list's entries, each once: a feed's in its order, a sitemap's the newest first. Those of an index are lists."""

    kind: Literal["feed", "sitemap", "index"]
    entries: tuple[Entry, ...]


def read_list(body: bytes, url: str) -> SeedList | None:
    """The list that a body holds; None where it holds none. Broken XML is read as far as it goes."""
    data = _unpacked(body)
    if not _looks_like_list(data):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    kind = _ROOTS.get(_name(root)) if root is not None else None
    if kind is None:
        return None
    entries: dict[str, Entry] = {}
    for link, date in _feed_links(root) if kind == "feed" else _sitemap_links(root):
        absolute = _absolute(url, link)
        if absolute:
            entries.setdefault(canonical(absolute), Entry(absolute, date))
    found = list(entries.values())
    if kind != "feed":
        found.sort(key=lambda entry: entry.date or _NEVER, reverse=True)
    return SeedList(kind, tuple(found))  # type: ignore[arg-type]


def _unpacked(body: bytes) -> bytes:
    """A gzipped list's content, cut at LIMIT."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(31).decompress(body, LIMIT)
    except zlib.error:
        return b""


def _looks_like_list(data: bytes) -> bool:
    """Whether the document's first tag is a list's root: cheap, before anything is parsed."""
    head = data[:4096].replace(b"\0", b"").lower()
    return any(f"<{root}".encode() in head or f":{root}".encode() in head for root in _ROOTS) and b"<html" not in head


def _feed_links(root: etree._Element) -> Iterator[tuple[str, datetime | None]]:
    for entry in root.iter("{*}item", "{*}entry"):
        link = _rss_link(entry) or _atom_link(entry) or _permalink(entry)
        if link:
            yield link, _date(entry)


def _date(entry: etree._Element) -> datetime | None:
    """The entry's date: RFC 822 in RSS, ISO 8601 elsewhere."""
    text = next((found.strip() for path in _DATES if (found := entry.findtext(path)) and found.strip()), "")
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            date = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    return None


def _rss_link(entry: etree._Element) -> str | None:
    return next((e.text for e in entry.iterchildren("{*}link") if e.text and e.text.strip()), None)


def _atom_link(entry: etree._Element) -> str | None:
    links = [e for e in entry.iterchildren("{*}link") if e.get("href")]
    alternate = [e for e in links if e.get("rel", "alternate") == "alternate"]
    return next((e.get("href") for e in alternate), None)


def _permalink(entry: etree._Element) -> str | None:
    for guid in entry.iterchildren("{*}guid", "{*}id"):
        if guid.get("isPermaLink", "true") != "false" and (guid.text or "").strip().startswith("http"):
            return guid.text
    return None


def _sitemap_links(root: etree._Element) -> Iterator[tuple[str, datetime | None]]:
    for entry in root.iterchildren("{*}url", "{*}sitemap"):
        link = entry.findtext("{*}loc")
        if link and link.strip():
            yield link, _date(entry)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _absolute(base: str, link: str) -> str | None:
    try:
        url = urljoin(base, link.strip())
    except ValueError:
        return None
    return url if url.lower().startswith(("http://", "https://")) else None
