"""JSON values that a page carries in its scripts, in whichever form: plain, assigned, escaped in a string, streamed.

    for embedded in json_values(page): ...

A stream (`self.__next_f.push([1, "…"])`) is one text in pieces; its rows are JSON, or text that others name by `$id`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from crawler.pages.dom.page import Page

LONGEST, MOST_SCRIPTS = 8_000_000, 30
"""Characters of a script that is read, and scripts of a page."""
_SHORTEST = 200
_STATE = re.compile(r"__[A-Z_]+__|[sS]tate|[pP]rops|[dD]ata|[cC]ontent")
_ASSIGNED = re.compile(r"=\s{0,20}(?=\{\s{0,99}\"|\[\s{0,99}[{\[\"])")
_MOST_ASSIGNED = 20
# A program's objects are no JSON, their long strings may be.
_MEMBER = re.compile(r"(?<=[{,\s])([A-Za-z_]{2,30})\s{0,9}:\s{0,9}(?=[\"'])")
_MOST_MEMBERS = 2_000
_TITLES = frozenset(("title", "headline", "heading", "name"))
_PARSED = re.compile(r"""JSON\.parse\(\s{0,9}(decodeURIComponent\(\s{0,9})?(?=["'])""")
_NO_JSON = re.compile(r"(?<=[:,\[])\s{0,9}(?:undefined|NaN|-?Infinity|void 0)(?=\s{0,9}[,}\]])")
_SINGLE_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'", re.S)
_ESCAPE = re.compile(r"""\\x([0-9a-fA-F]{2})|\\'|(?<!\\)\"|\\.""", re.S)
_NESTED = re.compile(r'"\{\\"(?:[^"\\]|\\.)*"', re.S)
_FRAME = 10
"""A page that shows fewer links may be a frame, whose elements hold in attributes what a script draws."""
_PAYLOAD = "__NUXT_DATA__"
_MOST_VALUES = 200_000
_PUSHED = re.compile(r'__next_f\.push\(\s{0,9}\[\s{0,9}\d\s{0,9},\s{0,9}(?=")')
_ROW = re.compile(r"([0-9a-f]{1,6}):(?:T([0-9a-f]{1,6}),)?")
_REFERENCE = re.compile(r"\$([0-9a-f]{1,6})")
_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Embedded:
    """A value, and the element that holds it. is_data: whether it is data by its element or its name; else it may be
    anything that a program has."""

    element: etree._Element
    value: Any
    is_data: bool = True


def json_values(page: Page) -> Iterator[Embedded]:
    """Each value in document order; the rows of a stream come last but for what attributes hold, as one list."""
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
            found = _embedded(element, text)
            if found is not None:
                read += 1
                yield found
    if first is not None:
        yield Embedded(first, _rows("".join(streamed)[:LONGEST]))
    for element, value in _attribute_values(page):
        yield Embedded(element, value, is_data=False)


def _attribute_values(page: Page) -> Iterator[tuple[etree._Element, Any]]:
    """What elements have in attributes for the script that draws them: data-page, data-props, props."""
    for element in page.tree.iter():
        for text in element.attrib.values():
            if len(text) >= _SHORTEST and text.lstrip()[:1] in ("{", "["):
                value = decode(text.lstrip())
                if value is not None:
                    yield element, value


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
            escaped = _string(text, parsed.end()) if parsed else None
            escaped = unquote(escaped) if parsed and parsed[1] and escaped else escaped
            yield escaped or _unfolded(element, text)
    if len(page.anchors) < _FRAME:
        for _, value in _attribute_values(page):
            yield json.dumps(value, ensure_ascii=False)
    if streamed:
        yield "".join(streamed)[:LONGEST]


def _unfolded(element: etree._Element, text: str) -> str:
    """A script's text with what JSON holds in strings, or by the place of its values, in its plain form."""
    if '"{\\"' in text:
        text = _NESTED.sub(lambda nested: str(decode(nested[0]) or nested[0]), text)
    value = decode(text.strip()) if _PAYLOAD in _names(element) else None
    try:
        return json.dumps(unflattened(value), ensure_ascii=False) if isinstance(value, list) else text
    except (ValueError, RecursionError):  # values that lead to each other in circles
        return text


def decode(text: str, start: int = 0) -> Any:
    """The JSON value that starts at an offset; None where it is no JSON."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _embedded(element: etree._Element, text: str) -> Embedded | None:
    """What a script holds: data, or the values that a program assigns."""
    kind = (element.get("type") or "").lower()
    value: Any = None
    if "json" in kind:
        value = _decoded(_plain_quotes(text).strip())
        value = unflattened(value) if isinstance(value, list) and _PAYLOAD in _names(element) else value
    elif kind and "javascript" not in kind and kind != "module":
        value = _decoded(text.strip()) if text.lstrip()[:1] in ("{", "[") else None
    elif (parsed := _PARSED.search(text)) is not None:
        escaped = _string(text, parsed.end())
        escaped = unquote(escaped) if escaped and parsed[1] else escaped
        value = _decoded(escaped.strip()) if escaped else None
    else:
        return _assigned(element, text)
    return None if value is None else Embedded(element, value)


def _plain_quotes(text: str) -> str:
    """A state whose quotes and brackets are escaped as Angular does it, without the escapes."""
    if "&q;" in text:
        for escape, sign in (("&q;", '"'), ("&s;", "'"), ("&l;", "<"), ("&g;", ">"), ("&a;", "&")):
            text = text.replace(escape, sign)
    return text


def _assigned(element: etree._Element, text: str) -> Embedded | None:
    """The first value that a program assigns, if its name is one of states; else all that it assigns, or the long
    strings of its objects."""
    starts = [match.end() for match, _ in zip(_ASSIGNED.finditer(text), range(_MOST_ASSIGNED), strict=False)]
    if starts and _STATE.search(text, 0, starts[0]):
        value = _decoded(text, starts[0])
        if value is not None:
            return Embedded(element, value)
    values = [value for start in starts if (value := _decoded(text, start)) is not None] or _members(text)
    return Embedded(element, values, is_data=False) if values else None


def _members(text: str) -> dict[str, list[str]]:
    """The titles and the long strings that a program's objects have, by name: `{title: "…", body: "<p>…"}`."""
    found: dict[str, list[str]] = {}
    for member, _ in zip(_MEMBER.finditer(text), range(_MOST_MEMBERS), strict=False):
        value = _string(text, member.end())
        if value and (len(value) >= _SHORTEST or member[1] in _TITLES):
            found.setdefault(member[1], []).append(value)
    return found


def _names(element: etree._Element) -> str:
    return f"{element.get('id') or ''} {' '.join(element.keys())} {element.get('data-nuxt-data') or ''}"


def _decoded(text: str, start: int = 0) -> Any:
    """The value at an offset, with null for what JavaScript has and JSON has not."""
    value = decode(text, start)
    return decode(_NO_JSON.sub("null", text[start:])) if value is None and _NO_JSON.search(text, start) else value


def _string(text: str, start: int) -> str | None:
    """The string literal at an offset, in either kind of quotation marks."""
    if text[start] == '"':
        value = decode(text, start)
        return value if isinstance(value, str) else None
    single = _SINGLE_QUOTED.match(text, start)
    value = decode('"' + _ESCAPE.sub(_as_json, single[1]) + '"') if single else None
    return value if isinstance(value, str) else None


def _as_json(escape: re.Match[str]) -> str:
    """An escape of a single-quoted string as JSON has it."""
    if escape[1]:
        return f"\\u00{escape[1]}"
    return {"\\'": "'", '"': '\\"'}.get(escape[0], escape[0])


def unflattened(values: list[Any]) -> Any:
    """The value of a payload in which each value stands once, and others name it by its place (devalue, Nuxt 3)."""
    built: dict[int, Any] = {}
    count = 0

    def build(place: object, depth: int) -> Any:
        nonlocal count
        count += 1
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(values):
            return None
        if place in built or depth > _DEPTH or count > _MOST_VALUES:
            return built.get(place)
        value = values[place]
        if isinstance(value, dict):
            built[place] = found = {}
            found.update({key: build(member, depth + 1) for key, member in value.items()})
        elif isinstance(value, list) and value and isinstance(value[0], str):
            built[place] = build(value[1], depth + 1) if len(value) == 2 else None  # ["Reactive", 1]
        elif isinstance(value, list):
            built[place] = [build(member, depth + 1) for member in value]
        else:
            built[place] = value
        return built[place]

    return build(0, 0)


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
