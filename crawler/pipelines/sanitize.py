"""Every field of every record without characters that act instead of showing, and without credentials.

First in the chain, so that what later steps cut and count is what is written. Terminal escapes, control and direction
characters go; the line breaks that only some readers know (NEL, U+2028, U+2029) become line feeds, so that no reader
tears a line of JSON Lines.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType
from typing import Any

from crawler.text.normalize import harmless
from crawler.urls.address import without_credentials

LONGEST_TEXT = 2_000_000
"""Characters of a text; the longest honest one seen has 200,000."""
LONGEST_FIELD = 8_000
"""Characters of any other field; the longest honest one seen has 1,100."""

_BREAKS = str.maketrans({"\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_LONG = frozenset({"text"})
_HARMLESS = frozenset({NoneType, bool, int, float})


class Sanitize:
    """Cleans records in place."""

    def process_item(self, item: Any) -> Any:
        """The item, safe to print."""
        make_safe(item)
        return item


def make_safe(record: Any) -> None:
    """Clean every string of a record, of the records in it, and of its lists and mappings."""
    values = {name: getattr(record, name) for name in _names(record.__class__)}
    whole = "".join([value for value in values.values() if value.__class__ is str])
    are_safe = len(whole) <= LONGEST_FIELD and _is_safe(whole)  # most records: one look at all of their strings
    for name, value in values.items():
        if value.__class__ in _HARMLESS or not value or (are_safe and value.__class__ is str):
            continue
        changed = _safe(value, LONGEST_TEXT if name in _LONG else LONGEST_FIELD)
        if changed is not value:
            setattr(record, name, changed)


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _safe(value: Any, longest: int) -> Any:
    if isinstance(value, str):
        return safe_text(value, longest)
    if value.__class__ in _HARMLESS:
        return value
    if isinstance(value, list):
        return [_safe(v, longest) for v in value]
    if isinstance(value, dict):
        return {_safe(k, longest): _safe(v, longest) for k, v in value.items()}
    if is_dataclass(value):
        make_safe(value)
    return value


def safe_text(text: str, longest: int = LONGEST_FIELD) -> str:
    """A string cut at a length, without control characters; an URL also without credentials."""
    if len(text) > longest:
        text = text[:longest]
    if _is_safe(text):
        return text
    text = harmless(text.replace("\r\n", "\n").translate(_BREAKS))
    return without_credentials(text) if "@" in text and text[:8].lower().startswith(("http://", "https://")) else text


def _is_safe(text: str) -> bool:
    """Whether all of a text shows but for its line feeds, and it can hold no credentials."""
    return "@" not in text and (text.isprintable() or text.replace("\n", " ").isprintable())
