"""Lists that are no XML: sitemaps of a line an address, tables with a column of addresses, robots.txt with the sitemaps
it names, JSON Feed.

Sources: sitemaps.org 0.9 (text files), RFC 9309, JSON Feed 1.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from crawler.pages.seed_lists.entries import Entry, ListKind, parse_date
from crawler.urls.address_lines import HEADER, address_of, addresses
from crawler.urls.resolve import absolute

_SITEMAP = re.compile(r"[ \t]*sitemap[ \t]*:[ \t]*(\S+)[ \t]*(?:#.*)?", re.I)
_RULE = re.compile(r"[ \t]*(?:user-agent|disallow|allow|crawl-delay)[ \t]*:", re.I)
_LAST_COMMA = re.compile(r",(?=\s{0,99}[}\]])")
_OTHER_LINES = 0.1
"""A list of addresses may have so many lines that are none."""


def read_plain(text: str, url: str) -> tuple[ListKind, Iterator[Entry]] | None:
    """The kind and the entries of a list in plain text; None where the text is none."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{") and (feed := _read_json_feed(start, url)):
        return feed
    if start.startswith("["):
        return _read_json_list(start)
    lines = [line.strip() for line in start.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    rows = [address for address in addresses(lines) if address != HEADER]
    named = [address for address in rows if address]
    if named and len(rows) - len(named) <= _OTHER_LINES * len(rows):
        return "sitemap", map(Entry, named)
    sitemaps = [found[1] for line in lines if (found := _SITEMAP.fullmatch(line))]
    if sitemaps and (len(sitemaps) == len(lines) or any(map(_RULE.match, lines))):
        return "index", (Entry(one) for name in sitemaps if (one := absolute(url, name)))
    return None


def _read_json_list(text: str) -> tuple[ListKind, Iterator[Entry]] | None:
    """A JSON array each item of which is an address, or names one."""
    items = _loads(text)
    named = [address_of(item) for item in items] if isinstance(items, list) else []
    return ("sitemap", (Entry(address) for address in named if address)) if named and all(named) else None


def _read_json_feed(text: str, url: str) -> tuple[ListKind, Iterator[Entry]] | None:
    feed = _loads(text) or _loads(_LAST_COMMA.sub("", text))
    if not isinstance(feed, dict) or "jsonfeed.org/version" not in str(feed.get("version")):
        return None
    items = feed.get("items")
    return "feed", _json_entries(items if isinstance(items, list) else [], url)


def _loads(text: str) -> object:
    """The value; None where there is none. Bare line breaks in strings are common."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _json_entries(items: list[object], url: str) -> Iterator[Entry]:
    for item in items:
        if isinstance(item, dict):
            names = (item.get("url"), item.get("external_url"), item.get("id"))
            link = next((name for name in names if isinstance(name, str) and name.strip()), "")
            address = absolute(url, link) if link else None
            if address:
                yield Entry(address, parse_date(str(item.get("date_published") or item.get("date_modified") or "")))
