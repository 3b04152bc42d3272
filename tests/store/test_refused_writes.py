"""A store whose disk refuses a write in the middle of a transaction: nothing that comes later counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.store import sqlite_connection
from crawler.store.base import StoreError
from crawler.store.sqlite import SqliteStore
from tests.store.test_checkpoints import opened
from tests.web.refusal import refused_writes

LONG = "x" * 5000


@pytest.fixture(autouse=True)
def _small_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite cannot hold in memory it writes while the transaction is open."""
    monkeypatch.setattr(sqlite_connection, "CACHE_KIB", 64)


def fill(store: SqliteStore, count: int) -> None:
    for number in range(count):
        store.set_value(f"{number:05}", LONG)


def test_a_transaction_that_was_rolled_back_takes_no_further_statement(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    store.begin()
    with refused_writes(), pytest.raises(StoreError, match=r"store\.db: cannot be read or written \(the disk"):
        fill(store, 500)
    with pytest.raises(StoreError, match="rolled back"):
        store.set_value("later", "lost")
    with pytest.raises(StoreError, match="rolled back"):
        store.commit()
    store.rollback()
    with store.transaction():
        store.set_value("anew", "kept")
    store.close()
    again = SqliteStore(tmp_path / "store.db")
    assert [again.value(name) for name in ("00000", "later", "anew")] == [None, None, "kept"]
    again.close()


def test_a_job_fails_at_the_first_refused_write_whoever_swallows_the_error(tmp_path: Path) -> None:
    job = opened(tmp_path)
    told: list[str | None] = []
    job.at_fault = lambda: told.append(job.fault)
    job.frontier.add("host", 0, "before")
    job.checkpoint()
    with refused_writes():
        for number in range(2000):
            try:
                job.frontier.add("host", 0, f"{number} {LONG}")
            except StoreError:
                break
    assert told == [job.fault]
    assert job.fault is not None
    assert str(tmp_path / "store.db") in job.fault
    job.frontier.add("host", 0, "after")
    job.checkpoint()
    job.close()
    again = opened(tmp_path)
    assert len(again.frontier) == 1
    again.close()


def test_a_part_that_cannot_say_its_state_fails_the_job(tmp_path: Path) -> None:
    class Broken:
        def state(self) -> dict[str, int]:
            raise KeyError("nothing\nhere")

        def restore(self, state: object) -> None:
            pass

    job = opened(tmp_path)
    job.register("broken", Broken())
    job.frontier.add("host", 0, "lost")
    job.checkpoint()
    job.close()
    assert job.fault == "KeyError: 'nothing\\nhere'"
    again = opened(tmp_path)
    assert len(again.frontier) == 0
    again.close()
