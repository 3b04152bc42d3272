"""Time stamps as the feeds have them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.text.timestamps import end_of, from_seconds, read_stamp, stamp, utc_now, utc_or_day


def test_a_moment_is_told_in_utc_whatever_its_zone() -> None:
    assert stamp(datetime(2026, 11, 24, 13, 5, tzinfo=timezone(timedelta(hours=-5)))) == "2026-11-24T18:05:00Z"
    assert stamp(datetime(2026, 11, 24, 13, 5)) == "2026-11-24T13:05:00Z"


def test_now_reads_back_as_written() -> None:
    now = utc_now()
    moment = read_stamp(now)
    assert moment is not None
    assert stamp(moment) == now


def test_seconds_are_a_time_in_utc_the_first_one_too() -> None:
    assert from_seconds(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert from_seconds(None) is None


@pytest.mark.parametrize("text", [None, "", "yesterday", "2026-13-01"])
def test_what_is_no_date_reads_as_none(text: str | None) -> None:
    assert read_stamp(text) is None
    assert end_of(text) is None


@pytest.mark.parametrize(
    ("date", "end"),
    [
        ("2025", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2025-12", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2025-03", datetime(2025, 4, 1, tzinfo=UTC)),
        ("2025-12-31", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2025-12-31T10:00+01:00", datetime(2025, 12, 31, 9, tzinfo=UTC)),
    ],
)
def test_a_date_ends_with_what_it_may_mean(date: str, end: datetime) -> None:
    assert end_of(date) == end


@pytest.mark.parametrize(
    ("date", "utc"),
    [
        ("2026-11-24T13:05:00-05:00", "2026-11-24T18:05:00Z"),
        ("2026-11-24T13:05+00:00", "2026-11-24T13:05:00Z"),
        ("2026-11-24T13:05", "2026-11-24"),
        ("2026-11-24", "2026-11-24"),
        ("2026-11", None),
        ("2026", None),
        ("2026-13-24", None),
        ("0001-01-01T00:00:00+05:00", "0001-01-01"),
        (None, None),
    ],
)
def test_a_date_in_utc_where_its_zone_is_known_else_its_day(date: str | None, utc: str | None) -> None:
    assert utc_or_day(date) == utc


def test_nothing_ends_after_the_last_year() -> None:
    assert end_of("9999") is None
