"""What a seed list comes to, and the dates in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from crawler.text import dates
from crawler.text.timestamps import aware

ListKind = Literal["feed", "sitemap", "index"]

_MONTH_ONLY = re.compile(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2]))?")
_RFC_ZONE = re.compile(r"[+-]\d{4}\Z|(?<![A-Za-z])(?:GMT|UTC?|Z|[ECMP][SD]T)\Z")
"""The zones that RFC 822 has."""
_OTHER_ERA, _BUDDHIST = 2400, 543
_NO_YEAR = 1970
"""The year of the second 0: what programs write that have no date."""
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b", re.I)
_YEAR_BEFORE_CHRIST = re.compile(r"\s-\d{4}\s")
_DAY = 10
_LETTERS = re.compile(r"[^\W\d_]{3}")
_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "ru",
    "uk",
    "pl",
    "tr",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "hu",
    "ro",
    "el",
    "th",
    "ar",
    "fa",
    "hi",
    "zh",
    "ja",
    "ko",
    "vi",
)
_SEPTEMBER = re.compile(r"\bSept\b", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list names."""

    url: str
    """Absolute."""
    date: datetime | None = None
    """When it was published or last changed, with a time zone, where the list says so."""


@dataclass(frozen=True, slots=True)
class SeedList:
    """A list's entries, each once: a feed's in its order, a sitemap's the newest first. Those of an index are lists."""

    kind: ListKind
    entries: tuple[Entry, ...]
    cut: str | None = None
    """Why reading stopped before the list's end, in a phrase; None where it did not."""


def parse_date(text: str) -> datetime | None:
    """A date as feeds and sitemaps write it: ISO 8601 (a month or a year too), RFC 822, years of two digits too, and
    what programs write in their stead: names of other languages and zones, days in figures, seconds since 1970."""
    text = text.strip()[:80]
    month = _MONTH_ONLY.fullmatch(text)
    if month:
        return datetime(int(month[1]), int(month[2] or 1), 1, tzinfo=UTC)
    rfc_first = _RFC_ZONE.search(text) and not _HALF_DAY.search(text)
    readers = (_read_iso, _read_rfc, _read_printed) if rfc_first else (_read_iso, _read_printed, _read_rfc)
    return next((aware(date) for read in readers if (date := read(text)) and date.year > _NO_YEAR), None)


def _read_iso(text: str) -> datetime | None:
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        return None
    return date if date.year < _OTHER_ERA else None


def _read_rfc(text: str) -> datetime | None:
    if _YEAR_BEFORE_CHRIST.search(text):
        return None
    try:
        date = parsedate_to_datetime(_SEPTEMBER.sub("Sep", text))
        return date.replace(year=date.year - _BUDDHIST) if date.year > _OTHER_ERA else date
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _read_printed(text: str) -> datetime | None:
    """As pages print dates: names of months in the languages that most often stand in feeds."""
    for language in _LANGUAGES if not text.isascii() or _LETTERS.search(text) else ("en",):
        if found := dates.parse_date(text, language=language):
            return datetime.fromisoformat(found[0]) if len(found[0]) >= _DAY else None
    return None
