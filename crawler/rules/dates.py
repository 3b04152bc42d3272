"""The words by which dates are read: data/dates.toml, loaded strictly."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from crawler.rules.load import RuleError, read_data, refuse_unknown, strings

_FILE = "dates.toml"
_TABLES = (
    "months", "calendars", "labels", "zone_names", "zones", "language_zones", "abbreviations", "relative",
)  # fmt: skip
_RELATIVE = (
    "second", "minute", "hour", "day", "week", "today", "yesterday", "before_yesterday", "ago", "since", "now",
    "half_hour", "one_hour", "two_hours", "two_days",
)  # fmt: skip

MonthNames = tuple[tuple[str, ...], ...]
"""For each month of a year its names, case folded, without dots."""


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """A calendar other than the Gregorian one."""

    months: MonthNames
    languages: frozenset[str]
    """Languages whose pages count years by it, also in numbers."""


@dataclass(frozen=True, slots=True)
class DateRules:
    """How pages print dates."""

    months: Mapping[str, MonthNames]
    """Language -> names of the twelve months."""
    calendars: Mapping[str, CalendarRules]
    """solar, ethiopic."""
    labels: Mapping[str, tuple[str, ...]]
    """updated, published -> words that stand beside such a date, lower case."""
    zones: Mapping[str, str]
    """Country code, lower case -> IANA time zone."""
    language_zones: Mapping[str, str]
    """Language -> IANA time zone."""
    zone_names: Mapping[str, str]
    """Name or abbreviation of a zone with summer time, lower case -> IANA time zone."""
    abbreviations: Mapping[str, int]
    """Zone abbreviation, lower case -> offset from UTC in minutes."""
    relative: Mapping[str, tuple[str, ...]]
    """second ... week, today, yesterday, before_yesterday, ago, since, now -> words of dates told from now."""


@cache
def date_rules() -> DateRules:
    """The rules of data/dates.toml."""
    data = read_data(_FILE)
    refuse_unknown(data, _TABLES, _FILE)
    calendars = {name: _calendar(name, held) for name, held in _table(data, "calendars").items()}
    return DateRules(
        months=MappingProxyType(
            {code: _months(f"months.{code}", names, 12) for code, names in _table(data, "months").items()}
        ),
        calendars=MappingProxyType(calendars),
        labels=_words(data, "labels", ("updated", "published")),
        zones=_values(data, "zones", str),
        language_zones=_values(data, "language_zones", str),
        zone_names=_values(data, "zone_names", str),
        abbreviations=_values(data, "abbreviations", int),
        relative=_words(data, "relative", _RELATIVE),
    )


def folded_month(name: str) -> str:
    """A month's name as names are compared: composed, case folded, without dots."""
    return unicodedata.normalize("NFC", name).casefold().replace(".", "").strip()


def _calendar(name: str, held: Any) -> CalendarRules:
    if not isinstance(held, dict) or set(held) != {"months", "languages"}:
        raise RuleError(f"{_FILE}: calendars.{name} must hold months and languages")
    number = 13 if name == "ethiopic" else 12
    languages = frozenset(strings(held, f"{_FILE}: calendars.{name}", "languages"))
    return CalendarRules(_months(f"calendars.{name}.months", held["months"], number), languages)


def _months(name: str, value: Any, number: int) -> MonthNames:
    if not isinstance(value, list) or len(value) != number:
        raise RuleError(f"{_FILE}: {name} must be a list of {number} lists of names")
    return tuple(tuple(map(folded_month, strings({name: names}, _FILE, name))) for names in value)


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    if not isinstance(value, dict):
        raise RuleError(f"{_FILE}: {key} must be a table")
    return value


def _words(data: dict[str, Any], table: str, keys: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """The lists of a table, in lower case: exactly those keys."""
    held = _table(data, table)
    refuse_unknown(held, keys, f"{_FILE}: {table}", "key")
    return MappingProxyType({key: tuple(s.lower() for s in strings(held, f"{_FILE}: {table}", key)) for key in keys})


def _values(data: dict[str, Any], key: str, kind: type) -> Mapping[str, Any]:
    held = _table(data, key)
    for name, value in held.items():
        if type(value) is not kind:
            raise RuleError(f"{_FILE}: {key}.{name} must be of type {kind.__name__}")
    return MappingProxyType({name.lower(): value for name, value in held.items()})
