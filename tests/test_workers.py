"""The short form of benchmarks/workers.py: two workers, one of which is killed, read every page once."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.workers import Crawl, reachable
from tests.web.news import NewsWeb, serve
from tests.web.postgres import MISSING, programs, server


@pytest.mark.skipif(programs() is None, reason=MISSING)
def test_two_workers_of_which_one_is_killed_read_every_page_once(tmp_path: Path) -> None:
    hosts = tuple(f"127.0.0.{number}" for number in range(1, 7))
    with server() as database, serve(NewsWeb(90, 0.05, hosts=hosts)) as web:
        outcome = Crawl(web, tmp_path, database.new_database(), workers=2).run(kills=[6])
        assert set(outcome.pages) == {web.url(number) for number in reachable(web)}
        assert set(outcome.pages.values()) == {1}
        assert len(list(tmp_path.glob("output/related/bench/*/articles.jsonl"))) == 2
