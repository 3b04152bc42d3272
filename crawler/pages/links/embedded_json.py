"""Blocks that scripts draw: read out of JSON-LD (`relatedLink`, `ItemList`) and of the state that a server sends along.

State is not read whole: only lists under a key that names their kind ("relatedArticles": [...]) are decoded, in place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.pages.dom.embedded_json import script_texts
from crawler.pages.dom.page import Page
from crawler.rules.related import container_kind, heading_kind

SCRIPT = 3_000_000
"""Longer scripts, in characters, are not read."""
LISTS = 20
"""So many lists of a page's state are decoded."""
ITEMS = 60
"""So many items of a list are read."""
_LIST = re.compile(r"\[\s{0,40}\{")
_KEY = re.compile(
    r'"(\w{4,40})"\s?:\s?(?:\{\s?"(?:basic|items|nodes|edges|data|list|results|articles|stories|content)"\s?:\s?)?$'
)
_URLS = (
    "url",
    "href",
    "link",
    "permalink",
    "canonicalUrl",
    "canonical_url",
    "webUrl",
    "shareUrl",
    "path",
    "uri",
    "@id",
)
_TITLES = ("title", "headline", "headlines", "name", "shortTitle", "short_title", "seoTitle", "text")
_TEASERS = ("description", "teaser", "summary", "excerpt", "dek")
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_DEPTH = 3

StateItem = tuple[str, str, str | None]
"""URL as given, title ("" where none is), teaser."""
StateList = tuple[str, str | None, list[StateItem]]
"""kind, heading, items."""


def state_lists(page: Page) -> Iterator[StateList]:
    """Lists of links that the page holds as data, in order: JSON-LD first, then state."""
    for thing in page.json_ld:
        related: list[StateItem] = [(url, "", None) for url in _strings(thing.get("relatedLink"))]
        if related:
            yield "related", None, related[:ITEMS]
        if "ItemList" in _strings(thing.get("@type")):
            name = " ".join(str(thing.get("name") or "").split())
            items = list(_items(thing.get("itemListElement")))
            if len(items) >= 2 and all(title for _, title, _ in items):
                yield heading_kind(name) or "more", name or None, items
    yield from _out_of_scripts(page)


def _out_of_scripts(page: Page) -> Iterator[StateList]:
    found = 0
    for text in script_texts(page):
        if len(text) > SCRIPT or "[" not in text:
            continue
        end = 0
        for match in _LIST.finditer(text):
            key = _KEY.search(text, max(match.start() - 80, 0), match.start()) if match.start() >= end else None
            kind = container_kind(key[1]) if key else None
            if kind not in ("related", "more"):
                continue
            found += 1
            if found > LISTS:
                return
            value, end = _decode(text, match.start())
            items = [item for item in _items(value) if item[1]]
            if len(items) >= 2:
                yield kind, None, items


def _decode(text: str, start: int) -> tuple[Any, int]:
    """The JSON value that starts at an offset, and where it ends; None where it is no JSON."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start + 1


def _items(value: Any) -> Iterator[StateItem]:
    """The members of a list that have an address."""
    if not isinstance(value, list):
        return
    for member in value[:ITEMS]:
        for _ in range(_DEPTH):
            if not isinstance(member, dict) or _first(member, _URLS):
                break
            inner = [v for v in member.values() if isinstance(v, dict)]
            member = inner[0] if len(inner) == 1 else None
        if isinstance(member, dict):
            inner_item = member.get("item")
            if isinstance(inner_item, dict) and not _first(member, _TITLES):
                member = inner_item
            url = _first(member, _URLS)
            if url:
                yield url, _first(member, _TITLES), _first(member, _TEASERS) or None


def _first(thing: dict[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = thing.get(key)
        if isinstance(value, dict):  # {"rendered": …} of WordPress, {"basic": …} of Arc
            value = value.get("rendered") or value.get("basic")
        if isinstance(value, str) and value.strip():
            return " ".join(_MARKUP.sub("", value).split())[:2000]
    return ""


def _strings(value: Any) -> list[str]:
    """The strings of a JSON-LD value: itself, its members, or their addresses."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _strings(value.get("url") or value.get("@id"))
    if isinstance(value, list):
        return [v for member in value[:ITEMS] if not isinstance(member, list) for v in _strings(member)]
    return []
