"""Seeds that go silent and sites that change, over the runs of a store; and that ordinary weeks are left alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.store.contents import RunNote
from crawler.store.health import find_problems
from crawler.store.sqlite import SqliteStore
from tests.conftest import SAMPLE, Scrapy

HOUR = 3600.0
SEED, SITE = "https://news.example/feed", "news.example"
USUAL = {"asked": 10, "articles": 10, "failures": 0, "pages": 10, "textless": 0, "linked": 9, "dated": 10, "walls": 0}


def run(number: int, *, seed: int = 3, command: str = "new", **counts: int) -> RunNote:
    note = {
        "spider": "related",
        "arguments": {"url": SEED, "mode": command},
        "seeds": {SEED: {"status": "read", "articles": seed}},
        "sites": {SITE: {**USUAL, **counts}},
    }
    return RunNote(f"run{number}", number * HOUR, note)


def kinds(runs: list[RunNote]) -> list[str]:
    return [problem.kind for problem in find_problems(runs)]


def test_an_ordinary_week_is_left_alone() -> None:
    assert find_problems([run(n, seed=3 * (n % 4 != 0), linked=9 - n % 3) for n in range(168)]) == []
    assert find_problems([]) == []


def test_a_seed_is_silent_where_it_is_so_longer_than_it_ever_was() -> None:
    spoke = [run(n, seed=int(n % 3 == 0)) for n in range(25)]  # each three hours, the last one at 24
    quiet = [run(n, seed=0) for n in range(25, 28)]
    assert find_problems(spoke + quiet) == [], "three hours it was silent before"
    [problem] = find_problems([*spoke, *quiet, run(28, seed=0)])
    assert (problem.kind, problem.subject) == ("silent", SEED)
    assert problem.detail == "no story for 4 hours; never more than 3 hours before"


def test_runs_that_lie_seconds_or_minutes_apart_raise_no_alarm() -> None:
    for apart in (2.0, 300.0):
        tries = [replace(run(n, seed=int(n < 9)), started=n * apart) for n in range(12)]
        assert find_problems(tries) == []


def test_a_clock_that_is_seconds_late_raises_no_alarm() -> None:
    spoke = [run(3 * n) for n in range(6)]
    late = replace(run(18, seed=0), started=18 * HOUR + 40)
    assert find_problems([*spoke, late]) == []


def test_a_silence_is_told_in_the_number_of_its_unit() -> None:
    spoke = [replace(run(n), started=60.0 * n) for n in range(6)]
    [problem] = find_problems([*spoke, replace(run(6, seed=0), started=300 + 1.5 * HOUR)])
    assert problem.detail == "no story for 90 minutes; never more than 1 minute before"


def test_a_seed_that_seldom_spoke_is_not_called_silent() -> None:
    assert find_problems([run(n, seed=int(n < 4)) for n in range(40)]) == []


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"pages": 0, "textless": 10}, "no-text"),
        ({"linked": 1}, "no-related-links"),
        ({"dated": 0}, "no-date"),
        ({"pages": 5, "failures": 5, "walls": 5}, "walls"),
    ],
)
def test_a_site_that_changed_is_named_with_what_it_no_longer_has(changed: dict[str, int], kind: str) -> None:
    before = [run(n) for n in range(20)]
    assert kinds(before + [run(n, **changed) for n in range(20, 25)]) == [kind]
    assert kinds(before + [run(n, **changed) for n in range(20, 22)]) == [], "two runs of five may be chance"


def test_a_small_site_that_changed_shows_in_its_last_five_pages() -> None:
    small = {"pages": 1, "linked": 1, "dated": 1}
    runs = [run(n, **small) for n in range(20)] + [run(n, **{**small, "dated": 0}) for n in range(20, 25)]
    assert kinds(runs) == ["no-date"]
    assert kinds(runs[1:]) == [], "nineteen pages before say too little"
    assert kinds(runs[:-1]) == [], "one of the last five had a date"


def test_what_a_site_never_had_it_cannot_lose() -> None:
    assert kinds([run(n, linked=4 * (n < 20)) for n in range(25)]) == []


def test_runs_of_different_commands_are_not_compared() -> None:
    runs = [run(n) for n in range(20)] + [run(n, command="all", linked=0) for n in range(20, 25)]
    assert kinds(runs) == []


def test_the_command_lists_them_also_as_json_and_says_so_by_its_status(scrapy: Scrapy, tmp_path: Path) -> None:
    fill(tmp_path / "store.db", [run(n) for n in range(20)] + [run(n, dated=0) for n in range(20, 25)])
    store = ("-s", f"RELATED_STORE=sqlite:///{tmp_path / 'store.db'}")
    plain, document = scrapy("store", "--health", *store), scrapy("store", "--health", "--json", *store)
    assert (plain.status, document.status) == (6, 6)
    assert plain.out == "no-date: news.example: 0 of 50 pages of the last runs have a date, 200 of 200 before\n"
    assert json.loads(document.out)["problems"][0]["subject"] == SITE


def test_a_run_logs_them_and_the_monitors_know(scrapy: Scrapy, tmp_path: Path) -> None:
    pytest.importorskip("spidermon")
    seed = "https://www.harbourpost.example/2023/06/03/flood-barrier-budget/"
    notes: list[dict[str, Any]] = [
        {
            "spider": "related",
            "arguments": {"url": f"{seed},http://gone.example/", "depth": "0"},
            "counts": {"articles": 1},
            "seeds": {"http://gone.example/": {"status": "read", "articles": 1}},
            "sites": {},
        }
        for _ in range(6)
    ]
    fill(tmp_path / "store.db", [RunNote(f"run{n}", n * HOUR, note) for n, note in enumerate(notes)])
    run = scrapy(
        "crawl", "related", "-a", f"url={seed},http://gone.example/", "-a", "depth=0",
        "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}", "-s", "SPIDERMON_ENABLED=True",
        "-s", "RELATED_SEEDS_MAY_FAIL=1",
    )  # fmt: skip
    assert run.status == 6
    assert "WARNING crawler.extensions.health: Look at http://gone.example/: no story for" in run.err
    assert [one["subject"] for one in run.manifest["health"]] == ["http://gone.example/"]


def fill(path: Path, runs: list[RunNote]) -> None:
    store = SqliteStore(path)
    with store.transaction():
        for one in runs:
            store.note_run(one.run_id, one.started or 0.0, json.dumps(one.note))
    store.close()
