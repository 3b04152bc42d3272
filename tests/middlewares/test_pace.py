"""How long a host asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.middlewares.pace import retry_after

NOW = datetime(2024, 5, 3, 10, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"0", 0),
        (b" 120 ", 120),
        (b"Fri, 03 May 2024 10:00:30 GMT", 30),
        (b"Friday, 03-May-24 10:00:30 GMT", 30),
        (b"Fri, 03 May 2024 12:00:30 +0200", 30),
        (b"Fri, 03 May 2024 09:00:00 GMT", 0),
        (b"99999999999999999999", 999999999999),
        (b"", None),
        (None, None),
        (b"soon", None),
        (b"-5", None),
        (b"1.5", None),
        ("１２".encode(), None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(value: bytes | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.binary(max_size=60))
def test_no_header_raises(value: bytes) -> None:
    found = retry_after(value, NOW)
    assert found is None or found >= 0
