"""Two workers on one shared store: every page once, also where one is killed, and bounds for both together."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.workers import Crawl, expected_stories, reachable
from crawler.store.postgres import PostgresStore
from tests.web.news import NewsWeb, serve
from tests.web.postgres import MISSING, programs, server

pytestmark = pytest.mark.skipif(programs() is None, reason=MISSING)
HOSTS = tuple(f"127.0.0.{number}" for number in range(1, 7))


def test_two_workers_of_which_one_is_killed_read_every_page_once(tmp_path: Path) -> None:
    with server() as database, serve(NewsWeb(90, 0.05, hosts=HOSTS)) as web:
        outcome = Crawl(web, tmp_path, database.new_database(), workers=2).run(kills=[1.5])
        assert set(outcome.pages) == {web.url(number) for number in reachable(web)}
        assert set(outcome.pages.values()) == {1}
        assert expected_stories(web) <= set(outcome.in_data_set), "the data set of both lacks a story"
        assert set(outcome.in_data_set.values()) == {1}
        assert len(list(tmp_path.glob("output/related/bench/*/articles.jsonl"))) == 2


class Copied(NewsWeb):
    """Each story stands on two hosts, so that two workers bring it in the same second."""

    def kind(self, number: int) -> str:
        return "copy" if number % 2 else "story"


@pytest.mark.parametrize("kills", [[], [1.5]])
def test_a_bound_on_the_stories_holds_for_two_workers_together(tmp_path: Path, kills: list[float]) -> None:
    with server() as database, serve(Copied(120, 0.05, hosts=HOSTS)) as web:
        url = database.new_database()
        outcome = Crawl(web, tmp_path, url, workers=2, max_articles=30).run(kills)
        store = PostgresStore(url)
        [run] = store.last_runs(9)
        store.close()
    assert outcome.stories == 30
    assert set(outcome.in_data_set.values()) == {1}
    assert run.note["counts"]["articles"] == 30, "the store adds up what the workers counted"


@pytest.mark.skipif(find_spec("spidermon") is None, reason="Spidermon is not installed (extra: monitor)")
def test_a_worker_that_finds_nothing_raises_no_alarm_where_the_other_does(tmp_path: Path) -> None:
    with server() as database, serve(NewsWeb(9, 0.3, hosts=HOSTS[:1])) as web:
        crawl = Crawl(web, tmp_path, database.new_database(), workers=2)
        crawl.command += ["-s", "SPIDERMON_ENABLED=True"]
        outcome = crawl.run()
    assert outcome.stories > 0
    assert "Monitor failed" not in "".join(log.read_text() for log in tmp_path.glob("log-*"))
