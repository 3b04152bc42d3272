"""Checkpoints where a disk fills up or turns read-only, and where an archive is read on after a stop."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sample.warc import Answer, write_warc
from tests.web.news import NewsWeb, serve
from tests.web.process import Crawl


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 KB."""
    path = tmp_path / "disk"
    path.mkdir()
    if not shutil.which("mount"):
        pytest.skip("needs mount, to make a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", path], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"needs to be root, to make a small disk: {mounted.stderr.strip()}")
    yield path
    subprocess.run(["umount", "-l", path], check=True)


@pytest.fixture
def news() -> Iterator[NewsWeb]:
    with serve(NewsWeb(120)) as web:
        yield web


def crawl_of(news: NewsWeb, folder: Path, **settings: object) -> Crawl:
    arguments = f"url={news.first} depth=99 max_articles=9999"
    return Crawl(folder, arguments, CONCURRENT_REQUESTS_PER_DOMAIN=8, RETRY_ENABLED=False, **settings)


def assert_whole(crawl: Crawl, news: NewsWeb, run: Path) -> None:
    """Every page is in exactly one feed, and no line is torn."""
    found: Counter[str] = Counter()
    for name in ("articles", "duplicates", "failures", "links"):
        data = (run / f"{name}.jsonl").read_bytes()
        assert data.endswith(b"\n")
        lines = [json.loads(line) for line in data.splitlines()]
        if name != "links":
            found.update((line.get("requested_url") or line["url"])[len(news.base) :] for line in lines)
    assert found == Counter(news.path(number) for number in range(news.pages))


@pytest.mark.parametrize("full", ["output", "store"])
def test_a_full_disk_is_one_error_and_the_crawl_goes_on_when_there_is_room(
    full: str, disk: Path, tmp_path: Path, news: NewsWeb
) -> None:
    run = (disk if full == "output" else tmp_path) / "run"
    store = (disk if full == "store" else tmp_path) / "store.db"
    crawl = crawl_of(news, tmp_path, RELATED_OUTPUT=run, RELATED_STORE=f"sqlite:///{store}")
    assert crawl.begin().end() == 3
    assert len(crawl.errors()) == 1, crawl.errors()
    assert str(disk) in crawl.errors()[0]
    for feed in run.glob("*.jsonl"):
        assert feed.read_bytes()[-1:] in (b"", b"\n")
    assert crawl.begin().end() == 3, "no room yet"
    subprocess.run(["mount", "-o", "remount,size=50m", disk], check=True)
    assert crawl.begin().end() == 0
    assert_whole(crawl, news, run)


def test_without_a_job_a_full_disk_is_one_error_too(disk: Path, tmp_path: Path, news: NewsWeb) -> None:
    crawl = crawl_of(news, tmp_path, RELATED_OUTPUT=disk / "run", JOBDIR="")
    assert crawl.begin().end() == 3
    assert len(crawl.errors()) == 1, crawl.errors()
    lines = (disk / "run" / "articles.jsonl").read_bytes().splitlines()
    assert all(json.loads(line)["id"] for line in lines)


def test_a_disk_that_turns_read_only_is_one_error_and_the_crawl_goes_on_after(
    disk: Path, tmp_path: Path, news: NewsWeb
) -> None:
    crawl = crawl_of(news, tmp_path, RELATED_OUTPUT=disk / "run")
    crawl.begin().until(lambda: news.asked.total() > 5)
    subprocess.run(["mount", "-o", "remount,ro,size=50m", disk], check=True)
    assert crawl.end() == 3
    assert len(crawl.errors()) == 1, crawl.errors()
    assert crawl.begin().end() == 3
    assert "cannot be written (Read-only file system)" in crawl.log.splitlines()[-1]
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    assert crawl.begin().end() == 0
    assert_whole(crawl, news, disk / "run")


def test_an_archive_is_read_on_where_it_was_stopped(tmp_path: Path) -> None:
    """The feeds are those of an undisturbed run to the byte, but for the run's id."""
    news = NewsWeb(180, base="http://news.example")
    numbers = [n for n in range(news.pages) if news.kind(n) in ("story", "copy", "long")]
    for name, part in (("one", numbers[:60]), ("two", numbers[60:])):
        answers = [Answer(news.base + news.path(n), news.answer(news.path(n)).body) for n in part]
        write_warc(tmp_path / f"{name}.warc.gz", answers)
    folders = [tmp_path / "undisturbed", tmp_path / "killed"]
    crawls = []
    for folder in folders:
        folder.mkdir()
        crawls.append(Crawl(folder, f"path={tmp_path}/*.warc.gz", spider="archive"))
    undisturbed, killed = crawls
    assert undisturbed.begin().end() == 0
    chance, store = random.Random(7), tmp_path / "killed" / "run" / "articles.jsonl"
    for least, number in ((10_000, signal.SIGKILL), (90_000, signal.SIGINT)):
        killed.begin().until(lambda least=least: store.exists() and store.stat().st_size > least)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.4))
        killed.signal(number)
        killed.end()
    assert killed.begin().end() == 0
    for name in ("articles", "links", "duplicates", "failures"):
        assert lines(folders[0], name) == lines(folders[1], name)
    assert len(lines(folders[1], "articles")) > 100


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    """The lines of a feed without what differs between two runs."""
    found = []
    for line in (folder / "run" / f"{name}.jsonl").read_text().splitlines():
        record = json.loads(line)
        record.pop("run_id", None)
        record.get("crawl", {}).pop("run_id", None)
        found.append(record)
    return found
