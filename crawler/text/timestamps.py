"""Time stamps as the feeds have them: ISO 8601 in UTC to the second, `2026-11-24T18:05:00Z`.

Clocks are read in one place, so that every file of a run says the time in the same form.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def utc_now() -> str:
    """The time now."""
    return stamp(datetime.now(UTC))


def from_seconds(seconds: float | None) -> datetime | None:
    """Seconds since 1970 as a time in UTC."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def stamp(moment: datetime) -> str:
    """A moment as the feeds have it; one without a zone is taken for UTC."""
    return aware(moment).astimezone(UTC).strftime(_FORM)


def aware(moment: datetime) -> datetime:
    """The moment with a zone: UTC where it has none."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_stamp(text: str | None) -> datetime | None:
    """The moment of an ISO 8601 date or time; a day is its beginning, no zone is UTC. None where it cannot be read."""
    try:
        return aware(datetime.fromisoformat(text or ""))
    except ValueError:
        return None


def utc_or_day(date: str | None) -> str | None:
    """An ISO 8601 date in UTC where it has a time and a zone, else its day; None for a month or a year alone."""
    if not date or len(date) < 10:
        return None
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return None
    try:
        return stamp(moment) if moment.tzinfo else date[:10]
    except OverflowError:
        return date[:10]


def end_of(date: str | None) -> datetime | None:
    """The end of what an ISO 8601 date may mean: a year, a month and a day run to their end, a time is itself.

    None where it cannot be read, or ends after the year 9999.
    """
    text = date or ""
    try:
        if len(text) == 10:
            return aware(datetime.fromisoformat(text)) + timedelta(days=1)
        if len(text) in (4, 7):
            year, month = int(text[:4]), int(text[5:7] or 12)
            return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        return aware(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None
