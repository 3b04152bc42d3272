"""What a seed list comes to, and the dates in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

ListKind = Literal["feed", "sitemap", "index"]

_MONTH_ONLY = re.compile(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2]))?")
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
    """A date as feeds and sitemaps write it: ISO 8601 (a month or a year too) or RFC 822, years of two digits too."""
    text = text.strip()[:80]
    month = _MONTH_ONLY.fullmatch(text)
    if month:
        return datetime(int(month[1]), int(month[2] or 1), 1, tzinfo=UTC)
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            date = read(text if read is datetime.fromisoformat else _SEPTEMBER.sub("Sep", text))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    return None
