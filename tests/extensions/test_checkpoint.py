"""Checkpoints where a disk fills up or turns read-only, and where an archive is read on after a stop."""

from __future__ import annotations

import json
import os
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
from tests.web.refusal import refused_writes


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
    news = NewsWeb(180, hosts=("news.example",), port=80)
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


def archive(folder: Path, names: str, pages: int = 180) -> NewsWeb:
    """Archives of a web, its pages shared out over files of these names."""
    news = NewsWeb(pages, hosts=("news.example",), port=80)
    numbers = [n for n in range(news.pages) if news.kind(n) in ("story", "copy", "long")]
    for place, name in enumerate(names):
        part = numbers[place :: len(names)]
        answers = [Answer(news.base + news.path(n), news.answer(news.path(n)).body) for n in part]
        write_warc(folder / f"{name}.warc.gz", answers)
    return news


def test_an_archive_that_is_gone_ends_the_crawl_and_it_goes_on_when_it_is_back(tmp_path: Path) -> None:
    archive(tmp_path, "bc", pages=300)
    crawl = Crawl(tmp_path, f"path={tmp_path}/*.warc.gz", spider="archive")
    feed = tmp_path / "run" / "articles.jsonl"
    crawl.begin().until(lambda: feed.exists() and feed.stat().st_size > 0)
    crawl.until(lambda: crawl.stories_in_store() > 0)  # the checkpoint is done that wrote the feed
    crawl.signal(signal.SIGKILL)
    crawl.end()
    (tmp_path / "c.warc.gz").rename(tmp_path / "elsewhere")
    assert crawl.begin().end() == 3
    [error] = crawl.errors()
    assert f"{tmp_path}/c.warc.gz: cannot be read (No such file or directory)" in error
    (tmp_path / "elsewhere").rename(tmp_path / "c.warc.gz")
    archive(tmp_path, "a", pages=30)  # sorts before the place reached: the job has the files that it began with
    assert crawl.begin().end() == 0
    read = [line["crawl"]["record"] for name in ("articles", "duplicates") for line in lines(tmp_path, name)]
    assert {Path(record).name[0] for record in read} == {"b", "c"}
    assert len(read) == len(set(read)) > 150


def test_an_output_folder_whose_name_is_not_utf_8_is_one_line(tmp_path: Path, news: NewsWeb) -> None:
    crawl = crawl_of(news, tmp_path, RELATED_OUTPUT=os.fsdecode(bytes(tmp_path / "run") + b"\xff"))
    assert crawl.begin().end() == 3
    assert "its name is not UTF-8" in crawl.log
    assert len(crawl.log.splitlines()) == 1


SMALL_CACHE = """
import sys
import crawler.store.sqlite_connection as connection
from scrapy.cmdline import execute
connection.CACHE_KIB = 1
execute(["scrapy", *sys.argv[1:]])
"""


def test_a_write_refused_while_a_page_is_read_ends_the_crawl_and_it_goes_on(tmp_path: Path, news: NewsWeb) -> None:
    """With hardly any cache SQLite writes in the middle of a transaction, that is in a callback or the scheduler."""
    crawl = crawl_of(news, tmp_path)
    crawl.program = ("-c", SMALL_CACHE)
    for least in (10, 40, 70):
        crawl.begin().until(lambda least=least: news.asked.total() >= least)  # type: ignore[misc]
        assert crawl.process is not None
        with refused_writes(crawl.process.pid):
            assert crawl.end() == 3
    assert crawl.begin().end() == 0
    assert_whole(crawl, news, tmp_path / "run")
    edges = Counter((line["source_id"], line["target_id"], line["rank"]) for line in lines(tmp_path, "links"))
    assert max(edges.values()) == 1


def test_an_error_in_a_pipeline_costs_the_page_and_leaves_a_line(tmp_path: Path, news: NewsWeb) -> None:
    crawl = crawl_of(news, tmp_path, SPIDER_MODULES="tests.web.faulty_pipeline")
    assert crawl.begin().end() == 0
    assert_whole(crawl, news, tmp_path / "run")
    internal = [line for line in lines(tmp_path, "failures") if line["reason"] == "internal"]
    assert len(internal) > 5
    assert {line["detail"] for line in internal} == {"RuntimeError: a fault in a pipeline"}
    assert "Traceback" in crawl.log


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    """The lines of a feed without what differs between two runs."""
    found = []
    for line in (folder / "run" / f"{name}.jsonl").read_text().splitlines():
        record = json.loads(line)
        record.pop("run_id", None)
        record.get("crawl", {}).pop("run_id", None)
        found.append(record)
    return found
