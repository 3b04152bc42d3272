"""Which workers of a run are taken for dead, and which only wait for the database."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest

from crawler.store import postgres, postgres_connection, postgres_schema, postgres_workers
from crawler.store.base import StoreError
from crawler.store.postgres_schema import LOCK
from tests.store.test_shared_store import Manners, Worker, workers

__all__ = ["workers"]


def say_that_it_was_last_heard_of(seconds: float, worker: Worker, name: str, lease: float) -> None:
    """As long ago, in place of a wait: on a busy machine one takes longer than it should."""
    with psycopg.connect(worker.store.db.url, autocommit=True) as db:
        until = "UPDATE workers SET until = clock_timestamp() + %s * interval '1 second' WHERE worker = %s"
        db.execute(until, (lease - seconds, name))


@contextmanager
def held_lock(worker: Worker) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody else is at a checkpoint, until the end of the block."""
    with psycopg.connect(worker.store.db.url) as db:
        db.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        yield db


def test_a_worker_that_was_not_heard_of_loses_its_hosts_and_what_it_did_since(
    workers: Callable[[str], Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_workers, "LEASE_SECONDS", 0.3)
    one, two = workers("one"), workers("two")
    one.frontier.add("a", 0, "a0")
    one.checkpoint()
    lease = one.frontier.lease(lambda host: True)
    assert lease is not None
    time.sleep(0.5)
    two.checkpoint()
    again = two.frontier.lease(lambda host: True)
    assert again is not None
    assert again.request == "a0"
    one.frontier.done(lease.number)
    with pytest.raises(StoreError, match=r"this worker \(one\) was taken for dead; start it again$"):
        one.checkpoint()


def test_the_hosts_of_a_silent_worker_are_named_before_they_are_taken_over(
    workers: Callable[[str], Worker], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(postgres_workers, "LEASE_SECONDS", 100)
    one, two = workers("one"), workers("two")
    for host in ("a", "b"):
        one.frontier.add(host, 0, f"{host}0")
    one.checkpoint()
    two.checkpoint()  # one has just been heard of
    assert (two.frontier.silent_workers, caplog.text) == ((), "")
    say_that_it_was_last_heard_of(30, two, "one", lease=100)
    two.checkpoint()
    [silent] = two.frontier.silent_workers
    assert (silent.name, silent.hosts) == ("one", 2)
    assert 30 <= silent.silent < 100
    assert silent.silent + silent.left == pytest.approx(100)
    two.checkpoint()
    [said] = caplog.messages
    seconds = f"{silent.silent:.0f}"
    assert said.startswith(f"worker one was not heard of for {seconds} s and has 2 hosts with waiting requests;")
    monkeypatch.setattr(postgres_workers, "LEASE_SECONDS", 0.5)  # of a database that has run for longer
    say_that_it_was_last_heard_of(1, two, "one", lease=0.5)
    two.checkpoint()
    assert two.frontier.silent_workers == ()
    assert sorted(two.frontier.hosts()) == ["a", "b"]


def test_a_silent_worker_that_has_no_hosts_is_nobodys_concern(
    workers: Callable[[str], Worker], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(postgres_workers, "LEASE_SECONDS", 100)
    one, two = workers("one"), workers("two")
    one.checkpoint()
    say_that_it_was_last_heard_of(30, two, "one", lease=100)
    two.checkpoint()
    assert (two.frontier.silent_workers, caplog.text) == ((), "")


def test_the_hosts_of_a_worker_that_ends_are_free_at_once_and_keep_their_pace(
    workers: Callable[[str], Worker], caplog: pytest.LogCaptureFixture
) -> None:
    one, two = workers("one"), workers("two")
    one.frontier.manners, two.frontier.manners = Manners(), Manners()
    one.frontier.add("a", 0, "a0")
    one.checkpoint()
    assert one.frontier.lease(lambda host: True)
    one.frontier.manners.known["a"] = (50.0, {"failures": 2})  # it was asked since the last checkpoint
    two.checkpoint()
    assert two.frontier.hosts() == []
    one.store.leave()
    assert two.checkpoint().live == {"two"}
    assert two.frontier.hosts() == ["a"]
    seconds, manners = two.frontier.manners.known["a"]
    assert (40 < seconds <= 50, manners) == (True, {"failures": 2})
    assert two.frontier.silent_workers == ()


def test_a_worker_that_ended_and_begins_again_is_one_of_them_again(workers: Callable[[str], Worker]) -> None:
    one, two = workers("one"), workers("two")
    one.checkpoint()
    one.store.leave()
    assert workers("one").checkpoint().live == {"one"}
    assert two.checkpoint().live == {"one", "two"}


def test_who_ends_does_not_wait_for_a_database_that_is_away(workers: Callable[[str], Worker]) -> None:
    one = workers("one")
    one.checkpoint()
    with psycopg.connect(one.store.db.url, autocommit=True) as db:
        db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        one.store.leave()
        assert db.execute("SELECT until > now() FROM workers").fetchone() == (True,)


def test_who_was_silent_while_the_database_was_away_is_not_taken_for_dead(
    workers: Callable[[str], Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = workers("one"), workers("two")
    one.frontier.add("a", 0, "a0")
    one.checkpoint()
    two.checkpoint()
    monkeypatch.setattr(postgres_workers, "LEASE_SECONDS", 5)
    for name in ("one", "two"):
        say_that_it_was_last_heard_of(6, two, name, lease=5)
    # Then the first of them finds out that its connection is gone.
    with psycopg.connect(two.store.db.url, autocommit=True) as db:
        db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert two.checkpoint().live == {"one", "two"}
    assert two.frontier.hosts() == []
    assert one.checkpoint().live == {"one", "two"}


def test_who_waits_for_its_turn_at_a_checkpoint_is_not_taken_for_dead(
    workers: Callable[[str], Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = workers("one"), workers("two")
    one.frontier.add("a", 0, "a0")
    monkeypatch.setattr(postgres_workers, "LEASE_SECONDS", 5)
    one.checkpoint()
    two.checkpoint()
    with ThreadPoolExecutor(1) as aside:
        with held_lock(two):
            waiting = aside.submit(two.checkpoint)
            time.sleep(5.5)
        assert waiting.result().live == {"one", "two"}
    assert one.checkpoint().live == {"one", "two"}


def test_a_worker_whose_checkpoint_is_late_says_that_it_lives_before_its_turn(
    workers: Callable[[str], Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = workers("one")
    one.checkpoint()
    monkeypatch.setattr(postgres, "SIGN_SECONDS", 0)
    with ThreadPoolExecutor(1) as aside, held_lock(one) as db:
        until = "SELECT until FROM workers WHERE worker = 'one'"
        before, end = db.execute(until).fetchone(), time.monotonic() + 60
        waiting = aside.submit(one.checkpoint)
        while db.execute(until).fetchone() == before:
            assert time.monotonic() < end, "it waits and says nothing"
            time.sleep(0.05)
        db.commit()
        waiting.result()


def test_a_database_that_is_slow_again_and_again_is_said_once(
    workers: Callable[[str], Worker], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(postgres_connection, "SLOW_SECONDS", 0.3)
    monkeypatch.setattr(postgres_schema, "LOCK_SECONDS", 0.2)
    caplog.set_level(logging.WARNING)
    one = workers("one")
    for _ in range(3):
        with ThreadPoolExecutor(1) as aside:
            with held_lock(one):
                waiting = aside.submit(one.checkpoint)
                time.sleep(0.6)
            waiting.result()
    assert caplog.text.count("waiting for the database") == 1
    assert caplog.text.count("the database is back after") == 1
