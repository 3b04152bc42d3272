"""Dates told from now: 3小时前, 昨天, 2 hours ago, vor 3 Stunden. Words as data: rules/data/dates.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from crawler.items import DatePrecision
from crawler.rules.dates import date_rules
from crawler.rules.scripts import CJK, MAINLAND

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
_ONE = r"an?|eine[rmn]?|une?|una?"


def relative(text: str, now: datetime) -> tuple[datetime, DatePrecision] | None:
    """The moment that a relative date means, and how exact it is; None where the text holds none."""
    words = _words()
    if words.now.match(text):
        return now, "minute"
    ago = words.ago.search(text) or words.since.search(text)
    if ago:
        minutes, precision = _MINUTES[words.units[ago["unit"].lower()]]
        number = int(ago["number"]) if ago["number"].isdigit() else 1
        return now - timedelta(minutes=minutes * number), precision
    day = words.day.search(text)
    if day:
        return now - timedelta(days=words.days[day[0].lower()]), "day"
    return None


def is_relative(text: str) -> bool:
    """Whether a short text tells a date from now."""
    return relative(text, datetime(2000, 1, 10)) is not None


@dataclass(frozen=True, slots=True)
class _Words:
    units: dict[str, str]
    days: dict[str, int]
    ago: re.Pattern[str]
    since: re.Pattern[str]
    day: re.Pattern[str]
    now: re.Pattern[str]


@cache
def _words() -> _Words:
    rules = date_rules().relative
    units = {word: unit for unit in _MINUTES for word in rules[unit]}
    days = {word: number for number, name in enumerate(_DAYS) for word in rules[name]}
    unit = rf"(?P<unit>{_any(units)})"
    number = rf"(?P<number>\d{{1,4}}|\b(?:{_ONE}))"
    return _Words(
        units,
        days,
        ago=re.compile(rf"{number}\s?(?:个|個)?{unit}\w{{0,4}}\s?(?:{_any(rules['ago'])})(?![a-z])", re.I),
        since=re.compile(rf"(?<![^\W\d_])(?:{_any(rules['since'])})\s{number}\s{unit}", re.I),
        day=re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_whole(d) for d in sorted(days, key=len, reverse=True))})", re.I),
        now=re.compile(rf"\W*(?:{_any(rules['now'])})", re.I),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(_ended(word) for word in sorted(words, key=len, reverse=True))


def _ended(word: str) -> str:
    """A pattern for a word; a very short one ends there: 3h, but no 3 hands."""
    return re.escape(word) + (r"(?![^\W\d_])" if len(word) <= _SHORT and word.isascii() else "")


def _whole(word: str) -> str:
    """A pattern for a word and no longer one (dün, but not dünya), where its script sets words apart."""
    return re.escape(word) + ("" if _SPACELESS.search(word) else r"(?![^\W\d_])")
