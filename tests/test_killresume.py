"""The short form of benchmarks/killresume.py: a job that is killed, or offline for a while, loses nothing and repeats
nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bad_minutes import TROUBLES, bad_minutes
from benchmarks.job_crawls import Crawl, Outcome, compare, snapshot
from benchmarks.killresume import LATENCY, kill_and_resume, random_moments
from tests.web.news import NewsWeb, serve


def test_a_job_killed_five_times_has_every_page_once(tmp_path: Path) -> None:
    with serve(NewsWeb(250, LATENCY)) as web:
        plain, killed = Crawl(web, tmp_path / "plain", job=False), Crawl(web, tmp_path / "killed", job=True)
        assert plain.finish() == 0
        expected = Outcome.of(plain)
        assert expected.pages.total() > 195
        said = list(kill_and_resume(killed, random_moments(5, seed=3, crawl=plain.seconds)))
        assert said[-1] == "the rest: exit status 0"
        assert sum("killed" in line for line in said) >= 4, said
        report = compare(expected, Outcome.of(killed))
        assert set(report.values()) == {0}, report
        before = snapshot(killed)
        assert killed.finish() == 0
        assert snapshot(killed) == before


@pytest.mark.parametrize("kind", TROUBLES)
def test_a_bad_minute_of_the_network_costs_nothing(tmp_path: Path, kind: str) -> None:
    [(_, cost)] = bad_minutes(tmp_path, 1, seed=2, kinds=[kind])
    assert set(cost.values()) == {0}, cost
