"""Jobs whose store was moved, put back from a backup, or is gone; and what `store` says for programs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from crawler.store.sqlite import SqliteStore
from tests.conftest import SAMPLE, Run, Scrapy
from tests.web.news import NewsWeb, serve
from tests.web.process import stopped_crawl

SEED = "https://www.harbourpost.example/2023/06/03/flood-barrier-budget/"


class Job:
    """A job over the sample web with a store that can be moved."""

    def __init__(self, scrapy: Scrapy, folder: Path) -> None:
        self.scrapy = scrapy
        self.folder = folder
        self.store = folder / "store.db"  # where the fixture puts it

    def crawl(self, mode: str = "all", store: Path | None = None, output: str = "run") -> Run:
        words = ["-a", f"url={SEED}", "-a", "depth=0", "-a", f"mode={mode}", "-s", f"JOBDIR={self.folder / 'job'}"]
        words += ["-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}"]
        words += ["-s", f"RELATED_STORE=sqlite:///{store}"] if store else []
        return self.scrapy("crawl", "related", *words, output=output)

    def command(self, *options: str, store: Path | None = None) -> Run:
        return self.scrapy("store", *options, "-s", f"RELATED_STORE=sqlite:///{store or self.store}")

    def document(self, *options: str) -> Any:
        run = self.command(*options, "--json")
        return run.status, json.loads(run.out)


@pytest.fixture
def job(scrapy: Scrapy, tmp_path: Path) -> Job:
    return Job(scrapy, tmp_path)


@pytest.mark.parametrize("mode", ["all", "new"])
def test_a_finished_job_follows_its_store_to_a_new_place(job: Job, mode: str) -> None:
    first, elsewhere = job.crawl(mode), job.folder / "elsewhere.db"
    run_id = first.manifest["run_id"]
    assert job.command("--move", str(elsewhere)).status == 0
    assert [path.name for path in job.folder.glob("store.db*")] == []
    again = job.crawl(mode, store=elsewhere)
    assert again.status == 0, again.err
    if mode == "all":
        assert "this job is done" in again.err
    else:
        assert (again.manifest["run_id"] != run_id, again.manifest["counts"]["not_asked"]["known"]) == (True, 1)
    assert json.loads((job.folder / "job" / "job.json").read_text())["store"] == f"sqlite:///{elsewhere}"


def test_an_open_job_goes_on_in_a_moved_store(tmp_path: Path, scrapy: Scrapy) -> None:
    with serve(NewsWeb(60, latency=0.1)) as news:
        crawl = stopped_crawl(tmp_path, news)
        url = f"RELATED_STORE=sqlite:///{tmp_path / 'store.db'}"
        assert scrapy("store", "--move", str(tmp_path / "moved.db"), "-s", url).status == 0
        crawl.arguments[crawl.arguments.index(url)] = f"RELATED_STORE=sqlite:///{tmp_path / 'moved.db'}"
        assert crawl.begin().end() == 0, crawl.log
    assert len(set(crawl.feed("articles"))) == len(crawl.feed("articles")) > 5
    assert (tmp_path / "run" / "manifest.json").is_file()


def test_a_job_whose_store_is_gone_says_so_and_makes_no_empty_one(job: Job) -> None:
    job.crawl()
    assert job.command("--move", str(job.folder / "elsewhere.db")).status == 0
    run = job.crawl()
    assert (run.status, run.err.count("\n")) == (2, 1), run.err
    assert "is gone; if it was moved, name its new place with RELATED_STORE" in run.err
    assert not job.store.exists()


def test_a_finished_job_says_that_it_is_done_also_where_its_folder_was_deleted(job: Job) -> None:
    shutil.rmtree(job.crawl().folder)
    run = job.crawl()
    assert (run.status, run.err.count("\n"), "this job is done" in run.err) == (0, 1, True), run.err
    assert not run.folder.exists()


def test_after_a_backup_was_put_back_an_hourly_job_begins_its_next_run(job: Job) -> None:
    job.crawl("new")
    backup = job.folder / "backup.db"
    assert job.command("--backup", str(backup)).status == 0
    second = job.crawl("new")
    shutil.copy(backup, job.store)
    shutil.rmtree(second.folder)  # as --prune-runs does
    third = job.crawl("new")
    assert (third.status, third.manifest["counts"]["not_asked"]["known"]) == (0, 1), third.err
    assert "does not know the job's last run" in third.err


def test_an_open_job_whose_folder_was_deleted_says_that_and_makes_none(tmp_path: Path) -> None:
    with serve(NewsWeb(60, latency=0.1)) as news:
        crawl = stopped_crawl(tmp_path, news)
        (tmp_path / "run" / "articles.jsonl").rename(tmp_path / "articles.jsonl")
        assert crawl.begin().end() == 3
        assert "articles.jsonl: is gone, and " in crawl.log.splitlines()[-1]
        shutil.rmtree(tmp_path / "run")
        assert crawl.begin().end() == 3
    said = crawl.log.splitlines()[-1]
    assert f"output folder {tmp_path / 'run'}: is gone, and the job in JOBDIR {tmp_path / 'job'}" in said
    assert not (tmp_path / "run").exists()


def test_what_the_command_does_is_one_json_document_where_that_is_asked_for(job: Job) -> None:
    job.crawl()
    url = f"sqlite:///{job.store}"
    assert job.document("--check") == (0, {"store": url, "sound": True, "damage": []})
    backup = job.folder / "backup.db"
    assert job.document("--backup", str(backup)) == (0, {"file": str(backup), "bytes": backup.stat().st_size})
    status, pruned = job.document("--prune", "90d")
    assert (status, pruned["forgotten"]) == (0, {"stories": 0, "copies": 0, "links": 0, "runs": 0})
    status, deleted = job.document("--prune-runs", "9999d")
    assert (status, deleted["folders"], deleted["bytes"]) == (0, 0, 0)
    moved = job.folder / "moved.db"
    assert job.document("--move", str(moved)) == (0, {"store": f"sqlite:///{moved}", "bytes": moved.stat().st_size})


def test_a_damaged_store_is_one_too_and_status_3(job: Job) -> None:
    job.crawl()
    data = bytearray(job.store.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    job.store.write_bytes(data)
    status, document = job.document("--check")
    assert (status, document["sound"], document["damage"] != []) == (3, False, True)


@pytest.mark.parametrize("age", ["0d", "0h"])
def test_no_age_empties_the_store(job: Job, age: str) -> None:
    job.crawl()
    run = job.command("--prune", age)
    assert (run.status, run.err.count("\n")) == (2, 1)
    assert f"option --prune: {age!r} is not allowed; it takes hours as 48h or days as 90d, 1h at least" in run.err
    store = SqliteStore(job.store)
    assert store.summary(0).stories == 1
    store.close()
