"""Dates told from now: 3小时前, 昨天, 2 hours ago, vor 3 Stunden. Words as data: rules/data/dates.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache

from crawler.items import DatePrecision
from crawler.rules.dates import date_rules
from crawler.rules.scripts import CJK, MAINLAND
from crawler.text.date_library import language_table

_MINUTES: dict[str, tuple[float, DatePrecision]] = {
    "second": (1 / 60, "minute"),
    "minute": (1, "minute"),
    "hour": (60, "minute"),
    "day": (1440, "day"),
    "week": (10080, "day"),
}
"""Unit -> its length in minutes, and how exact a date told in it is."""
_DAYS = ("today", "yesterday", "before_yesterday")
_SHORT = 1
_SPACELESS = re.compile(f"[{CJK}{MAINLAND}]")
_HANZI = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "兩": 2}
_LIBRARY_NUMBER = r"(\d++[.,]?\d*+)"
_ONE = r"an?|eine[rmn]?|une?|una?"


def relative(text: str, now: datetime, language: str | None = None) -> tuple[datetime, DatePrecision] | None:
    """The moment that a relative date means, and how exact it is; None where the text holds none.

    language: BCP 47 of the page; the date library's words of that language are read beside those of the rules.
    """
    words = _words()
    if words.now.match(text):
        return now, "minute"
    ago = words.ago.search(text) or words.since.search(text)
    if ago:
        minutes, precision = _MINUTES[words.units[ago["unit"].lower()]]
        return now - timedelta(minutes=minutes * _number(ago["number"])), precision
    if counted := words.counted.search(text):
        number, unit = words.counts[counted["one"] or counted["other"]]
        return now - timedelta(minutes=_MINUTES[unit][0] * number), _MINUTES[unit][1]
    day = words.day.search(text)
    if day:
        return now - timedelta(days=words.days[day[0].lower()]), "day"
    return _by_library(text, now, language) if language else None


def is_relative(text: str, language: str | None = None) -> bool:
    """Whether a short text tells a date from now."""
    return relative(text, datetime(2000, 1, 10), language) is not None


def _number(printed: str) -> int:
    """The number before a unit: digits, a Chinese numeral, an article."""
    return int(printed) if printed.isdigit() else _HANZI.get(printed, 1)


def _by_library(text: str, now: datetime, language: str) -> tuple[datetime, DatePrecision] | None:
    for form, unit, number in _library_forms(language):
        if match := form.search(text):
            minutes, precision = _MINUTES[unit]
            return now - timedelta(minutes=minutes * (number or int(match[1]))), precision
    return None


@lru_cache(maxsize=64)
def _library_forms(language: str) -> tuple[tuple[re.Pattern[str], str, int | None], ...]:
    """The date library's forms in a language: pattern, unit, and how many of it where the form holds no number."""
    table = language_table(language) or language_table(language.partition("-")[0].lower())
    forms = []
    for key in ("relative-type-regex", "relative-type"):
        for meaning, printed in (table.get(key) or {}).items():
            count, _, rest = meaning.partition(" ")
            unit = rest.removesuffix(" ago")
            counted = unit in _MINUTES and rest.endswith(" ago") and count != "0"
            if not counted or (unit == "week" and count == "1"):  # last week is no day
                continue
            for text in printed:
                form = text.replace(_LIBRARY_NUMBER, r"(\d{1,4})")
                number = int(count) if count.isdigit() else None
                forms.append((re.compile(rf"(?<![^\W\d_]){form}(?![^\W\d_])", re.I), unit, number))
    return tuple(sorted(forms, key=lambda f: -len(f[0].pattern)))


@dataclass(frozen=True, slots=True)
class _Words:
    units: dict[str, str]
    days: dict[str, int]
    ago: re.Pattern[str]
    since: re.Pattern[str]
    counts: dict[str, tuple[int, str]]
    counted: re.Pattern[str]
    day: re.Pattern[str]
    now: re.Pattern[str]


@cache
def _words() -> _Words:
    rules = date_rules().relative
    units = {word: unit for unit in _MINUTES for word in rules[unit]}
    days = {word: number for number, name in enumerate(_DAYS) for word in rules[name]}
    unit = rf"(?P<unit>{_any(units)})"
    number = rf"(?P<number>\d{{1,4}}|[{''.join(_HANZI)}](?=[个個天日周週小分年])|\b(?:{_ONE}))"
    counts = _counts(rules)
    counted = "|".join(map(_whole, sorted(counts, key=len, reverse=True)))
    return _Words(
        units,
        days,
        ago=re.compile(rf"{number}\s?(?:个|個)?{unit}\w{{0,4}}\s?(?:{_any(rules['ago'])})(?![a-z])", re.I),
        since=re.compile(rf"(?<![^\W\d_])(?:{_any(rules['since'])})\s{number}\s{unit}", re.I),
        counts=counts,
        counted=re.compile(
            rf"(?<![^\W\d_])(?:(?:{_any(rules['since'])})\s(?P<one>{counted})|(?P<other>{counted})\s?(?:{_any(rules['ago'])}))"
        ),
        day=re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_whole(d) for d in sorted(days, key=len, reverse=True))})", re.I),
        now=re.compile(rf"\W*(?:{_any(rules['now'])})", re.I),
    )


def _counts(rules: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[int, str]]:
    """A word that holds its number -> number and unit."""
    named = {"one_hour": (1, "hour"), "two_hours": (2, "hour"), "half_hour": (30, "minute"), "two_days": (2, "day")}
    return {word: count for name, count in named.items() for word in rules[name]}


def _any(words: Iterable[str]) -> str:
    return "|".join(_ended(word) for word in sorted(words, key=len, reverse=True))


def _ended(word: str) -> str:
    """A pattern for a word; a very short one ends there: 3h, but no 3 hands."""
    return re.escape(word) + (r"(?![^\W\d_])" if len(word) <= _SHORT and word.isascii() else "")


def _whole(word: str) -> str:
    """A pattern for a word and no longer one (dün, but not dünya), where its script sets words apart."""
    return re.escape(word) + ("" if _SPACELESS.search(word) else r"(?![^\W\d_])")
