"""Dates as pages print them -> ISO 8601 with the precision that was printed.

`parse_date(raw)` reads the forms that machines and most papers write by itself: ISO 8601, RFC 2822, epoch seconds,
numbers in either order, Chinese, Japanese and Korean forms, 民國 years, English month names, 3小时前. What is left and
looks like a date goes to dateparser with the page's language. `find_dates(text)` cuts dates out of a longer line;
`url_date(url)` reads the one in a URL's path.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.items import DatePrecision
from crawler.rules.metadata import metadata_rules
from crawler.text.normalize import line, narrow_digits
from crawler.text.relative_dates import relative

Dated = tuple[str, DatePrecision]
EARLIEST_YEAR = 1990
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class DateHints:
    """What else the page says about its dates."""

    zone: str | None = None
    """IANA name of the zone that its clock times are in."""
    near: date | None = None
    """A day close to the date (from the URL, say): gives a yearless date its year."""
    month_first: bool = False
    """Whether 6/9/2023 is the ninth of June."""


_CLOCK = r"(?P<hour>\d{1,2})\s?[:：时時시h.]\s?(?P<minute>\d{2})(?!\d)(?:[:：分분.]\s?(?P<second>\d{2})(?!\d)(?:[.,]\d{1,9})?)?"
_HALF = r"(?P<half>[ap]\.?m\.?\b|上午|下午|凌晨|早上|清晨|中午|晚上|晚间|晚間|傍晚|午前|午後|오전|오후)"
_ZONE = r"(?P<zone>Z\b|(?:UTC|GMT)?\s?[+\-−]\d{1,2}:?(?:\d{2})?(?!\d)|[A-Za-zМСК]{1,4}\b)"
_TIME = re.compile(
    rf"[\s,;|TtT·в–-]*(?:{_HALF}\s?)?{_CLOCK}\s?分?\s?(?:{_HALF.replace('half', 'half2')})?\s*(?:{_ZONE})?"
)
_HOUR_ONLY = re.compile(
    rf"[\s,;|·–-]*(?:{_HALF}\s?(?P<hour>\d{{1,2}})\s?[点點시時时]|(?P<hour2>\d{{1,2}})\s?(?P<half2>[ap]\.?m\.?)\b)"
)
_DAY_FORMS = tuple(
    re.compile(p, re.I)
    for p in (
        r"(?P<y>\d{4})\s?[-./‐‑–−]\s?(?P<m>\d{1,2})\s?[-./‐‑–−]\s?(?P<d>\d{1,2})(?!\d)\.?",
        r"(?P<y>\d{4})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)",
        r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日号號일]?",
        r"(?P<era>民國|民国|令和|平成|昭和)\s?(?P<y>\d{1,3}|元)\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日?",
        r"(?P<dm>\d{1,2})\s?(?P<sep>[./|-])\s?(?P<md>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|\d{2}(?![\d:]))(?!\d)",
        r"(?P<name>[a-z]{3,9})\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>\d{4})(?!\d)",
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-](?:of\s)?(?P<name>[a-z]{3,9})\.?,?[\s-](?P<y>\d{4})(?!\d)",
        r"(?:[a-z]{3},?\s)?(?P<name>[a-z]{3})\s(?P<d>\d{1,2})\s(?P<clock>\d{2}:\d{2}:\d{2}\s[a-z]{3,4})\s(?P<y>\d{4})(?!\d)",
        r"(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日号號일]",
    )
)
_MONTH_FORMS = (
    re.compile(r"(?P<y>\d{4})(?:-|\s?[年년]\s?)(?P<m>\d{1,2})\s?[月월]?\Z"),
    re.compile(r"(?P<name>[a-z]{3,9})\.?,?\s(?P<y>\d{4})\Z", re.I),
)
_YEAR = re.compile(r"(?:19|20)\d{2}\s?[年년]?\Z")
_EPOCH = re.compile(r"[1-9]\d{8,9}(?:\d{3})?\Z")
_HANZI_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_WEEKDAY = re.compile(
    r"[\s(（\[]*(?:星期|周|週|礼拜)?[一二三四五六日天月火水木金土월화수목금토일](?:曜日?|요일)?[)）\]]|\s?(?:星期|周|週)[一二三四五六日天]|\s?[月火水木金土日월화수목금토일](?:曜日|요일)"
)
_MONTHS = {
    name[:n]: month
    for month, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"), 1)
    for n in (3, 4, len(name))
}  # fmt: skip
_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
_AFTERNOON = ("p", "下午", "晚", "傍晚", "午後", "오후")
# What dateparser is asked for at all: a number beside a word, short, in words of letters.
_WORDED = re.compile(
    r"(?<![\w.])\d{1,2}\s?(?:\.|er|º|ª|\b-?[a-zñ]{0,3})?\s(?:de\s|d['’])?[^\W\d_]{3,12}\.?,?(?:\s(?:de|del|р|г)\.?)?\s\d{4}(?!\d)"
    r"|(?<![^\W\d_])[^\W\d_]{3,12}\.?\s\d{1,2}(?:\.|,|er)?,?\s\d{4}(?!\d)"
)
_WORDED_YEARLESS = re.compile(r"(?<![\w.])\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,12}\b")
_URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<sep>[/_-]?)(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
_URL_DAY_SHORT = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>1[0-2]|[1-9])[/-](?P<d>[12]\d|3[01]|[1-9])(?!\d)")
_URL_MONTH_NAME = re.compile(r"/(?P<y>(?:19|20)\d{2})/(?P<name>[a-z]{3,9})/(?P<d>[0-3]?\d)(?!\d)", re.I)
_URL_MONTH = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-]?(?P<m>0[1-9]|1[0-2])(?=/)")


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
    hints = hints or DateHints()
    text = narrow_digits(line(raw[: _LONGEST * 8]))[:_LONGEST]
    if not text:
        return None
    return (
        _epoch(text, fetched_at)
        or _calendar(text, fetched_at, hints)
        or _coarse(text, fetched_at)
        or _relative(text, fetched_at, hints)
        or _in_words(text, language, fetched_at, hints)
    )


def find_dates(text: str, *, limit: int = 6) -> Iterator[str]:
    """The pieces of a line that look like dates, each with the clock time behind it, as printed, in order."""
    text = line(text[:2000])
    plain = narrow_digits(text)
    found: list[tuple[int, int]] = []
    for form in (*_DAY_FORMS, _HANZI_DATE, _WORDED):
        for match in form.finditer(plain):
            start, end = match.span()
            if all(end <= a or start >= b for a, b in found) and not plain[max(0, start - 1) : start].isdigit():
                found.append((start, _time_end(plain, end)))
            if len(found) >= limit:
                break
    for start, end in sorted(found)[:limit]:
        yield text[start:end]


def url_date(url: str) -> str | None:
    """The date in a URL's path, as YYYY-MM-DD or YYYY-MM; None where there is none."""
    path = url.partition("?")[0]
    for form in (_URL_DAY, _URL_DAY_SHORT, _URL_MONTH_NAME):
        for match in form.finditer(path):
            groups = match.groupdict()
            month = int(groups["m"]) if groups.get("m") else _MONTHS.get(groups["name"].lower(), 0)
            day = _day(int(groups["y"]), month, int(groups["d"]))
            if day and day.year >= EARLIEST_YEAR:
                return day.isoformat()
    month_match = _URL_MONTH.search(path)
    return f"{month_match['y']}-{month_match['m']}" if month_match else None


def zone_of(host: str, language: str | None, region: str | None = None) -> str | None:
    """IANA zone of a site, by its top-level domain, the region its language tag names, or its language."""
    rules = metadata_rules()
    for country in (host.rpartition(".")[2].lower(), (region or "").lower()):
        if country in rules.zones:
            return rules.zones[country]
    return rules.language_zones.get((language or "").partition("-")[0].lower())


def _epoch(text: str, fetched_at: datetime | None) -> Dated | None:
    if not _EPOCH.match(text):
        return None
    moment = datetime.fromtimestamp(int(text[:10] if len(text) != 9 and len(text) != 12 else text[:9]), UTC)
    return _checked(moment, "second", fetched_at)


def _calendar(text: str, fetched_at: datetime | None, hints: DateHints) -> Dated | None:
    text = _HANZI_DATE.sub(_western, text)
    for form in _DAY_FORMS:
        for match in form.finditer(text):
            if text[max(0, match.start() - 1) : match.start()].isdigit():
                continue
            day = _day_of(match.groupdict(), fetched_at, hints)
            # A clock time between the day and the year, as Unix prints it, is read like one behind them.
            inner = match.groupdict().get("clock")
            rest, end = (inner, 0) if inner else (text, match.end())
            dated = day and _with_time(day, rest, end, fetched_at, hints)
            if dated:
                return dated
    return None


def _day_of(groups: dict[str, str | None], fetched_at: datetime | None, hints: DateHints) -> date | None:
    year = groups.get("y")
    if year is None:
        return _nearest_year(int(groups["m"] or 0), int(groups["d"] or 0), fetched_at, hints)
    number = 1 if year == "元" else int(year)
    era = groups.get("era")
    if era:
        number += _ERAS[era]
    elif len(year) == 2:
        number += 2000 if number < 70 else 1900
    if groups.get("dm"):
        first, second = int(groups["dm"] or 0), int(groups["md"] or 0)
        month_first = (hints.month_first and groups["sep"] != ".") or second > 12
        day, month = (second, first) if month_first and first <= 12 else (first, second)
        return _day(number, month, day)
    name = groups.get("name")
    month = _MONTHS.get(name.lower(), 0) if name else int(groups["m"] or 0)
    return _day(number, month, int(groups["d"] or 0))


def _with_time(day: date, text: str, end: int, fetched_at: datetime | None, hints: DateHints) -> Dated | None:
    weekday = _WEEKDAY.match(text, end)
    if weekday:
        end = weekday.end()
    clock = _TIME.match(text, end) or _HOUR_ONLY.match(text, end)
    if not clock:
        return _checked(day, "day", fetched_at)
    groups = clock.groupdict()
    half = (groups.get("half") or groups.get("half2") or "").lower()
    hour = int(groups.get("hour") or groups.get("hour2") or 0)
    if half.startswith(_AFTERNOON) and hour < 12:
        hour += 12
    elif half in ("am", "a.m.", "a.m", "上午", "凌晨", "午前", "오전") and hour == 12:
        hour = 0
    second = groups.get("second")
    try:
        moment = datetime(day.year, day.month, day.day, hour, int(groups.get("minute") or 0), int(second or 0))
    except ValueError:
        return _checked(day, "day", fetched_at)
    return _checked(_placed(moment, groups.get("zone"), hints), "second" if second else "minute", fetched_at)


def _placed(moment: datetime, zone: str | None, hints: DateHints) -> datetime:
    """The moment with its offset: the one printed, else the one of the page's zone, else none."""
    zone = (zone or "").strip().lower().replace("−", "-")
    known = metadata_rules().abbreviations
    sign = re.search(r"([+-])(\d{1,2}):?(\d{2})?\Z", zone)
    if zone in known:
        return moment.replace(tzinfo=timezone(timedelta(minutes=known[zone])))
    if sign:
        minutes = int(sign[2]) * 60 + int(sign[3] or 0)
        if minutes <= 14 * 60:
            return moment.replace(tzinfo=timezone(timedelta(minutes=-minutes if sign[1] == "-" else minutes)))
    place = _zone(hints.zone) if hints.zone else None
    offset = place.utcoffset(moment) if place else None
    return moment.replace(tzinfo=timezone(offset)) if offset is not None else moment


@lru_cache(maxsize=128)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _coarse(text: str, fetched_at: datetime | None) -> Dated | None:
    """A month or a year alone."""
    for form in _MONTH_FORMS:
        match = form.match(text)
        if match:
            groups = match.groupdict()
            month = int(groups["m"]) if groups.get("m") else _MONTHS.get(groups["name"].lower(), 0)
            day = _day(int(groups["y"]), month, 1)
            checked = day and _checked(day, "month", fetched_at)
            return (checked[0][:7], "month") if checked else None
    if _YEAR.match(text):
        checked = _checked(date(int(text[:4]), 1, 1), "year", fetched_at)
        return (checked[0][:4], "year") if checked else None
    return None


def _relative(text: str, fetched_at: datetime | None, hints: DateHints) -> Dated | None:
    if fetched_at is None:
        return None
    zone = _zone(hints.zone) if hints.zone else None
    now = fetched_at.astimezone(zone) if zone and fetched_at.tzinfo else fetched_at
    found = relative(text, now)
    if not found:
        return None
    moment, precision = found
    if precision == "day":
        clock = _TIME.search(text)
        return (clock and _with_time(moment.date(), text, clock.start(), fetched_at, hints)) or _checked(
            moment.date(), "day", fetched_at
        )
    return _checked(moment.replace(second=0, microsecond=0), precision, fetched_at)


def _in_words(text: str, language: str | None, fetched_at: datetime | None, hints: DateHints) -> Dated | None:
    match = _WORDED.search(text) or _WORDED_YEARLESS.search(text)
    if not match or not language:
        return None
    day = _ask_dateparser(match[0], language.partition("-")[0].lower())
    if day is None:
        return None
    if not re.search(r"\d{4}", match[0]):
        near = _nearest_year(day.month, day.day, fetched_at, hints)
        if near is None:
            return None
        day = near
    return _with_time(
        day,
        re.sub(r"\b(?:um|à|alle|as|às|a las|ore|kl\.?|o godz\.?|об?|at|klo)\b", " ", text[match.end() :]),
        0,
        fetched_at,
        hints,
    )


@lru_cache(maxsize=4096)
def _ask_dateparser(text: str, language: str) -> date | None:
    """dateparser's reading of a worded date; a fixed base, so that the answer depends on nothing but the text."""
    import dateparser

    settings = {"RELATIVE_BASE": datetime(2000, 1, 1), "REQUIRE_PARTS": ["day", "month"], "PARSERS": ["absolute-time"]}
    for languages in ([language], [language, "en"]):
        try:
            found = dateparser.parse(text, languages=languages, settings=settings)
        except Exception:  # a language or a form it does not know: its errors have no common class
            found = None
        if found:
            return found.date()
    return None


def _nearest_year(month: int, day: int, fetched_at: datetime | None, hints: DateHints) -> date | None:
    """A yearless date in the year that brings it closest to the hint, else the last one before the fetch."""
    near = hints.near
    if near:
        days = [d for y in (-1, 0, 1) if (d := _day(near.year + y, month, day))]
        return min(days, key=lambda d: (abs((d - near).days), d), default=None)
    if fetched_at is None:
        return None
    latest = fetched_at.date() + timedelta(days=1)
    return next((d for y in range(5) if (d := _day(latest.year - y, month, day)) and d <= latest), None)


def _day(year: int, month: int, day: int) -> date | None:
    if 1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def _checked(when: date, precision: DatePrecision, fetched_at: datetime | None) -> Dated | None:
    """The date as ISO 8601 if it can be: from 1990 to a day after the fetch."""
    day = when.date() if isinstance(when, datetime) else when
    if day.year < EARLIEST_YEAR or (fetched_at is not None and day > fetched_at.date() + timedelta(days=1)):
        return None
    if isinstance(when, datetime):
        return when.isoformat(timespec="minutes" if precision == "minute" else "seconds"), precision
    return when.isoformat(), precision


def _time_end(text: str, end: int) -> int:
    weekday = _WEEKDAY.match(text, end)
    clock = _TIME.match(text, weekday.end() if weekday else end)
    return clock.end() if clock else end


_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


def _western(match: re.Match[str]) -> str:
    year = "".join(_DIGITS[c] for c in match[1])
    return f"{year}年{_small(match[2])}月{_small(match[3])}日"


def _small(numeral: str) -> int:
    """A Chinese numeral from one to thirty-nine."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(_DIGITS[c] for c in numeral))
    return (int(_DIGITS[tens[-1]]) if tens else 1) * 10 + (int(_DIGITS[ones[0]]) if ones else 0)
