"""Seed lists: RSS, Atom and RDF feeds, sitemaps and sitemap indexes -> the URLs in them.

What a URL is, is found out by reading it: `read_list()` says None for anything that is not such a list.
Sources: RSS 2.0, RFC 4287 (Atom), sitemaps.org 0.9.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

from lxml import etree

from crawler.urls.canonical import canonical

LIMIT = 50 * 1024 * 1024
"""The most of an unpacked list that is read, in bytes: the bound of sitemaps.org."""

_ROOTS = {"rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "index"}


@dataclass(frozen=True, slots=True)
class SeedList:
    """The entries of a list, absolute, in its order, each once. Those of an index are lists themselves."""

    kind: Literal["feed", "sitemap", "index"]
    urls: tuple[str, ...]


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
    found = _feed_urls(root) if kind == "feed" else _sitemap_urls(root)
    urls: dict[str, str] = {}
    for entry in found:
        absolute = _absolute(url, entry)
        if absolute:
            urls.setdefault(canonical(absolute), absolute)
    return SeedList(kind, tuple(urls.values()))  # type: ignore[arg-type]


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


def _feed_urls(root: etree._Element) -> list[str]:
    found: list[str] = []
    for entry in root.iter("{*}item", "{*}entry"):
        link = _rss_link(entry) or _atom_link(entry) or _permalink(entry)
        if link:
            found.append(link)
    return found


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


def _sitemap_urls(root: etree._Element) -> list[str]:
    entries = root.iterchildren("{*}url", "{*}sitemap")
    return [e.text for entry in entries for e in entry.iterchildren("{*}loc") if e.text and e.text.strip()]


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _absolute(base: str, link: str) -> str | None:
    try:
        url = urljoin(base, link.strip())
    except ValueError:
        return None
    return url if url.lower().startswith(("http://", "https://")) else None
