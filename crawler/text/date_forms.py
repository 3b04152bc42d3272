"""The forms that dates are printed in: patterns, and cutting dates out of a line or a URL."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from itertools import islice

from crawler.rules.scripts import ARABIC, INDIC, MAINLAND
from crawler.text.calendars import month_of
from crawler.text.months import month_number
from crawler.text.normalize import line, narrow_digits
from crawler.text.relative_dates import is_relative

_LETTERS = r"[^\W\d_]"
# Scripts whose vowel signs are no letters to a regular expression, and Thai's dotted abbreviations.
_SIGNED = f"[{INDIC}{MAINLAND}\u200c]"
# A month's name; Arabic ones may be two words, or two names of the same month: أيلول/سبتمبر.
_NAME = (
    rf"(?P<name>[{ARABIC}]{{2,10}}(?:\s[{ARABIC}]{{3,9}})?|[\u1200-\u137f]{{2,14}}|(?:tháng|thg)\s(?:mười\s(?:một|hai)|{_LETTERS}{{2,4}})|{_LETTERS}{{3,16}}(?!{_SIGNED})|{_SIGNED}{{1,16}}(?:\.\s?{_SIGNED}{{1,3}})?)"
    rf"(?:\s?[/(]\s?[{ARABIC}]{{3,9}}(?:\s[{ARABIC}]{{3,9}})?\)?)?"
)
_ERA_WORD = r"(?:(?:พ\.ศ\.|ค\.ศ\.|عام|سنة|সাল|सन|năm|ឆ្នាំ|ປີ)\s?)?"
# The word for a year behind its number, where languages put the year first: 2026-yil, 2026 оны, 2026(e)ko.
_YEAR_WORD = r"(?:[.,]|[-\s]?(?:yil|yili|жыл\w{0,3}|йил|ел|оны|ýyl\w{0,3}|يىلى|m\.|gada)|\s?(?:\(e\)|e)?ko)"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.|-?(?:a|nji|njy|nci|ncı|inci|ші|шы))?"
_OF = r"(?:of\s|de\s|d['’]|ta['’]\s|ng\s|ខែ|ເດືອນ)?"
_HALF = r"(?P<half>[ap]\.?\s?m\b\.?|上午|下午|凌晨|早上|清晨|中午|晚上|晚间|晚間|傍晚|午前|午後|오전|오후)"
# Halves of the day that stand behind the time only: before it the same letters may say the era.
_HALF_BEHIND = (
    _HALF.replace("half", "half2")[:-1]
    + r"|(?:ptg|petang|malam|pg|pagi|(?-i:CH|SA|ÖS|ÖÖ)|de la (?:tarde|noche|mañana)|da (?:tarde|noite|manhã)"
    + r"|ng (?:hapon|gabi|umaga)|صباحا|صباحًا|مساء|مساءً|ص|م|[πμ]\.?\s?μ\.?|এএম|পিএম|पूर्वाह्न|अपराह्न)(?![^\W\d_]))"
)
_ZONE = (
    r"(?P<zone>Z\b|[(\[]?(?:UTC|GMT)?\s?[+\-−]\d{1,2}:?(?:\d{2})?(?!\d)|[A-Z][a-z]{2,}/[A-Z][A-Za-z_]{2,20}"
    r"|(?:eastern|central|mountain|pacific)(?:\s(?:standard|daylight))?(?:\stime)?\b|(?-i:\(?(?:[A-Z]{2,4}|utc|gmt|cest?)\b)|мск\b)"
)
_AT = (
    "um|at|à|a las|alle|às|as|ore|ora|klo|kl|plkst|kell|klockan|о|об|в|г|om|r|o godz|godz|v|ve|o|u|ob|pukul|lúc|الساعة"
    "|ساعت|เวลา|at about"
)
_LATE_WEEKDAY = (
    "pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_BETWEEN = rf"[\s,،;|Tt·•.–-]{{0,6}}(?:(?:{_LATE_WEEKDAY})[\s,–-]{{1,3}})?(?:\b(?:{_AT})\b[.:,]{{0,2}}\s?){{0,2}}"
CLOCK = re.compile(
    rf"{_BETWEEN}(?:{_HALF}\s?)?(?P<hour>\d{{1,2}})\s?[:：時时시h.点點]\s?(?P<minute>\d{{2}})(?!\d)"
    r"(?:\s?[:：분分.]\s?(?P<second>\d{2})(?!\d)(?:[.,:]\d{1,9})?)?"
    rf"\s?[분分]?(?:\s?{_HALF_BEHIND})?(?:\s?{_ZONE})?",
    re.I,
)
_HOUR = re.compile(
    rf"{_BETWEEN}(?:{_HALF}\s?(?P<hour>\d{{1,2}})\s?[点點시时時]|(?P<hour2>\d{{1,2}})\s?(?:(?P<half2>[ap]\.?m\b\.?)|Uhr\b))",
    re.I,
)
_WEEKDAY = re.compile(
    r"\s?[(（]?(?:星期[一二三四五六日天]|[周週][一二三四五六日]|[月火水木金土日](?:曜日?)?(?=[)）])|[月火水木金土日]曜日?|[월화수목금토일](?:요일)?(?=[)）]|\s)|[월화수목금토일]요일)[)）]?"
)
# A clock time before the day, with nothing but marks and a weekday between: "1:05 p.m. EST Tuesday, Nov. 24, 2026".
_CLOCK_BEFORE = re.compile(
    rf"(?<![\d:./-]){CLOCK.pattern.removeprefix(_BETWEEN)}(?:\s?(?:h|hs|hrs|uhr|uur|ч|น)\b)?\.?[\s,،;|·•–-]{{0,4}}(?:{_LETTERS}{{2,12}}[\s,،|·•–-]{{1,3}}){{0,2}}\Z",
    re.I,
)
_CLOCK_SIGN = re.compile(r"\d\s?[:.hH]\s?\d")
_BEFORE = 48
_NO_DIGIT = r"(?<!\d)"
DAY_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"{_NO_DIGIT}(?P<y>\d{{4}})\s?[-./‐‑–−]\s?(?P<m>\d{{1,2}})\s?[-./‐‑–−]\s?(?P<d>\d{{1,2}})(?!\d)\.?",
        rf"{_NO_DIGIT}(?P<y>(?:19|20)\d{{2}})(?P<m>[01]\d)(?P<d>[0-3]\d)T?(?P<packed>[0-2]\d[0-5]\d(?:[0-5]\d)?Z?)?(?!\d)",
        rf"{_NO_DIGIT}(?P<y>\d{{4}})\s?(?:\)|[(（][^()（）\d]{{0,4}}\d{{0,3}}年?[)）])?\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?P<d>\d{{1,2}})\s?[日号號일]?",
        r"(?P<era>民國|民国|令和|平成|昭和|(?-i:\b[RH]))\s?(?P<y>\d{1,3}|元)\s?[年./-]\s?(?P<m>\d{1,2})\s?[月./-]\s?(?P<d>\d{1,2})\s?日?",
        rf"{_NO_DIGIT}(?P<roc>1\d\d)\s?(?P<mark>年|[-./])\s?(?P<m>\d{{1,2}})\s?(?:月|(?P=mark))\s?(?P<d>\d{{1,2}})(?!\d)\s?日?",
        rf"{_NO_DIGIT}(?P<ab>\d{{1,2}})\s?(?P<sep>[./|-])\s?(?P<ba>\d{{1,2}})\s?(?P=sep)\s?(?P<y>\d{{4}}(?!\d)|\d{{2}}(?![\d:]))",
        rf"(?<!\w){_NAME}\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?:[,،]\s?|\s)(?:de\s)?{_ERA_WORD}(?P<y>\d{{4}})(?!\d)",
        rf"{_NO_DIGIT}(?P<d>\d{{1,2}}){_ORDINAL}\s?(?:[-/]|\s|(?<=\.)|(?=[{MAINLAND}])){_OF}{_NAME}\.?[,،]?(?:[-/]|(?<=\.)|(?<=[{MAINLAND}])|\s(?:de\s|del\s)?){_ERA_WORD}(?P<y>\d{{4}})(?!\d)",
        rf"{_NO_DIGIT}(?P<y>\d{{4}}){_YEAR_WORD}{{0,2}}\s{_NAME}\.?\s(?:сарын\s)?(?P<d>\d{{1,2}})(?!\d)(?:\.|\sd\.|an?\b)?",
        rf"{_NO_DIGIT}(?P<y>\d{{4}}){_YEAR_WORD}{{1,2}}\s(?P<d>\d{{1,2}})\.?[\s-]{_NAME}",
        rf"{_NO_DIGIT}(?P<y>\d{{4}})\s?оны\s(?P<m>\d{{1,2}})\s?сарын\s(?P<d>\d{{1,2}})(?!\d)",
        rf"{_NO_DIGIT}(?P<d>\d{{1,2}})\s(?:tháng|thg|th)\.?\s?(?P<m>\d{{1,2}}),?\s(?:năm\s)?(?P<y>\d{{4}})(?!\d)",
        r"\b(?P<name>[a-z]{3})\s(?P<d>\d{1,2})\s(?P<clock>\d{2}:\d{2}:\d{2}(?:\s[a-z]{3,4})?)\s(?P<y>\d{4})(?!\d)",
        rf"{_NO_DIGIT}(?P<d>\d{{1,2}})[\s-]{_NAME}\.?,?[\s-]['’]?(?P<y>\d{{2}})(?![\d:.：時时hH]|\s?(?:Uhr|uhr|[ap]\.?m))",
        rf"{_NO_DIGIT}(?<![年년])(?<![年년]\s)(?P<m>\d{{1,2}})\s?[月월]\s?(?P<d>\d{{1,2}})\s?[日号號일]",
        rf"{_NO_DIGIT}(?P<d>\d{{1,2}})\.?\s(?:de\s)?{_NAME}(?!\w|\.?[,،]?\s(?:de\s|del\s)?{_ERA_WORD}\d{{4}})",
        rf"(?<!\w){_NAME}\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:.]|[,،]?\s(?:de\s)?{_ERA_WORD}\d{{4}})",
        r"(?<![\d./-])(?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?=\s\d{1,2}[:：]\d\d)",
    )
)
"""In order of certainty: groups y, m, d, name (of a month), era, roc (a year of the Republic of China), ab and ba
(numbers whose order is open), clock."""
_IN_NUMBERS = (*DAY_FORMS[:2], DAY_FORMS[3], DAY_FORMS[5])
_IN_WORDS = DAY_FORMS[6:14]
_ROC, _EASTERN_DAY = DAY_FORMS[4], DAY_FORMS[14]
YEAR_MONTH = (
    re.compile(r"(?P<y>\d{4})(?:[-/]|\s?[年년]\s?)(?P<m>\d{1,2})\s?[月월]?\Z"),
    re.compile(rf"{_NAME}\.?,?\s(?:de\s)?(?P<y>\d{{4}})\Z", re.I),
)
YEAR = re.compile(r"(?:19|20)\d{2}\s?[年년]?\Z")
EPOCH = re.compile(r"(?:/Date\()?(?P<seconds>[1-9]\d{8,9})(?:\d{3})?(?:(?P<zone>[+-]\d{4})?\)/)?\Z")
ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988}
INITIALS_OF_ERAS = ("R", "H")
AFTERNOON = (
    "p",
    "下午",
    "晚",
    "傍晚",
    "午後",
    "오후",
    "م",
    "μ",
    "পি",
    "अप",
    "ch",
    "ös",
    "malam",
    "de la t",
    "de la n",
    "da t",
    "da n",
    "ng h",
    "ng g",
)
MORNING = ("a", "上午", "凌晨", "午前", "오전", "ص", "π", "এ", "पू", "öö", "sa", "de la m", "da m", "ng u")
_HANZI_DATE = re.compile(
    r"(?:(?P<hanzi_era>民國|民国|令和|平成|昭和)(?=[一二三四五六七八九十百零〇]{1,5}年)|(?=[〇○零一二三四五六七八九]{3,4}年))"
    r"(?P<hanzi_year>[〇○零一二三四五六七八九十百]{1,5})年(?P<hanzi_month>[一二三四五六七八九十]{1,3})月(?P<hanzi_day>[一二三四五六七八九十廿卅]{1,3})日"
)
_HANZI_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
# Without one of these there is no date in a line: the cheap test before the dear ones.
_YEARLESS, _WITH_YEAR = DAY_FORMS[14:], DAY_FORMS[:14]
_YEARISH = re.compile(
    r"[12]\d{3}|\d{1,2}[\s-](?:[\u0e00-\u0e7f.]{3,14}|[^\W\d_]{3,12}\.?)[\s-]['’]?\d\d(?![\d:.])|"
    r"\d\s?[./|-]\s?\d{1,2}\s?[./|-]\s?\d|[月월年]|\d{4}|\d[-/]\d{1,2} \d"
)
_IN_SIGNS = (*DAY_FORMS[2:4], _EASTERN_DAY, _HANZI_DATE)
# "06-09 12:06": which is the month is certain where the language always puts it first.
_MONTH_FIRST = ("zh", "ja", "ko")
_TRADITIONAL = "zh-Hant"
_SHORT_LINE = 30
_WORDED = re.compile(r"\d{4}|[^\W\d_.]\.?[\s-]['’]?\d\d(?!\d)")
_URL_FORMS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>1[0-2]|[1-9])[/-](?P<d>[12]\d|3[01]|[1-9])(?!\d)"),
    re.compile(r"/(?P<y>(?:19|20)\d{2})/(?P<name>[a-z]{3,9})/(?P<d>[0-3]?\d)(?!\d)", re.I),
)
_URL_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<d>0?[1-9]|[12]\d|3[01])-(?P<m>0?[1-9]|[12]\d|3[01])-(?P<y>20[0-4]\d)(?=[/.]|\Z)"
)
_URL_YEAR = re.compile(r"(?<![^/_-])((?:199|20[0-4])\d)(?![^/_.-])")
_URL_MONTH = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-]?(?P<m>0[1-9]|1[0-2])(?=/)")


def find_dates(text: str, *, language: str | None = None, limit: int = 4) -> Iterator[str]:
    """The pieces of a line that are dates with a year or with East Asian signs, as printed, clock times included."""
    text = line(text[:1000])
    plain = _with_ascii_digits(text)
    if not _YEARISH.search(plain):
        return
    found: list[tuple[int, int]] = []
    for form in _forms_for(plain, language):
        for match in islice(form.finditer(plain), limit):
            start, end = match.span()
            name = match.groupdict().get("name")
            if name and month_number(name, language) is None and month_of(name, language) is None:
                continue
            if all(end <= a or start >= b for a, b in found):
                clock = clock_at(plain, end)
                before = None if clock else clock_before(plain, start)
                if before and all(before.start() >= b or start <= a for a, b in found):
                    start = before.start()
                found.append((start, clock.end() if clock else end))
    for start, end in sorted(found)[:limit]:
        yield text[start:end]


def _forms_for(text: str, language: str | None) -> Iterator[re.Pattern[str]]:
    """The forms with a year, or of an East Asian page, that a line can hold at all."""
    worded = _WORDED.search(text) is not None
    if worded or "." in text or "/" in text or "|" in text or "-" in text:
        yield from _IN_NUMBERS
    if worded:
        yield from _IN_WORDS
    if language == _TRADITIONAL:
        yield _ROC
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
    return _HANZI_DATE.sub(_western, _with_ascii_digits(text))


def _with_ascii_digits(text: str) -> str:
    """The text, of the same length, with every script's digits as ASCII."""
    if text.isascii():
        return text
    text = narrow_digits(text)
    return "".join(str(int(c)) if c > "\x7f" and c.isdecimal() else c for c in text)


def clock_before(text: str, end: int) -> re.Match[str] | None:
    """The clock time that stands right before a place in a line."""
    start = max(0, end - _BEFORE)
    return _CLOCK_BEFORE.search(text, start, end) if _CLOCK_SIGN.search(text, start, end) else None


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
    day_first = _URL_DAY_FIRST.search(path)
    if day_first and (printed := _unequivocal(int(day_first["d"]), int(day_first["m"]))):
        return f"{day_first['y']}-{printed}"
    month_match = _URL_MONTH.search(path)
    return f"{month_match['y']}-{month_match['m']}" if month_match else None


def _unequivocal(first: int, second: int) -> str | None:
    """Month and day, where one of the two numbers can only be the day: 24-11."""
    day, month = max(first, second), min(first, second)
    return (
        f"{month:02}-{day:02}"
        if (day > 12 or day == month) and month <= 12 and day <= monthrange(2000, month)[1]
        else None
    )


def yearless_date(text: str, *, language: str | None = None) -> str | None:
    """A day and month at the beginning of a short line, as printed, with the clock time behind it; None where there is
    none, or a year."""
    plain = _with_ascii_digits(line(text))
    for form in _YEARLESS if len(plain) <= _SHORT_LINE and has_year(f"{plain} ") is False else ():
        match = form.match(plain)
        name = match.groupdict().get("name") if match else None
        if match and (name is None or month_number(name, language) or month_of(name, language)):
            return plain
    return None


def has_year(raw: str) -> bool:
    """Whether a printed date says its year, or is told from now."""
    text = narrow(raw)
    yearless = any(form.search(text) for form in _YEARLESS) and not is_relative(text)
    return not yearless or any(form.search(text) for form in _WITH_YEAR)


def url_year(url: str) -> int | None:
    """The year that stands alone in a URL's path (/2011/, -2011-) or dates its query; None where there is none."""
    path, _, query = url.partition("://")[2].partition("/")[2][:2000].partition("?")
    alone, stamp = _URL_YEAR.search(path), _URL_FORMS[0].search(query)
    return int(alone[1]) if alone else int(stamp["y"]) if stamp else None


def _western(match: re.Match[str]) -> str:
    printed = match["hanzi_year"]
    counted = "十" in printed or "百" in printed or (match["hanzi_era"] and len(printed) < 3)
    year = _small(printed) if counted else int("".join(_HANZI_DIGITS[c] for c in printed))
    return f"{match['hanzi_era'] or ''}{year}年{_small(match['hanzi_month'])}月{_small(match['hanzi_day'])}日"


def _small(numeral: str) -> int:
    """A Chinese numeral below two hundred."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    hundreds, hundred, rest = numeral.rpartition("百")
    if hundred:
        return 100 * _small(hundreds) + _small(rest.strip("零〇") or "零")
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(_HANZI_DIGITS[c] for c in numeral))
    digit = _HANZI_DIGITS.get
    return int(digit(tens[-1:], "1")) * 10 + int(digit(ones[:1], "0"))
