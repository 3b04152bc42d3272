"""Crawls as a user runs them: in processes that can be sent signals and begun again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from tests.conftest import ROOT, clean_environment, read_lines
from tests.warm_start import Process, start
from tests.web.news import NewsWeb

LONGEST = 300
"""Seconds after which a crawl counts as hanging, on a machine that does much else."""


class Crawl:
    """A crawl in a process of its own that can be sent signals and begun again; a job, unless JOBDIR is empty."""

    def __init__(self, folder: Path, arguments: str, *, spider: str = "related", **settings: object) -> None:
        self.folder = folder
        given = {
            "RELATED_OUTPUT": folder / "run",
            "RELATED_STORE": f"sqlite:///{folder / 'store.db'}",
            "RELATED_ALLOW_PRIVATE": "127.0.0.1",
            "JOBDIR": folder / "job",
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": False,
            **settings,
        }
        self.arguments = [
            *("crawl", spider),
            *(word for argument in arguments.split() for word in ("-a", argument)),
            *(word for name, value in given.items() for word in ("-s", f"{name}={value}")),
        ]
        self.program: tuple[str, ...] = ()
        """What runs the arguments in place of `scrapy`, from a cold start."""
        self.process: Process | subprocess.Popen[bytes] | None = None

    def begin(self) -> Crawl:
        with (self.folder / "log").open("ab") as log, open(os.devnull, "rb") as nothing:
            if self.program:
                command = [sys.executable, *self.program, *self.arguments]
                self.process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=clean_environment())
            else:
                self.process = start(self.arguments, ROOT, clean_environment(), (nothing, log, log))
        return self

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def end(self) -> int:
        """Wait for the end; the exit status."""
        assert self.process is not None
        return self.process.wait(LONGEST)

    @property
    def log(self) -> str:
        """What it said so far, all processes together."""
        return (self.folder / "log").read_text()

    def until(self, met: Callable[[], bool]) -> None:
        """Wait until something is met, or the process has ended."""
        assert self.process is not None
        end = time.monotonic() + LONGEST
        while not met():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < end, self.log
            time.sleep(0.01)

    def stories_in_store(self) -> int:
        """How many stories its checkpoints have put into the store that it has by default: 0 before the first one."""
        with closing(sqlite3.connect(f"file:{self.folder / 'store.db'}?mode=ro", uri=True)) as store:
            [(count,)] = store.execute("SELECT count(*) FROM stories")
        return int(count)

    def descendants(self) -> dict[int, str]:
        """The processes under it -> their command lines, on a system that has /proc."""
        assert self.process is not None
        parents: dict[int, int] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        found, ahead = {}, [self.process.pid]
        while ahead:
            parent = ahead.pop()
            for child in (child for child, its in parents.items() if its == parent):
                ahead.append(child)
                with suppress(OSError):
                    found[child] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
        return found

    def errors(self) -> list[str]:
        """The lines of the log that are errors, or belong to a traceback."""
        return [line for line in self.log.splitlines() if " ERROR " in line or "Traceback" in line]

    def feed(self, name: str) -> list[str]:
        """The paths of the pages in a feed."""
        lines = read_lines(self.folder / "run" / f"{name}.jsonl")
        return ["/" + (line.get("requested_url") or line["url"]).split("/", 3)[3] for line in lines]


def stopped_crawl(folder: Path, news: NewsWeb) -> Crawl:
    """A job that a signal stopped after some pages."""
    crawl = Crawl(folder, f"url={news.first} depth=99", CONCURRENT_REQUESTS_PER_DOMAIN=2, RETRY_ENABLED=False)
    crawl.begin().until(lambda: news.asked.total() > 5)
    crawl.signal(signal.SIGTERM)
    assert crawl.end() == 5
    return crawl
