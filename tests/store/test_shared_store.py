"""Two workers on one database: what one brings first the other learns at its checkpoint, and hosts are shared."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest

from crawler.store import postgres_workers
from crawler.store.base import Conflicts, StoreError, Story
from crawler.store.jobdir import JobError
from crawler.store.postgres import PostgresStore
from crawler.store.postgres_frontier import PostgresFrontier
from crawler.store.visits import Visit
from crawler.text.fingerprint import sketch, text_hash
from crawler.urls.canonical import page_id
from tests.store.test_checkpoints import Tally, opened
from tests.store.test_store import text_of
from tests.web.postgres import Server

X, Y = page_id("https://a.example/x"), page_id("https://b.example/y")


class Worker:
    """A worker of the run, without the crawl."""

    def __init__(self, url: str, name: str) -> None:
        self.store = PostgresStore(url)
        self.frontier: PostgresFrontier = self.store.frontier("run", name)
        self.memory = self.store.memory("run")
        self.conflicts = Conflicts()

    def checkpoint(self) -> Conflicts:
        self.store.commit(lambda conflicts: setattr(self, "conflicts", conflicts))
        return self.conflicts

    def read(self, page: str, text: str) -> None:
        self.memory.add(Story(page, text_hash(text), page), sketch(text))


@pytest.fixture
def workers(postgres: Server) -> Iterator[Callable[[str], Worker]]:
    url = postgres.new_database()
    made: list[Worker] = []

    def make(name: str) -> Worker:
        made.append(Worker(url, name))
        return made[-1]

    yield make
    for worker in made:
        worker.store.close()


def test_a_page_that_two_workers_mark_is_asked_for_once(workers: Callable[[str], Worker]) -> None:
    one, two = workers("one"), workers("two")
    for worker in (one, two):
        assert worker.frontier.mark(X)
        worker.frontier.add("a.example", 0, f"of {worker.frontier.worker}", X)
    assert one.checkpoint().seen == frozenset()
    assert two.checkpoint().seen == {X}
    one.checkpoint()
    found = [lease for worker in (one, two) if (lease := worker.frontier.lease(lambda host: True))]
    assert [lease.request for lease in found] == ["of one"]


def test_copies_that_two_workers_read_at_once_are_one_story(workers: Callable[[str], Worker]) -> None:
    one, two = workers("one"), workers("two")
    text = text_of(1)
    one.read(X, text)
    two.read(Y, text[: len(text) * 8 // 10])
    two.read(page_id("other"), text_of(2))
    for page in (Y, page_id("other")):
        two.store.visits().put(Visit(page, "story", ""))
    assert one.checkpoint().copies == {}
    copies = two.checkpoint().copies
    assert {page: (match.method, match.story.page) for page, match in copies.items()} == {Y: ("near", X)}
    assert [story.page for story in one.memory.cluster(X)] == [X, Y]
    assert two.checkpoint().copies == {}, "it is no news any more"
    visits = [one.store.visits().get(page, "") for page in (Y, page_id("other"))]
    assert [visit.state for visit in visits if visit] == ["copy", "story"], "a refresh writes no version of a copy"


def test_hosts_are_shared_out_and_a_host_is_one_workers_at_a_time(workers: Callable[[str], Worker]) -> None:
    one, two = workers("one"), workers("two")
    for host in "abcd":
        for number in range(3):
            one.frontier.add(host, number, f"{host}{number}")
    one.checkpoint()
    assert sorted(one.frontier.hosts()) == ["a", "b", "c", "d"]
    for worker in (two, one, two):
        worker.checkpoint()
    assert len(one.frontier.hosts()) == len(two.frontier.hosts()) == 2
    assert sorted(one.frontier.hosts() + two.frontier.hosts()) == ["a", "b", "c", "d"]


class Manners:
    """How hosts are to be asked, in a mapping."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def manners(self, host: str) -> tuple[float, Mapping[str, Any]]:
        return self.known.get(host, (0.0, {}))

    def take_over(self, host: str, seconds: float, manners: Mapping[str, Any]) -> None:
        self.known[host] = seconds, manners


def test_a_host_takes_its_delay_along(workers: Callable[[str], Worker]) -> None:
    one, two = workers("one"), workers("two")
    one.frontier.manners, two.frontier.manners = Manners(), Manners()
    for host in "ab":
        for number in range(3):
            one.frontier.add(host, 0, f"{host}{number}")
    one.checkpoint()
    one.frontier.manners.known = {host: (20.0, {"delay": 7.0}) for host in "ab"}
    for worker in (two, one, two):
        worker.checkpoint()
    [(seconds, manners)] = [two.frontier.manners.known[host] for host in two.frontier.hosts()]
    assert 15 < seconds <= 20
    assert manners == {"delay": 7.0}


def test_what_was_told_reaches_the_others_once(workers: Callable[[str], Worker]) -> None:
    one, two = workers("one"), workers("two")
    one.store.share("run", "part", {"n": "1"})
    one.checkpoint()
    assert [(t.worker, t.part, t.key, t.value) for t in two.checkpoint().shared_entries] == [("one", "part", "n", "1")]
    assert two.checkpoint().shared_entries == []
    one.store.share("run", "part", {"n": "2"})
    one.checkpoint()
    assert [t.value for t in two.checkpoint().shared_entries] == ["2"]


def test_a_page_costs_one_round_trip_and_a_checkpoint_two_dozen(workers: Callable[[str], Worker]) -> None:
    one = workers("one")
    one.checkpoint()
    db, text = one.store.db, text_of(1)
    before = db.round_trips
    assert one.frontier.mark(X)
    one.frontier.add("a.example", 0, "request", X)
    digest, shingles = text_hash(text), sketch(text)
    assert one.memory.find(X, digest, shingles) is None
    one.memory.add(Story(X, digest, X), shingles)
    assert db.round_trips - before == 1
    visits = one.store.visits()
    visits.put(Visit(page=X, scope="", state="story", hop="", root=X, site="a.example", fetched=1e9, interval=3600.0))
    visits.offer(X, [Y], 1e9)
    one.frontier.save_state("part", {"key": "1"})
    one.store.share("run", "part", {"key": "1"})
    one.store.set_value("name", "1")
    before = db.round_trips
    one.checkpoint()
    assert db.round_trips - before <= 24


def test_the_same_command_joins_the_job_and_another_is_refused(postgres: Server, tmp_path: Path) -> None:
    store = postgres.new_database()
    folders = {"RELATED_STORE": store, "JOBDIR": str(tmp_path / "jobs" / "monday")}
    one = opened(tmp_path, {"depth": "2"}, **folders, RELATED_OUTPUT=str(tmp_path / "one"))
    two = opened(tmp_path, {"depth": "2"}, **folders, RELATED_OUTPUT=str(tmp_path / "two"))
    assert one.run_id == two.run_id
    assert one.identity.worker != two.identity.worker
    with pytest.raises(JobError, match=r"argument depth: '3', and '2' when the job"):
        opened(tmp_path, {"depth": "3"}, **folders, RELATED_OUTPUT=str(tmp_path / "three"))
    for job in (one, two):
        job.close()


def test_two_jobs_on_one_database_have_their_own_frontiers_and_one_memory(postgres: Server, tmp_path: Path) -> None:
    store = postgres.new_database()
    jobs = [
        opened(tmp_path, RELATED_STORE=store, JOBDIR=str(tmp_path / "jobs" / day), RELATED_OUTPUT=str(tmp_path / day))
        for day in ("monday", "tuesday")
    ]
    monday, tuesday = jobs
    assert monday.run_id != tuesday.run_id
    for job in jobs:
        assert job.frontier.mark(X)
        job.frontier.add("a.example", 0, f"of {job.run_id}", X)
    monday.memory().add(Story(X, text_hash(text_of(1)), X), sketch(text_of(1)))
    for job in jobs:
        job.checkpoint()
        lease = job.frontier.lease(lambda host: True)
        assert lease is not None, "a host of one job is not the other's"
        assert lease.request == f"of {job.run_id}"
    assert tuesday.memory().page(X) is None
    assert tuesday.memory(whole=True).page(X) is not None
    for job in jobs:
        job.close()


def test_a_run_that_was_divided_stays_so_when_the_others_are_gone(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = {"RELATED_STORE": postgres.new_database(), "JOBDIR": str(tmp_path / "jobs" / "monday")}
    one = opened(tmp_path, **folders, RELATED_OUTPUT=str(tmp_path / "one"))
    one.checkpoint()
    assert not one.is_divided
    two = opened(tmp_path, **folders, RELATED_OUTPUT=str(tmp_path / "two"))
    two.checkpoint()
    one.checkpoint()
    assert one.is_divided
    two.close()
    monkeypatch.setattr(postgres_workers, "LEASE_SECONDS", 0.5)
    time.sleep(0.6)  # the database counts nobody out before it has run for a lease itself
    with psycopg.connect(folders["RELATED_STORE"], autocommit=True) as db:
        db.execute("UPDATE workers SET until = now() WHERE worker = %s", (two.identity.worker,))
    one.checkpoint()
    assert one.live == {one.identity.worker}
    assert one.is_divided
    one.close()


def test_a_worker_begins_again_at_its_last_checkpoint(postgres: Server, tmp_path: Path) -> None:
    settings = {"RELATED_STORE": postgres.new_database(), "JOBDIR": str(tmp_path / "monday")}
    job, tally = opened(tmp_path, **settings), Tally()
    feed = job.feeds.open(tmp_path / "run" / "articles.jsonl", overwrite=True)
    job.register("tally", tally)
    feed.write(b'{"id":"1"}\n')
    tally.n = 1
    job.checkpoint()
    feed.write(b'{"id":"2"}\n')
    feed.write_out(durable=False)
    job.close()
    again, tally = opened(tmp_path, **settings), Tally()
    again.register("tally", tally)
    assert (again.run_id, again.identity.worker, tally.n) == (job.run_id, job.identity.worker, 1)
    assert (tmp_path / "run" / "articles.jsonl").read_bytes() == b'{"id":"1"}\n'
    again.close()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda url: url.replace("not%20a%20secret", "guess"), "password authentication failed"),
        (lambda url: url + "_missing", "does not exist"),
        (lambda url: url + "?sslmode=require", "does not support SSL"),
    ],
)
def test_what_waiting_cannot_mend_is_one_line_without_the_password(
    change: Callable[[str], str], message: str, postgres: Server
) -> None:
    with pytest.raises(StoreError, match=message) as raised:
        PostgresStore(change(postgres.new_database()))
    assert "\n" not in str(raised.value)
    assert "guess" not in str(raised.value)
    assert "not%20a" not in str(raised.value)


def test_the_tables_of_another_release_are_refused(postgres: Server) -> None:
    url = postgres.new_database()
    PostgresStore(url).close()
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("UPDATE store_values SET value = '99' WHERE name = 'schema'")
    with pytest.raises(StoreError, match="made by another release \\(schema 99"):
        PostgresStore(url)
