"""Dates as pages print them -> ISO 8601 with the precision that was printed.

`parse_date(raw)` reads ISO 8601, RFC 2822, epoch seconds, numbers in either order, month names in the page's language,
Chinese, Japanese and Korean forms, 民國 and 令和 years, 3小时前 and 昨天. The forms themselves stand in date_forms.py;
`find_dates` and `url_date` there cut dates out of a line and out of a URL.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

from crawler.items import DatePrecision
from crawler.text.calendars import Calendar, gregorian, month_of, years_near
from crawler.text.date_forms import (
    AFTERNOON,
    CLOCK,
    DAY_FORMS,
    EPOCH,
    ERAS,
    INITIALS_OF_ERAS,
    MORNING,
    YEAR,
    YEAR_MONTH,
    clock_at,
    clock_before,
    narrow,
)
from crawler.text.months import month_number
from crawler.text.normalize import line
from crawler.text.relative_dates import relative
from crawler.text.zones import offset_of, placed, zone_info

Dated = tuple[str, DatePrecision]
EARLIEST_YEAR = 1990
_LONGEST = 120
_YEAR_FIRST = ("ko", "ja", "zh")
_PLAIN = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?\s*\Z", re.ASCII
)
_PACKED = re.compile(r"\A(\d\d)(\d\d)(\d\d)?")


@dataclass(frozen=True, slots=True)
class DateHints:
    """What else the page says about its dates."""

    zone: str | None = None
    """IANA name of the zone that its clock times are in."""
    near: date | None = None
    """A day close to the date (from the URL, say): gives a yearless date its year."""
    year: int | None = None
    """The year of yearless dates, where only that is known."""
    month_first: bool = False
    """Whether 6/9/2023 is the ninth of June."""


@dataclass(frozen=True, slots=True)
class _Context:
    language: str | None
    fetched_at: datetime | None
    hints: DateHints


def parse_date(
    raw: str,
    *,
    language: str | None = None,
    fetched_at: datetime | None = None,
    hints: DateHints | None = None,
) -> Dated | None:
    """ISO 8601 and precision of a date as printed; None where it holds none that can be.

    language: BCP 47 of the page; fetched_at: what relative dates count from, and no date may lie more than a day
    after it; nothing before 1990 either. A clock time gets the offset printed with it, else that of hints.zone.
    """
    context = _Context(language, fetched_at, hints or DateHints())
    moment = _plain(raw, context)
    if moment:
        return _checked(*moment, context)
    if "&" in raw:
        raw = unescape(raw[: _LONGEST * 4])
    text = narrow(line(raw[: _LONGEST * 4])[:_LONGEST])
    if not text:
        return None
    return _epoch(text, context) or _calendar(text, context) or _coarse(text, context) or _relative(text, context)


def _plain(raw: str, context: _Context) -> tuple[datetime, DatePrecision] | None:
    """ISO 8601 as machines write it: what most pages give, and read here for speed."""
    match = _PLAIN.match(raw)
    if not match:
        return None
    try:
        year, month, day, hour, minute = (int(match[n]) for n in range(1, 6))
        date = gregorian(year, month, day, language=context.language)
        moment = datetime.combine(date, time(hour, minute, int(match[6] or 0))) if date else None
    except ValueError:
        return None
    return (placed(moment, match[7], context.hints.zone), "second" if match[6] else "minute") if moment else None


def _epoch(text: str, context: _Context) -> Dated | None:
    stamp = EPOCH.match(text)
    if not stamp:
        return None
    moment = datetime.fromtimestamp(int(stamp["seconds"]), UTC)
    if zone := offset_of(stamp["zone"] or ""):
        return _checked(moment.astimezone(zone), "second", context)
    return _checked(placed(moment.replace(tzinfo=None), "utc", context.hints.zone), "second", context)


def _calendar(text: str, context: _Context) -> Dated | None:
    """A day with or without a clock time behind it: the first form that fits."""
    for form in DAY_FORMS:
        for match in form.finditer(text):
            groups = match.groupdict()
            day = _day_of(groups, context)
            # A clock time between the day and the year, as Unix prints it, or without marks, is read like one behind.
            inner = groups.get("clock") or _PACKED.sub(r"\1:\2:\3", groups.get("packed") or "")
            dated = day and (
                _with_time(day, inner, 0, context)
                if inner
                else _with_time(day, text, match.end(), context, match.start())
            )
            if dated:
                return dated
    return None


def _day_of(groups: dict[str, str | None], context: _Context) -> date | None:
    name, year = groups.get("name"), groups.get("y")
    if groups.get("ab"):
        return _day_in_order(groups, context)
    calendar, month = _month(name, context.language) if name else ("gregorian", int(groups["m"] or 0))
    day = int(groups["d"] or 0)
    if groups.get("roc"):
        return _day(int(groups["roc"] or 0) + ERAS["民國"], month, day) if context.language == "zh-Hant" else None
    if year is None:
        return _nearest_year(month, day, context, calendar)
    era = groups.get("era")
    if len(year) == 2 and not era and calendar == "gregorian":
        return _day(_whole_year(int(year), context.language), month, day)
    if era in INITIALS_OF_ERAS and context.language != "ja":
        return None
    number = 1 if year == "元" else int(year)
    if len(year) == 2 and calendar == "solar":
        number = _whole_solar_year(number)
    return gregorian(number + (ERAS[era] if era else 0), month, day, language=context.language, calendar=calendar)


def _month(name: str, language: str | None) -> tuple[Calendar, int]:
    """The calendar and number of a month's name; 0 for a word that is none."""
    return month_of(name, language) or ("gregorian", month_number(name, language) or 0)


def _whole_year(short: int, language: str | None) -> int:
    """The year of two printed digits: 26 is 2026; on Thai pages 69 is 2569 of the Buddhist era."""
    if language == "th" and short >= 43:
        return 2500 + short - 543
    return short + (2000 if short < 70 else 1900)


def _whole_solar_year(short: int) -> int:
    """The year of the Solar Hijri calendar of two printed digits: 05 is 1405, 78 is 1378."""
    return short + (1400 if short < 50 else 1300)


def _day_in_order(groups: dict[str, str | None], context: _Context) -> date | None:
    """Two numbers and a year: which is the month is told by their size, by the mark between them, by the country."""
    first, second, year = int(groups["ab"] or 0), int(groups["ba"] or 0), int(groups["y"] or 0)
    language, month_first = context.language, context.hints.month_first
    if len(groups["y"] or "") == 2:
        if day := _short_year_first(first, second, year, groups["sep"], language):
            return day
        year = _whole_year(year, language)
    month_first = (month_first and groups["sep"] != "." and first <= 12) or second > 12
    month, day_number = (first, second) if month_first else (second, first)
    return gregorian(year, month, day_number, language=language)


def _short_year_first(year: int, month: int, day: int, mark: str | None, language: str | None) -> date | None:
    """26.11.24 in languages whose dates begin with the year, also where two digits are printed of it; Hong Kong's
    dates in strokes begin with the day."""
    if language == "fa":
        return gregorian(_whole_solar_year(year), month, day, language=language)
    if (language or "").startswith(_YEAR_FIRST) and not (mark == "/" and language == "zh-Hant"):
        return _day(2000 + year, month, day)
    return None


def _with_time(day: date, text: str, end: int, context: _Context, start: int = 0) -> Dated | None:
    """The day with the clock time behind its end, else with the one before its start."""
    clock = clock_at(text, end) or clock_before(text, start)
    if not clock:
        return _checked(day, "day", context)
    groups = clock.groupdict()
    half = (groups.get("half") or groups.get("half2") or "").lower()
    hour = int(groups.get("hour") or groups.get("hour2") or 0)
    if half.startswith(AFTERNOON) and hour < 12:
        hour += 12
    elif half.startswith(MORNING) and hour == 12:
        hour = 0
    second = groups.get("second")
    try:
        moment = datetime(day.year, day.month, day.day, hour, int(groups.get("minute") or 0), int(second or 0))
    except ValueError:
        return _checked(day, "day", context)
    return _checked(placed(moment, groups.get("zone"), context.hints.zone), "second" if second else "minute", context)


def _coarse(text: str, context: _Context) -> Dated | None:
    """A month or a year alone."""
    for form in YEAR_MONTH:
        match = form.match(text)
        if match:
            groups = match.groupdict()
            name = groups.get("name")
            month = month_number(name, context.language) or 0 if name else int(groups["m"])
            day = gregorian(int(groups["y"]), month, 1, language=context.language)
            if day and _checked(day, "month", context):
                return day.isoformat()[:7], "month"
    if YEAR.match(text) and _checked(date(int(text[:4]), 1, 1), "year", context):
        return text[:4], "year"
    return None


def _relative(text: str, context: _Context) -> Dated | None:
    if context.fetched_at is None:
        return None
    zone = zone_info(context.hints.zone) if context.hints.zone else None
    now = context.fetched_at.astimezone(zone) if zone and context.fetched_at.tzinfo else context.fetched_at
    found = relative(text, now, context.language)
    if not found:
        return None
    moment, precision = found
    if precision != "day":
        return _checked(moment.replace(second=0, microsecond=0), precision, context)
    clock = CLOCK.search(text)
    return _with_time(moment.date(), text, clock.start() if clock else len(text), context)


def _nearest_year(month: int, day: int, context: _Context, calendar: Calendar) -> date | None:
    """A yearless date in the year that brings it closest to the hint, in the hinted year, else the last one before the
    fetch."""

    def days(*years: int) -> list[date]:
        inner = sorted({y for year in years for y in years_near(calendar, year)})
        return [d for y in inner if (d := gregorian(y, month, day, calendar=calendar))]

    hints, fetched = context.hints, context.fetched_at
    latest = fetched.date() + timedelta(days=1) if fetched else None
    if hints.near:
        near = hints.near
        return min(days(near.year), key=lambda d: (abs((d - near).days), d), default=None)
    if hints.year:
        return next((d for d in days(hints.year) if d.year == hints.year), None)
    return max((d for d in days(latest.year, latest.year - 4) if d <= latest), default=None) if latest else None


def _day(year: int, month: int, day: int) -> date | None:
    if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def _checked(when: date, precision: DatePrecision, context: _Context) -> Dated | None:
    """The date as ISO 8601 if it can be: from 1990 to a day after the fetch."""
    day = when.date() if isinstance(when, datetime) else when
    fetched = context.fetched_at
    if day.year < EARLIEST_YEAR or (fetched is not None and day > fetched.date() + timedelta(days=1)):
        return None
    if isinstance(when, datetime):
        return when.isoformat(timespec="minutes" if precision == "minute" else "seconds"), precision
    return when.isoformat(), precision
