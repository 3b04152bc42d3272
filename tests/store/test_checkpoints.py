"""A job's identity, its feeds and its checkpoints, as a second process finds them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.store.base import StoreError
from crawler.store.checkpoints import Job
from crawler.store.feeds import FeedError, Feeds, check_writable
from crawler.store.jobs import open_job
from crawler.store.sqlite import SqliteStore


class Tally:
    """A part that counts."""

    def __init__(self) -> None:
        self.n = 0

    def state(self) -> Mapping[str, Any]:
        return {"n": self.n}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.n = state["n"]


def opened(folder: Path, arguments: Mapping[str, str] = {}, feeds: Any = None, **settings: Any) -> Job:
    given = {
        "RELATED_STORE": f"sqlite:///{folder / 'store.db'}",
        "RELATED_OUTPUT": str(folder / "run"),
        "RELATED_RECORD": None,
        "JOBDIR": str(folder / "job"),
        **settings,
    }
    return open_job(given, "related", arguments, feeds or {})


def test_a_job_goes_on_at_its_last_checkpoint(tmp_path: Path) -> None:
    job, tally = opened(tmp_path), Tally()
    feed = job.feeds.open(tmp_path / "run" / "articles.jsonl", overwrite=True)
    job.register("tally", tally)
    feed.write(b"one\n")
    tally.n = 1
    job.checkpoint()
    feed.write(b"two\n")
    feed.write_out(durable=False)  # as if it was killed between the feeds and the transaction
    tally.n = 2
    job.close()
    again, tally = opened(tmp_path), Tally()
    again.register("tally", tally)
    assert (again.run_id, again.folder, tally.n) == (job.run_id, job.folder, 1)
    assert (tmp_path / "run" / "articles.jsonl").read_bytes() == b"one\n"
    again.close()


def test_lines_reach_a_feed_at_checkpoints_only(tmp_path: Path) -> None:
    job = opened(tmp_path)
    path = tmp_path / "run" / "links.jsonl"
    job.feeds.open(path, overwrite=True).write(b"line\n")
    assert path.read_bytes() == b""
    job.checkpoint()
    assert path.read_bytes() == b"line\n"
    job.close()


def test_a_feed_that_was_shortened_is_named(tmp_path: Path) -> None:
    job = opened(tmp_path)
    path = tmp_path / "run" / "links.jsonl"
    job.feeds.open(path, overwrite=True).write(b"line\n")
    job.checkpoint()
    job.close()
    path.write_bytes(b"li")
    with pytest.raises(FeedError, match=r"links\.jsonl: has 2 bytes, and 5 were written"):
        opened(tmp_path)
    path.write_bytes(b"line\nand half a line more")
    opened(tmp_path).close()
    assert path.read_bytes() == b"line\n"


def test_after_a_fault_nothing_more_is_kept(tmp_path: Path) -> None:
    job = opened(tmp_path)
    feed = job.feeds.open(tmp_path / "run" / "articles.jsonl", overwrite=True)
    feed.write(b"kept\n")
    job.checkpoint()
    feed.write(b"lost\n")
    job.fail(StoreError("no room"))
    feed.write(b"lost too\n")
    job.checkpoint()
    feed.close()
    job.close()
    assert job.fault == "no room"
    assert (tmp_path / "run" / "articles.jsonl").read_bytes() == b"kept\n"


def test_a_feed_is_as_long_as_before_when_it_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    feed = Feeds(durable=True).open(path, overwrite=True)
    feed.write(b"one\n")
    feed.write_out(durable=True)
    feed.confirm()
    path.unlink()
    feed.write(b"two\n")
    with pytest.raises(FeedError, match=r"feed\.jsonl: cannot be written \(No such file"):
        feed.write_out(durable=True)
    assert feed.length == 4


def test_what_a_job_that_ended_had_counted_is_still_known_when_it_is_started_again(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as job:
        job.finish("finished", {"articles": 3})
    with closing(opened(tmp_path)) as job:
        assert job.finished == "finished"
        job.checkpoint()
    with closing(SqliteStore(tmp_path / "store.db")) as store:
        [run] = store.last_runs(9)
    assert (run.note["reason"], run.note["counts"]) == ("finished", {"articles": 3})


def test_a_job_that_is_over_is_not_stopped_any_more(tmp_path: Path) -> None:
    job = opened(tmp_path)
    job.close()
    job.stop("shutdown")
    assert job.fault is None


def test_files_that_are_looked_at_first_are_left_as_they_were(tmp_path: Path) -> None:
    there, new = tmp_path / "there.json", tmp_path / "new.json"
    there.write_bytes(b"before")
    check_writable([there, new])
    assert there.read_bytes() == b"before"
    assert not new.exists()


def test_a_feed_opened_after_a_fault_takes_nothing(tmp_path: Path) -> None:
    job = opened(tmp_path)
    job.fail(StoreError("no room"))
    late = job.feeds.open(tmp_path / "run" / "late.jsonl", overwrite=True)
    late.write(b"lost\n")
    late.close()
    job.close()
    assert (tmp_path / "run" / "late.jsonl").read_bytes() == b""


@pytest.mark.parametrize("durable", [True, False])
def test_a_checkpoint_of_a_job_has_its_lines_on_the_disk(
    tmp_path: Path, durable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut must not lose lines that the store holds for written; without a job none need last."""
    synced: list[int] = []
    fsync = os.fsync

    def count(descriptor: int) -> None:
        fsync(descriptor)
        synced.append(os.fstat(descriptor).st_size)

    monkeypatch.setattr(os, "fsync", count)
    feeds = Feeds(durable=durable)
    with feeds.open(tmp_path / "articles.jsonl", overwrite=True) as feed:
        feed.write(b"a line\n")
        feeds.write_out()
    assert synced == ([7] if durable else [])
