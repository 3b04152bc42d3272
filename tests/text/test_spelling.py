"""A mistyped name is answered with the one that was meant."""

from __future__ import annotations

import pytest

from crawler.text.spelling import unknown

NAMES = ("RELATED_OUTPUT", "RELATED_STORE", "RELATED_STATSD")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("RELATED_OUTPT", "RELATED_OUTPUT"), ("related_stroe", "RELATED_STORE"), ("RELATED_STATD", "RELATED_STATSD")],
)
def test_the_nearest_name_comes_first_and_then_all(name: str, meant: str) -> None:
    assert unknown(name, NAMES) == f"unknown; is it {meant}? there are RELATED_OUTPUT, RELATED_STORE, RELATED_STATSD"


def test_no_name_is_suggested_where_none_is_near() -> None:
    assert unknown("colour", NAMES) == "unknown; there are RELATED_OUTPUT, RELATED_STORE, RELATED_STATSD"
