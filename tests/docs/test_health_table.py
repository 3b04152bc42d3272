"""The table of what `store --health` lists has the code's words and thresholds."""

from __future__ import annotations

import re
from typing import get_args

from crawler.store import health
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Watching sites")[2].partition("\n## ")[0]


def rows() -> dict[str, str]:
    """Word -> its conditions."""
    return {
        word: f"{first} {then}"
        for word, first, then in re.findall(r"^\| `([\w-]+)` \|[^|]*\|(.*)\|(.*)\|$", SECTION, re.M)
    }


def percent(share: float) -> str:
    return f"{100 * share:g} %"


def test_every_word_has_a_row() -> None:
    assert sorted(rows()) == sorted(get_args(health.ProblemKind))


def test_every_threshold_is_the_codes() -> None:
    said = rows()
    for share in health._SHARES:
        assert [percent(health._USUAL), percent(health._DROP)] == re.findall(r"\d+ %", said[share.kind])
    hours = f"at least {health._SILENT / 3600:g} hour,"
    assert f"at least {health._SPOKE} runs" in said["silent"]
    assert hours in said["silent"]
    assert f"at least {percent(health._WALLS)} of its pages now" in said["walls"]
    assert f"more than {health._RISE:g} times the share before" in said["walls"]
    text = " ".join(SECTION.split())
    assert f"*Now* is the last {health.LAST_RUNS} runs" in text
    assert f"the last {health.RUNS_LOOKED_AT} in the store" in text
    assert f"at least {health._FEW} pages now and at least {health._MANY} before" in text
