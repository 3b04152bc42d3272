"""A job of many workers that runs by the clock: what each run's folder is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from crawler.store.checkpoints import Job
from crawler.store.jobdir import JobError
from crawler.store.jobs import open_job
from crawler.store.postgres import PostgresStore
from tests.web.postgres import MISSING, programs, server

pytestmark = pytest.mark.skipif(programs() is None, reason=MISSING)


def opened(url: str, jobdir: Path, mode: str = "new") -> Job:
    given = {"RELATED_STORE": url, "RELATED_OUTPUT": None, "RELATED_RECORD": None, "JOBDIR": str(jobdir)}
    return open_job(given, "related", {"mode": mode}, {})


def test_each_runs_folder_begins_with_its_start_and_a_stopped_run_keeps_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with server() as database:
        url = database.new_database()
        first = opened(url, tmp_path / "jobs" / "monday")
        first.close()
        again = opened(url, tmp_path / "jobs" / "monday")
        assert (again.run_id, again.folder) == (first.run_id, first.folder)
        again.finish("finished")
        again.close()
        monkeypatch.setattr("crawler.store.shared_jobs.utc_now", lambda: "2126-01-02T03:04:05Z")
        later = opened(url, tmp_path / "jobs" / "monday")
        later.close()
    assert later.run_id != first.run_id
    assert first.folder.parent == later.folder.parent == tmp_path / "output" / "related" / "monday"
    assert first.folder.name.startswith(first.identity.started_at.replace("-", "").replace(":", "") + "-")
    assert later.folder.name.startswith("21260102T030405Z-")
    assert [job.folder.name for job in (first, later)] == [job.identity.worker for job in (first, later)]
    assert sorted(p.name for p in first.folder.parent.iterdir()) == [first.folder.name, later.folder.name]


def test_a_killed_worker_is_gone_on_with_rather_than_one_that_has_ended_the_run(tmp_path: Path) -> None:
    jobdir = tmp_path / "jobs" / "monday"
    with server() as database:
        url = database.new_database()
        one, two, three = (opened(url, jobdir, mode="all") for _ in range(3))
        one.finish("finished", {"articles": 2})
        one.close()
        two.close()  # as a killed one leaves it
        three.close()
        again, third = opened(url, jobdir, mode="all"), opened(url, jobdir, mode="all")
        assert [job.identity.worker for job in (again, third)] == [two.identity.worker, three.identity.worker]
        assert again.finished is None
        for job in (again, third):
            job.finish("finished", {"articles": 3})
            job.close()
        over = opened(url, jobdir, mode="all")
        assert over.finished == "finished", "all have ended: there is nothing to go on with"
        over.close()
        store = PostgresStore(url)
        [run] = store.last_runs(9)
        store.close()
    assert run.note["counts"]["articles"] == 8


def test_a_run_that_is_over_is_followed_by_one_with_the_same_arguments_alone(tmp_path: Path) -> None:
    jobdir = tmp_path / "jobs" / "monday"
    with server() as database:
        url = database.new_database()
        first = opened(url, jobdir)
        first.finish("finished")
        first.close()
        with pytest.raises(JobError, match=r"argument mode: 'refresh', and 'new' when the job"):
            opened(url, jobdir, mode="refresh")
        later = opened(url, jobdir)
        later.close()
    assert later.run_id != first.run_id


def test_the_next_run_takes_over_what_waited_for_hosts_that_did_not_answer(tmp_path: Path) -> None:
    jobdir = tmp_path / "jobs" / "monday"
    with server() as database:
        url = database.new_database()
        first = opened(url, jobdir)
        for number in range(3):
            first.frontier.add("dead.example", number, f"request {number}")
        first.register("topics", Topics())
        first.finish("unreachable")
        first.close()
        later, beside = opened(url, jobdir), opened(url, jobdir)
        assert later.identity.follows == beside.identity.follows == first.run_id
        topics = Topics()
        later.register("topics", topics)
        later.checkpoint()
        leases = [later.frontier.lease(lambda host: True) for _ in range(3)]
        assert [lease.request for lease in leases if lease] == ["request 2", "request 1", "request 0"]
        assert sorted(later.frontier.waiting()) == ["request 0", "request 1", "request 2"]
        assert topics.known == {"seed": "tide"}
        for lease in leases:
            assert lease is not None
            later.frontier.done(lease.number)
        for job in (later, beside):
            job.finish("finished")
            job.close()
        last = opened(url, jobdir)
        assert (last.identity.follows, list(last.frontier.waiting())) == ("", [])
        last.close()


def test_a_run_that_a_worker_still_reads_in_is_followed_by_none(tmp_path: Path) -> None:
    jobdir = tmp_path / "jobs" / "monday"
    with server() as database:
        url = database.new_database()
        one, two = opened(url, jobdir), opened(url, jobdir)
        one.finish("unreachable")
        one.close()
        again = opened(url, jobdir)
        assert again.run_id == two.run_id
        for job in (again, two):
            job.finish("unreachable")
            job.close()
        later = opened(url, jobdir)
        later.close()
    assert later.run_id != two.run_id


@pytest.mark.parametrize("end", [lambda job: job.stop("shutdown"), lambda job: job.finish("unreachable")])
def test_the_hosts_of_a_worker_that_is_stopped_or_ends_go_to_the_others_at_once(
    tmp_path: Path, end: Callable[[Job], None]
) -> None:
    jobdir = tmp_path / "jobs" / "monday"
    with server() as database:
        url = database.new_database()
        one, two = opened(url, jobdir), opened(url, jobdir)
        one.frontier.add("a.example", 0, "request")
        one.checkpoint()
        assert one.frontier.hosts() == ["a.example"]
        end(one)
        one.close()
        two.checkpoint()
        assert two.frontier.hosts() == ["a.example"]
        assert two.live == {two.identity.worker}
        two.close()


def test_a_run_whose_only_worker_was_stopped_says_so_and_goes_on(tmp_path: Path) -> None:
    jobdir = tmp_path / "jobs" / "monday"
    with server() as database:
        url = database.new_database()
        one = opened(url, jobdir)
        one.frontier.add("a.example", 0, "request")
        one.checkpoint()
        one.stop("shutdown")
        one.close()
        store = PostgresStore(url)
        [run] = store.last_runs(9)
        store.close()
        assert run.note["stop_reason"] == "shutdown"
        again = opened(url, jobdir)
        again.checkpoint()
        assert (again.run_id, again.frontier.hosts()) == (one.run_id, ["a.example"])
        again.close()


class Topics:
    """A part whose entries the workers of a run share."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def state(self) -> dict[str, str]:
        return {"seed": "tide"}

    def restore(self, state: Mapping[str, str]) -> None:
        self.known |= state

    def shares(self, key: str) -> bool:
        return True

    def learn_from(self, worker: str, entries: Mapping[str, str]) -> None:
        self.known |= entries
