"""Month names in many languages, of the date library and of rules/data/dates.toml: a word -> a month's number."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from crawler.rules.dates import date_rules, folded_month
from crawler.text.date_library import language_table

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WIDESPREAD = (
    "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "hu", "ro", "bg", "ru", "uk", "sr", "hr", "sl", "tr", "sv",
    "da", "nb", "fi", "el", "et", "lv", "lt", "id", "ca",
)  # fmt: skip
_LEAST_FOREIGN = 4
"""Letters of a month's name that is known in any language: shorter ones are words of others."""


def month_number(word: str, language: str | None) -> int | None:
    """1 to 12 for a month's name or abbreviation in the language, in English, or in others that agree on it: many a
    template declares another language than its pages are written in. None for any other word.

    Of two words that name no month together, the first counts: سبتمبر المقبل.
    """
    folded = folded_month(word)
    known = month_names((language or "en").partition("-")[0].lower())
    number = known.get(folded) or month_names("en").get(folded)
    number = number or (known.get(folded.split()[0]) if " " in folded else None)
    return number or (_foreign_months().get(folded) if len(folded) >= _LEAST_FOREIGN else None)


@cache
def _foreign_months() -> Mapping[str, int]:
    """Names of months that mean the same one in all languages that have them."""
    meanings: dict[str, set[int]] = {}
    for language in _WIDESPREAD:
        for name, number in month_names(language).items():
            meanings.setdefault(name, set()).add(number)
    return MappingProxyType({name: min(found) for name, found in meanings.items() if len(found) == 1})


@cache
def month_names(language: str) -> Mapping[str, int]:
    """Name, case folded, without dots -> number; empty for a language that nothing is known of."""
    found: dict[str, int] = {}
    for names_by_month in (date_rules().months.get(language, ()), _library_names(language)):
        for number, names in enumerate(names_by_month, 1):
            for name in names:
                found.setdefault(name, number)
    return MappingProxyType(found)


def _library_names(language: str) -> list[list[str]]:
    """dateparser's names of the twelve months; none where it does not know the language."""
    info = language_table(language)
    english = language == "en"
    return [
        [folded_month(n) for n in (*info.get(month, ()), *((month, month[:3], month[:4]) if english else ()))]
        for month in _MONTHS
    ]
