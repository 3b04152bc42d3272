"""The table of the monitors has a row for each, with the code's thresholds."""

from __future__ import annotations

import re

import pytest

from crawler.items import Article, row
from tests.conftest import ROOT

pytest.importorskip("spidermon", reason="it is in the dev extra")
from crawler.extensions import monitors

PAGE = (ROOT / "docs" / "scheduling.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Monitors")[2].partition("\n## ")[0]
ROWS = re.findall(r"^\| (?!what |---)([^|]+) \| ([^|]+) \| ([^|]+) \|$", SECTION, re.M)


def percent(share: float) -> str:
    return f"{100 * share:g} %"


def test_every_monitor_has_a_row() -> None:
    tests = [name for name in vars(monitors.Stories) if name.startswith("test_")]
    assert len(ROWS) == len(tests)


def test_every_threshold_is_the_codes() -> None:
    _, failed, fields, drop, _ = ROWS
    enough = monitors.ENOUGH
    assert f"more than {percent(monitors.FAILED)} of the pages" in failed[1]
    assert f"at least {enough} pages" in failed[2]
    assert f"more than {percent(1 - monitors.COVERED)} of the stories" in fields[1]
    assert f"at least {enough} stories" in fields[2]
    assert f"fewer than {percent(monitors.DROP)} of the median" in drop[1]
    assert f"at least {enough} such runs among the last {monitors._LAST}" in drop[2]
    assert f"a median of at least {enough}" in drop[2]
    assert re.findall(r"`(\w+)`", fields[1]) == list(monitors.FIELDS)
    assert set(monitors.FIELDS) <= set(row(Article()))
