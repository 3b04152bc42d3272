"""JSON values that a page carries in its scripts, in whichever form: plain, assigned, escaped in a string, streamed.

    for element, value in json_values(page): ...

A stream (`self.__next_f.push([1, "…"])`) is one text in pieces; its rows are JSON, or text that others name by `$id`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from crawler.pages.dom.page import Page

LONGEST, MOST_SCRIPTS = 8_000_000, 30
"""Characters of a script that is read, and scripts of a page."""
_SHORTEST = 200
_STATE = re.compile(r"__[A-Z_]+__|[sS]tate|[pP]rops|[dD]ata|[cC]ontent")
_ASSIGNED = re.compile(r"=\s{0,20}(?=[{\[])")
_PARSED = re.compile(r'JSON\.parse\(\s{0,9}(?=")')
_PUSHED = re.compile(r'__next_f\.push\(\s{0,9}\[\s{0,9}\d\s{0,9},\s{0,9}(?=")')
_ROW = re.compile(r"([0-9a-f]{1,6}):(?:T([0-9a-f]{1,6}),)?")
_REFERENCE = re.compile(r"\$([0-9a-f]{1,6})")
_DEPTH = 60


def json_values(page: Page) -> Iterator[tuple[etree._Element, Any]]:
    """Each value with the script that holds it, in document order; the rows of a stream come last, as one list."""
    streamed: list[str] = []
    first: etree._Element | None = None
    read = 0
    for element in page.tagged("script"):
        text = element.text
        if not text or len(text) > LONGEST:
            continue
        pieces = [piece for match in _PUSHED.finditer(text) if isinstance(piece := decode(text, match.end()), str)]
        if pieces:
            first = element if first is None else first
            streamed += pieces
        elif len(text) >= _SHORTEST and read < MOST_SCRIPTS:
            value = _value(element, text)
            if value is not None:
                read += 1
                yield element, value
    if first is not None:
        yield first, _rows("".join(streamed)[:LONGEST])


def script_texts(page: Page) -> Iterator[str]:
    """The texts of a page's scripts in document order: what is escaped in one of their strings stands for itself, and
    the pieces of a stream come last, as one text."""
    streamed: list[str] = []
    for element in page.tagged("script"):
        text = element.text or ""
        if len(text) > LONGEST:
            continue
        if "__next_f" in text:
            streamed += [p for match in _PUSHED.finditer(text) if isinstance(p := decode(text, match.end()), str)]
        elif "ld+json" not in (element.get("type") or ""):
            parsed = _PARSED.search(text) if "JSON.parse(" in text else None
            escaped = decode(text, parsed.end()) if parsed else None
            yield escaped if isinstance(escaped, str) else text
    if streamed:
        yield "".join(streamed)[:LONGEST]


def decode(text: str, start: int = 0) -> Any:
    """The JSON value that starts at an offset; None where it is no JSON."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _value(element: etree._Element, text: str) -> Any:
    kind = (element.get("type") or "").lower()
    if "json" in kind:
        return decode(text.strip())
    if kind and "javascript" not in kind:
        return None
    parsed = _PARSED.search(text)
    if parsed is not None:
        escaped = decode(text, parsed.end())
        return decode(escaped.strip()) if isinstance(escaped, str) else None
    start = _ASSIGNED.search(text)
    return decode(text, start.end()) if start and _STATE.search(text, 0, start.start()) else None


def _rows(stream: str) -> list[Any]:
    """The JSON rows of a stream, with the texts that they refer to in the references' place."""
    texts: dict[str, str] = {}
    rows: list[Any] = []
    at = 0
    while at < len(stream):
        row = _ROW.match(stream, at)
        if row is not None and row[2] is not None:
            size = int(row[2], 16)  # in bytes
            text = stream[row.end() : row.end() + size].encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
            texts[row[1]] = text
            at = row.end() + len(text)
            continue
        end = stream.find("\n", at)
        end = len(stream) if end < 0 else end
        value = decode(stream, row.end()) if row is not None else None
        if isinstance(value, dict | list):
            rows.append(value)
        at = end + 1
    return [_resolved(value, texts) for value in rows]


def _resolved(value: Any, texts: dict[str, str], depth: int = 0) -> Any:
    if isinstance(value, str):
        found = _REFERENCE.fullmatch(value)
        return texts.get(found[1], value) if found else value
    if depth < _DEPTH and isinstance(value, list):
        return [_resolved(member, texts, depth + 1) for member in value]
    if depth < _DEPTH and isinstance(value, dict):
        return {key: _resolved(member, texts, depth + 1) for key, member in value.items()}
    return value
