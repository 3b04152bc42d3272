"""Days of other calendars -> Gregorian days: the Buddhist era, the Solar Hijri and the Ethiopian calendar.

A year says its calendar where no other one in use has such years; the moon's calendars are not read: their days depend
on who saw it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal

from crawler.rules.dates import date_rules, folded_month

Calendar = Literal["gregorian", "solar", "ethiopic"]
_BUDDHIST = 543
_BUDDHIST_YEARS = range(2450, 2700)
_SOLAR_YEARS = range(1300, 1500)
_ETHIOPIC_BEHIND = (7, 8)
_NOWRUZ_1400 = date(2021, 3, 21).toordinal()
_SOLAR_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
"""Leap years of the cycle of 33; it holds from 1178 to 1633."""
_ETHIOPIC_EPOCH = 2430
"""Ordinal of the day before the first of Meskerem of the year 0, in Python's count of days, less a year of 365."""


def gregorian(
    year: int, month: int, day: int, *, language: str | None = None, calendar: Calendar = "gregorian"
) -> date | None:
    """The Gregorian day of a day as printed; None where there is no such day.

    calendar: what the month's name belongs to; numbers alone are read by the year and by the page's language.
    """
    if calendar == "ethiopic":
        return _ethiopic(year, month, day)
    if calendar == "solar" or (year in _SOLAR_YEARS and _counts_by("solar", language)):
        return _solar(year, month, day)
    if year in _BUDDHIST_YEARS:
        year -= _BUDDHIST
    if 1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def month_of(name: str, language: str | None) -> tuple[Calendar, int] | None:
    """The calendar and number of a month's name that is no Gregorian one."""
    for calendar, names in _names().items():
        number = names.get(folded_month(name))
        if number and _counts_by(calendar, language):
            return calendar, number
    return None


def years_near(calendar: Calendar, year: int) -> range:
    """The years of a calendar that lie around a Gregorian year."""
    behind = {"gregorian": 0, "solar": 621, "ethiopic": _ETHIOPIC_BEHIND[0]}[calendar]
    return range(year - behind - 1, year - behind + 2)


def _counts_by(calendar: str, language: str | None) -> bool:
    return (language or "").partition("-")[0].lower() in date_rules().calendars[calendar].languages


@cache
def _names() -> Mapping[Calendar, Mapping[str, int]]:
    calendars: tuple[Calendar, ...] = ("solar", "ethiopic")
    return MappingProxyType(
        {
            calendar: MappingProxyType(
                {n: number for number, names in enumerate(date_rules().calendars[calendar].months, 1) for n in names}
            )
            for calendar in calendars
        }
    )


def _solar(year: int, month: int, day: int) -> date | None:
    """Six months of 31 days, five of 30, one of 29 or 30."""
    if year not in _SOLAR_YEARS or not 1 <= month <= 12:
        return None
    length = 31 if month <= 6 else 30 if month <= 11 or year % 33 in _SOLAR_LEAP else 29
    if not 1 <= day <= length:
        return None
    years = range(1400, year) if year >= 1400 else range(year, 1400)
    days = sum(366 if y % 33 in _SOLAR_LEAP else 365 for y in years)
    first = _NOWRUZ_1400 + (days if year >= 1400 else -days)
    return date.fromordinal(first + 31 * (month - 1) - max(0, month - 7) + day - 1)


def _ethiopic(year: int, month: int, day: int) -> date | None:
    """Twelve months of 30 days and one of 5, or of 6 before a leap year."""
    length = 30 if month <= 12 else 6 if year % 4 == 3 else 5
    if not (1900 <= year <= 2200 and 1 <= month <= 13 and 1 <= day <= length):
        return None
    return date.fromordinal(_ETHIOPIC_EPOCH + 365 * year + year // 4 + 30 * (month - 1) + day)
