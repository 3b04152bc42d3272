"""The forms that dates are printed in: patterns, and cutting dates out of a line or a URL."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from itertools import islice

from crawler.text.months import month_number
from crawler.text.normalize import line, narrow_digits

_LETTERS = r"[^\W\d_]"
# A month's name; Arabic ones may be two words.
_NAME = rf"(?P<name>[\u0621-\u064a]{{3,9}}(?:\s[\u0621-\u064a]{{3,9}})?|{_LETTERS}{{3,14}})"
_HALF = r"(?P<half>[ap]\.?\s?m\b\.?|上午|下午|凌晨|早上|清晨|中午|晚上|晚间|晚間|傍晚|午前|午後|오전|오후)"
_ZONE = r"(?P<zone>Z\b|(?:UTC|GMT)?\s?[+\-−]\d{1,2}:?(?:\d{2})?(?!\d)|[A-Za-z]{2,4}\b|мск\b)"
_AT = "um|at|à|a las|alle|às|as|ore|ora|klo|kl|kell|klockan|о|об|в|om|r|o godz|godz|pukul|lúc|الساعة"
_BETWEEN = rf"[\s,;|Tt·•–-]{{0,6}}(?:\b(?:{_AT})\b\.?:?\s?){{0,2}}"
CLOCK = re.compile(
    rf"{_BETWEEN}(?:{_HALF}\s?)?(?P<hour>\d{{1,2}})\s?[:：時时시h.点點]\s?(?P<minute>\d{{2}})(?!\d)"
    r"(?:\s?[:：분分.]\s?(?P<second>\d{2})(?!\d)(?:[.,:]\d{1,9})?)?"
    rf"\s?[분分]?(?:\s?{_HALF.replace('half', 'half2')})?(?:\s?{_ZONE})?",
    re.I,
)
_HOUR = re.compile(
    rf"{_BETWEEN}(?:{_HALF}\s?(?P<hour>\d{{1,2}})\s?[点點시时時]|(?P<hour2>\d{{1,2}})\s?(?P<half2>[ap]\.?m\b\.?))", re.I
)
_WEEKDAY = re.compile(
    r"\s?[(（]?(?:星期[一二三四五六日天]|[周週][一二三四五六日]|[月火水木金土日](?:曜日?)?(?=[)）])|[月火水木金土日]曜日?|[월화수목금토일](?:요일)?(?=[)）]|\s)|[월화수목금토일]요일)[)）]?"
)
_NO_DIGIT = r"(?<!\d)"
DAY_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"{_NO_DIGIT}(?P<y>\d{{4}})\s?[-./‐‑–−]\s?(?P<m>\d{{1,2}})\s?[-./‐‑–−]\s?(?P<d>\d{{1,2}})(?!\d)\.?",
        rf"{_NO_DIGIT}(?P<y>(?:19|20)\d{{2}})(?P<m>[01]\d)(?P<d>[0-3]\d)T?(?P<packed>[0-2]\d[0-5]\d(?:[0-5]\d)?Z?)?(?!\d)",
        rf"{_NO_DIGIT}(?P<y>\d{{4}})\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?P<d>\d{{1,2}})\s?[日号號일]?",
        r"(?P<era>民國|民国|令和|平成|昭和)\s?(?P<y>\d{1,3}|元)\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日?",
        rf"{_NO_DIGIT}(?P<ab>\d{{1,2}})\s?(?P<sep>[./|-])\s?(?P<ba>\d{{1,2}})\s?(?P=sep)\s?(?P<y>\d{{4}}(?!\d)|\d{{2}}(?![\d:]))",
        rf"\b{_NAME}\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?,?\s(?:de\s)?(?P<y>\d{{4}})(?!\d)",
        rf"{_NO_DIGIT}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?\s?(?:-|\s|(?<=\.))(?:of\s|de\s|d['’]|tháng\s)?{_NAME}\.?,?(?:-|\s(?:de\s|del\s)?)(?P<y>\d{{4}})(?!\d)",
        rf"{_NO_DIGIT}(?P<y>\d{{4}})\.?\s{_NAME}\s(?P<d>\d{{1,2}})(?!\d)",
        rf"{_NO_DIGIT}(?P<d>\d{{1,2}})\s(?:tháng|thg)\s?(?P<m>\d{{1,2}}),?\s(?:năm\s)?(?P<y>\d{{4}})(?!\d)",
        r"\b(?P<name>[a-z]{3})\s(?P<d>\d{1,2})\s(?P<clock>\d{2}:\d{2}:\d{2}(?:\s[a-z]{3,4})?)\s(?P<y>\d{4})(?!\d)",
        rf"{_NO_DIGIT}(?P<m>\d{{1,2}})\s?[月월]\s?(?P<d>\d{{1,2}})\s?[日号號일]",
        rf"{_NO_DIGIT}(?P<d>\d{{1,2}})\.?\s(?:de\s)?{_NAME}(?!\w)",
        rf"\b{_NAME}\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:.])",
        r"(?<![\d./-])(?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?=\s\d{1,2}[:：]\d\d)",
    )
)
"""In order of certainty: groups y, m, d, name (of a month), era, ab and ba (numbers whose order is open), clock."""
_IN_NUMBERS = (*DAY_FORMS[:2], DAY_FORMS[4])
_IN_WORDS = DAY_FORMS[5:10]
YEAR_MONTH = (
    re.compile(r"(?P<y>\d{4})(?:[-/]|\s?[年년]\s?)(?P<m>\d{1,2})\s?[月월]?\Z"),
    re.compile(rf"{_NAME}\.?,?\s(?:de\s)?(?P<y>\d{{4}})\Z", re.I),
)
YEAR = re.compile(r"(?:19|20)\d{2}\s?[年년]?\Z")
EPOCH = re.compile(r"[1-9]\d{8,9}(?:\d{3})?\Z")
WORDED = re.compile(
    rf"(?<![\w.])\d{{1,2}}\s{_LETTERS}{{2,14}}\s\d{{4}}(?!\d)|(?<!\w){_LETTERS}{{2,14}}\s\d{{1,2}},?\s\d{{4}}(?!\d)"
)
ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
AFTERNOON = ("p", "下午", "晚", "傍晚", "午後", "오후")
MORNING = ("a", "上午", "凌晨", "午前", "오전")
_HANZI_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_HANZI_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
# Without one of these there is no date in a line: the cheap test before the dear ones.
_YEARISH = re.compile(r"[12１２]\d{3}|\d\s?[./|-]\s?\d{1,2}\s?[./|-]\s?\d|[月월年]|\d{4}|\d[-/]\d{1,2} \d")
_IN_SIGNS = (*DAY_FORMS[2:4], DAY_FORMS[10], _HANZI_DATE)
# "06-09 12:06": which is the month is certain where the language always puts it first.
_MONTH_FIRST = ("zh", "ja", "ko")
_FOUR_DIGITS = re.compile(r"\d{4}")
_URL_FORMS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>1[0-2]|[1-9])[/-](?P<d>[12]\d|3[01]|[1-9])(?!\d)"),
    re.compile(r"/(?P<y>(?:19|20)\d{2})/(?P<name>[a-z]{3,9})/(?P<d>[0-3]?\d)(?!\d)", re.I),
)
_URL_MONTH = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-]?(?P<m>0[1-9]|1[0-2])(?=/)")


def find_dates(text: str, *, language: str | None = None, limit: int = 4) -> Iterator[str]:
    """The pieces of a line that are dates with a year or with East Asian signs, as printed, clock times included."""
    text = line(text[:1000])
    if not _YEARISH.search(text):
        return
    plain = narrow_digits(text)
    found: list[tuple[int, int]] = []
    for form in _forms_for(plain, language):
        for match in islice(form.finditer(plain), limit):
            start, end = match.span()
            name = match.groupdict().get("name")
            if name and month_number(name, language) is None:
                continue
            if all(end <= a or start >= b for a, b in found):
                clock = clock_at(plain, end)
                found.append((start, clock.end() if clock else end))
    for start, end in sorted(found)[:limit]:
        yield text[start:end]


def _forms_for(text: str, language: str | None) -> Iterator[re.Pattern[str]]:
    """The forms with a year, or of an East Asian page, that a line can hold at all."""
    worded = _FOUR_DIGITS.search(text) is not None
    if worded or "." in text or "/" in text or "|" in text or "-" in text:
        yield from _IN_NUMBERS
    if worded:
        yield from _IN_WORDS
    if not text.isascii():
        yield from _IN_SIGNS
    if language and language.startswith(_MONTH_FIRST):
        yield DAY_FORMS[-1]


def clock_at(text: str, at: int) -> re.Match[str] | None:
    """The clock time that stands at a place in a line, a weekday before it aside."""
    weekday = _WEEKDAY.match(text, at)
    at = weekday.end() if weekday else at
    return CLOCK.match(text, at) or _HOUR.match(text, at)


def narrow(text: str) -> str:
    """The text with its digits as ASCII: full-width ones, those of other scripts, dates in Chinese numerals."""
    if text.isascii():
        return text
    text = narrow_digits(text)
    text = "".join(str(int(c)) if c > "\x7f" and c.isdecimal() else c for c in text)
    return _HANZI_DATE.sub(_western, text)


def url_date(url: str) -> str | None:
    """The date in a URL's path, as YYYY-MM-DD or YYYY-MM; None where there is none."""
    path = url.partition("?")[0][:2000]
    for form in _URL_FORMS:
        for match in form.finditer(path):
            groups = match.groupdict()
            month = int(groups["m"]) if groups.get("m") else month_number(groups["name"], "en") or 0
            year, day = int(groups["y"]), int(groups["d"])
            if year >= 1990 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
                return f"{year}-{month:02}-{day:02}"
    month_match = _URL_MONTH.search(path)
    return f"{month_match['y']}-{month_match['m']}" if month_match else None


def _western(match: re.Match[str]) -> str:
    year = "".join(_HANZI_DIGITS[c] for c in match[1])
    return f"{year}年{_small(match[2])}月{_small(match[3])}日"


def _small(numeral: str) -> int:
    """A Chinese numeral from one to thirty-nine."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(_HANZI_DIGITS[c] for c in numeral))
    digit = _HANZI_DIGITS.get
    return int(digit(tens[-1:], "1")) * 10 + int(digit(ones[:1], "0"))
