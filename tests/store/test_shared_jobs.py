"""A job of many workers that runs by the clock: what each run's folder is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.store.checkpoints import Job
from crawler.store.jobs import open_job
from tests.web.postgres import MISSING, programs, server

pytestmark = pytest.mark.skipif(programs() is None, reason=MISSING)


def opened(url: str, jobdir: Path) -> Job:
    given = {"RELATED_STORE": url, "RELATED_OUTPUT": None, "RELATED_RECORD": None, "JOBDIR": str(jobdir)}
    return open_job(given, "related", {"mode": "new"}, {})


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
    assert later.folder.name == f"21260102T030405Z-{later.identity.worker}"
    assert sorted(p.name for p in first.folder.parent.iterdir()) == [first.folder.name, later.folder.name]
