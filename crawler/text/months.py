"""Month names in the languages that dateparser knows, out of its data: a word -> the number of its month."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ALIASES = {"no": "nb"}


def month_number(word: str, language: str | None) -> int | None:
    """1 to 12 for a month's name or abbreviation in the language, or in English; None for any other word."""
    folded = word.casefold().strip(". ")
    known = month_names((language or "en").partition("-")[0].lower())
    return known.get(folded) or month_names("en").get(folded)


@cache
def month_names(language: str) -> Mapping[str, int]:
    """Name, case folded -> number; empty for a language that dateparser does not know."""
    code = _ALIASES.get(language, language)
    if not code.isalpha() or not code.isascii():
        return MappingProxyType({})
    try:
        info = import_module(f"dateparser.data.date_translation_data.{code}").info
    except ImportError:
        return MappingProxyType({})
    found: dict[str, int] = {}
    for number, month in enumerate(_MONTHS, 1):
        for name in (*info.get(month, ()), *((month, month[:3], month[:4]) if code == "en" else ())):
            # Roman numerals and single letters are too short to be told from other words.
            if len(name) >= 3:
                found.setdefault(name.casefold().strip(". "), number)
    return MappingProxyType(found)
