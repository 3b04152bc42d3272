"""Archives read by several processes: the same lines as by one, and no process outlives the crawl."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
from collections.abc import Iterator
from multiprocessing import forkserver, util
from multiprocessing.forkserver import ForkServer
from pathlib import Path

import pytest

from crawler.archive.framing import Frame
from crawler.archive.reader import RawRecord, read_raw
from crawler.spiders.archive_records import ReadingSettings, RecordReading
from crawler.spiders.archive_workers import (
    BATCH_BYTES,
    BATCH_RECORDS,
    READ_HERE,
    ArchiveWorkers,
    _begin_worker,
    batches,
)
from sample.warc import Answer, write_warc
from tests.conftest import SAMPLE
from tests.web.news import NewsWeb
from tests.web.process import Crawl

SETTINGS = ReadingSettings("run", 2.0, 500, None)


def records(number: int) -> list[RawRecord]:
    """So many records of the sample, again and again."""
    some = list(read_raw(str(SAMPLE / "web.warc.gz")))
    return [some[n % len(some)] for n in range(number)]


def read_by(workers: ArchiveWorkers, raw: Iterator[RawRecord]) -> list[RecordReading]:
    async def read() -> list[RecordReading]:
        return [reading async for reading in workers.read(raw)]

    try:
        return asyncio.run(read())
    finally:
        workers.close()


def test_two_processes_read_the_same_in_the_same_order() -> None:
    raw = records((READ_HERE + 3) * BATCH_RECORDS + 1)
    assert read_by(ArchiveWorkers(2, SETTINGS), iter(raw)) == read_by(ArchiveWorkers(1, SETTINGS), iter(raw))


def test_batches_are_bounded_in_records_and_in_bytes() -> None:
    small, large = (RawRecord("a.warc", Frame(0, b"x" * size)) for size in (10, BATCH_BYTES // 2))
    assert [len(b) for b in batches(iter([small] * (BATCH_RECORDS + 1)))] == [BATCH_RECORDS, 1]
    assert [len(b) for b in batches(iter([large] * 5))] == [2, 2, 1]


def test_what_came_before_a_fault_of_the_file_is_read_first() -> None:
    def broken() -> Iterator[RawRecord]:
        yield from records(BATCH_RECORDS + 3)
        raise OSError("the disk is gone")

    found: list[RecordReading] = []

    async def read() -> None:
        async for reading in ArchiveWorkers(2, SETTINGS).read(broken()):
            found.append(reading)

    with pytest.raises(OSError, match="the disk is gone"):
        asyncio.run(read())
    assert len(found) == BATCH_RECORDS + 3


def test_records_of_a_process_that_was_killed_are_read_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    raw = records((READ_HERE + 8) * BATCH_RECORDS)
    workers = ArchiveWorkers(2, SETTINGS)

    async def read() -> list[RecordReading]:
        found: list[RecordReading] = []
        async for reading in workers.read(iter(raw)):
            if len(found) == READ_HERE * BATCH_RECORDS:
                for process in workers_of(os.getpid()):
                    os.kill(process, signal.SIGKILL)
            found.append(reading)
        return found

    try:
        assert asyncio.run(read()) == read_by(ArchiveWorkers(1, SETTINGS), iter(raw))
    finally:
        workers.close()
    assert "was ended from outside" in caplog.text


def archive_crawl(folder: Path, workers: int) -> Crawl:
    """A crawl of an archive of some hundred pages, as a job."""
    news = NewsWeb(500, hosts=("news.example",), port=80)
    answers = [Answer(news.base + news.path(n), news.answer(news.path(n)).body) for n in range(news.pages)]
    write_warc(folder / "pages.warc.gz", answers)
    return Crawl(folder, f"path={folder}/pages.warc.gz", spider="archive", RELATED_ARCHIVE_WORKERS=workers)


def test_processes_end_with_a_crawl_that_is_killed(tmp_path: Path) -> None:
    crawl = archive_crawl(tmp_path, 2).begin()
    assert crawl.process is not None
    number = crawl.process.pid
    crawl.until(lambda: len(workers_of(number)) == 2)
    workers = workers_of(number)
    [server] = {parent_of(worker) for worker in workers}
    assert "lxml/etree" in Path(f"/proc/{server}/maps").read_text(), "what reads a page is loaded once, for all of them"
    crawl.signal(signal.SIGKILL)
    crawl.end()
    end = time.monotonic() + 120
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < end, workers
        time.sleep(0.05)


def test_an_interrupted_crawl_ends_without_a_word_of_its_processes_and_goes_on(tmp_path: Path) -> None:
    crawl = archive_crawl(tmp_path, 2).begin()
    assert crawl.process is not None
    number = crawl.process.pid
    crawl.until(lambda: len(workers_of(number)) == 2)
    for process in (number, *workers_of(number)):  # as a terminal does: all of them get it
        os.kill(process, signal.SIGINT)
    crawl.end()
    assert crawl.errors() == []
    assert crawl.begin().end() == 0
    assert crawl.errors() == []


def test_processes_are_spawned_where_there_is_no_folder_for_a_socket(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    raw = records((READ_HERE + 2) * BATCH_RECORDS)
    by_one = read_by(ArchiveWorkers(1, SETTINGS), iter(raw))
    server = ForkServer()  # a fresh one, as at the start of a crawl
    for name in ("ensure_running", "connect_to_new_process", "set_forkserver_preload"):
        monkeypatch.setattr(forkserver, name, getattr(server, name))
    monkeypatch.setattr(util, "get_temp_dir", lambda: str(tmp_path / "missing"))
    seen: set[bytes] = set()

    def watched() -> Iterator[RawRecord]:
        for record in raw:
            seen.update(command_of(child) for child in children(os.getpid()))
            yield record

    assert read_by(ArchiveWorkers(2, SETTINGS), watched()) == by_one
    assert any(b"spawn_main" in command for command in seen)


def test_a_process_that_reads_records_collects_garbage_as_seldom_as_a_crawl() -> None:
    before = gc.get_threshold()
    try:
        _begin_worker()
        assert (gc.get_threshold()[0] > 10 * before[0], gc.get_freeze_count() > 0) == (True, True)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def workers_of(parent: int) -> list[int]:
    """The processes that read records for another one."""
    servers = [child for child in children(parent) if b"forkserver" in command_of(child)]
    return [worker for server in servers for worker in children(server)]


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""  # it has ended


def children(parent: int) -> list[int]:
    """The processes under another one."""
    found = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(number) for number in found.read_text().split()] if found.exists() else []


if not Path("/proc/self/task").exists():
    pytest.skip("needs /proc to see processes", allow_module_level=True)
