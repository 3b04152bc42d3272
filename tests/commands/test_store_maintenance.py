"""`store` as an operator uses it: backups while a crawl runs, moving, checking, old output folders, JSON."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from crawler.store.sqlite import SqliteStore
from crawler.store.sqlite_backup import find_damage
from tests.conftest import ROOT, Scrapy, clean_environment
from tests.test_cli import related_news
from tests.web.news import NewsWeb, serve
from tests.web.process import Crawl


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    store = SqliteStore(path)
    with store.transaction():
        store.note_run("first", 1e9, '{"spider": "related", "arguments": {"url": "x"}, "reason": "finished"}')
    store.close()
    return path


def test_a_backup_is_taken_while_a_crawl_runs_and_is_whole(tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    with serve(NewsWeb(5000, latency=0.2)) as news:
        crawl = Crawl(
            tmp_path,
            f"url={news.first} depth=99 max_articles=5000",
            CONCURRENT_REQUESTS_PER_DOMAIN=2,
            RETRY_ENABLED=False,
        )
        crawl.begin().until(lambda: news.asked.total() > 8)
        url = f"RELATED_STORE=sqlite:///{tmp_path / 'store.db'}"
        assert related_news("store", "--backup", str(backup), "-s", url, folder=tmp_path).returncode == 0
        assert related_news("store", "--move", str(tmp_path / "moved.db"), "-s", url, folder=tmp_path).returncode == 3
        crawl.signal(signal.SIGINT)
        assert crawl.end() == 5
    assert sqlite3.connect(backup).execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    [(stories,)] = sqlite3.connect(backup).execute("SELECT count(*) FROM stories")
    assert stories > 0
    assert related_news("store", "--backup", str(backup), "-s", url, folder=tmp_path).returncode == 3, "it exists"
    assert "stopped (shutdown)" in related_news("store", "-s", url, folder=tmp_path).stdout


def test_a_moved_store_is_at_its_new_place_alone(scrapy: Scrapy, path: Path, tmp_path: Path) -> None:
    moved = scrapy("store", "--move", str(tmp_path / "new.db"), "-s", f"RELATED_STORE=sqlite:///{path}")
    assert (moved.status, path.exists()) == (0, False), moved.err
    assert f"RELATED_STORE=sqlite:///{tmp_path / 'new.db'}" in moved.out
    shown = scrapy("store", "--json", "-s", f"RELATED_STORE=sqlite:///{tmp_path / 'new.db'}")
    held = json.loads(shown.out)
    assert (held["runs"], held["last_runs"][0]["run_id"], held["last_runs"][0]["reason"]) == (1, "first", "finished")


@pytest.mark.parametrize("option", ["--move", "--backup"])
@pytest.mark.parametrize(
    ("target", "answer"),
    [
        ("postgresql://ann:secret@db.example/news", "'postgresql://db.example/news' is not allowed"),
        ("no/such/folder/new.db", "the folder no/such/folder does not exist"),
        ("", "no name is given"),
    ],
)
def test_a_copy_goes_into_a_file_whose_folder_is_there(
    scrapy: Scrapy, path: Path, option: str, target: str, answer: str
) -> None:
    run = scrapy("store", option, target, "-s", f"RELATED_STORE=sqlite:///{path}")
    assert (run.status, run.err.count("\n"), path.exists()) == (2, 1, True)
    assert answer in run.err


def test_a_copy_may_be_named_as_a_store_is(scrapy: Scrapy, path: Path, tmp_path: Path) -> None:
    copy = f"sqlite:///{tmp_path / 'copy.db'}"
    assert scrapy("store", "--backup", copy, "-s", f"RELATED_STORE=sqlite:///{path}").status == 0
    assert scrapy("store", "--check", "-s", f"RELATED_STORE={copy}").status == 0


def test_check_tells_a_sound_store_from_a_damaged_one(scrapy: Scrapy, path: Path) -> None:
    url = f"RELATED_STORE=sqlite:///{path}"
    assert scrapy("store", "--check", "-s", url).out == f"{path}: sound\n"
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    path.write_bytes(data)
    damaged = scrapy("store", "--check", "-s", url)
    assert (damaged.status, damaged.err.count("\n"), "damaged" in damaged.err) == (3, 1, True)


BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Runs what follows as root without root's way past permissions."""


def test_a_store_that_may_only_be_read_is_checked_and_copied_and_not_called_damaged(path: Path, tmp_path: Path) -> None:
    if not os.geteuid() and not which("setpriv"):
        pytest.skip("root may write everywhere, and there is no setpriv")
    backup = tmp_path / "backups" / "store.db"
    backup.parent.mkdir()
    folder = tmp_path / "shelf"
    folder.mkdir()
    store = path.rename(folder / "store.db")

    def run(*words: str) -> tuple[int, str]:
        command = [*(BOUND if not os.geteuid() else ()), sys.executable, "-m", "crawler", "store", *words]
        settings = ("-s", f"RELATED_STORE=sqlite:///{store}")
        done = subprocess.run([*command, *settings], cwd=ROOT, env=clean_environment(), capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    folder.chmod(0o555)
    try:
        assert run("--check") == (0, f"{store}: sound\n")
        assert run("--backup", str(backup))[0] == 0
        assert find_damage(backup) == []
        (folder / "store.db").chmod(0)
        status, said = run("--check")
        assert (status, "damaged" in said, str(store) in said) == (3, False, True), said
        status, said = run("--backup", str(backup.with_name("second.db")))
        assert (status, f"{store}: cannot be opened" in said) == (3, True), said
    finally:
        folder.chmod(0o755)


def test_old_output_folders_go_and_the_last_run_and_what_is_no_run_stay(tmp_path: Path) -> None:
    runs = tmp_path / "output" / "related"
    for name in ("20200101T000000Z", "20200102T000000Z", "20200103T000000Z-2", "20200104T000000Z", "mine"):
        (runs / name).mkdir(parents=True)
        (runs / name / "articles.jsonl").write_text("x" * 1000)
        if name != "20200102T000000Z":
            (runs / name / "manifest.json").write_text("{}")
    (runs / "latest").symlink_to("20200104T000000Z")
    done = related_news("store", "--prune-runs", "90d", folder=tmp_path)
    assert (done.returncode, "deleted 2 folders" in done.stdout) == (0, True), done.stderr
    left = {path.name for path in runs.iterdir()}
    assert left == {"20200102T000000Z", "20200104T000000Z", "mine", "latest"}, "the second is of a job that is not done"


def test_old_folders_of_workers_go_and_those_of_the_last_run_of_their_job_stay(tmp_path: Path) -> None:
    job = tmp_path / "output" / "related" / "monday"
    for start in ("20200101T000000Z", "20200102T000000Z"):
        for worker in ("crawl1-1-3f0c", "crawl1-2-aa01", "crawl2-1-77b2"):
            folder = job / f"{start}-{worker}"
            folder.mkdir(parents=True)
            if worker != "crawl2-1-77b2":
                (folder / "manifest.json").write_text("{}")
    (job / "20200101T000000Z").mkdir()  # no worker's
    (job / "20200101T000000Z" / "manifest.json").write_text("{}")
    done = related_news("store", "--prune-runs", "90d", folder=tmp_path)
    assert (done.returncode, "deleted 2 folders" in done.stdout) == (0, True), done.stderr
    left = {path.name for path in job.iterdir() if path.name.startswith("20200101")}
    assert left == {"20200101T000000Z", "20200101T000000Z-crawl2-1-77b2"}, "the last was killed, and is not done"
    assert len(list(job.iterdir())) == 5


def test_two_things_at_once_are_a_usage_error(scrapy: Scrapy, path: Path) -> None:
    assert scrapy("store", "--check", "--health", "-s", f"RELATED_STORE=sqlite:///{path}").status == 2
