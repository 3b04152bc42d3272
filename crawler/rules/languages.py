"""The words and characters that tell languages apart: data/languages.toml and data/hanzi.toml, loaded strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from crawler.rules.load import RuleError, read_data, refuse_unknown, strings

_FILE, _HANZI = "languages.toml", "hanzi.toml"
_RANGE = re.compile(r"([0-9a-f]{4})-([0-9a-f]{4})\Z")


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """What tells languages apart."""

    scripts: tuple[tuple[int, int, str], ...]
    """(first, last code point, language) of scripts that one language writes, by code point."""
    words: Mapping[str, tuple[str, ...]]
    """Word, lower case -> the languages that need it all the time."""
    languages: frozenset[str]
    """Languages that have a list of words."""
    simplified: frozenset[str]
    """Characters that only simplified Chinese writes."""
    traditional: frozenset[str]
    """Characters that only traditional Chinese writes."""


@cache
def language_rules() -> LanguageRules:
    """The rules of data/languages.toml and data/hanzi.toml."""
    data, hanzi = read_data(_FILE), read_data(_HANZI)
    refuse_unknown(data, ("scripts", "words"), _FILE)
    ranges: list[tuple[int, int, str]] = []
    for language in data["scripts"]:
        for text in strings(data["scripts"], f"{_FILE}: scripts", language):
            match = _RANGE.match(text)
            if not match:
                raise RuleError(f"{_FILE}: scripts.{language}: {text!r} is no range of code points")
            ranges.append((int(match[1], 16), int(match[2], 16), language))
    words: dict[str, list[str]] = {}
    for language in data["words"]:
        for word in strings(data["words"], f"{_FILE}: words", language):
            held = words.setdefault(word.lower(), [])
            if language not in held:
                held.append(language)
    return LanguageRules(
        scripts=tuple(sorted(ranges)),
        words=MappingProxyType({w: tuple(ls) for w, ls in words.items()}),
        languages=frozenset(data["words"]),
        simplified=_characters(hanzi, "simplified"),
        traditional=_characters(hanzi, "traditional"),
    )


def _characters(data: dict[str, object], key: str) -> frozenset[str]:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RuleError(f"{_HANZI}: {key} must be a string of characters")
    return frozenset("".join(value.split()))
