"""Crawls of a made news web for benchmarks: begun, gone on with, and compared by what is in their feeds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.web.news import NewsWeb

ROOT = Path(__file__).parents[1]
Stores = Callable[[Path], str]
"""Folder of a crawl -> RELATED_STORE."""
_SETTINGS = {
    "SPIDER_MODULES": "tests.web.spider",
    "DOWNLOAD_DELAY": "0",
    "LOG_FORMAT": "%(created).3f %(levelname)s %(name)s: %(message)s",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "RELATED_ALLOW_PRIVATE": "127.0.0.1",
}


def embedded(folder: Path) -> str:
    """A store of the crawl's own, a file in its folder."""
    return f"sqlite:///{folder / 'store.db'}"


@dataclass(frozen=True)
class Crawl:
    """The command of a crawl of a web into a folder; with job, one that can be gone on with."""

    web: NewsWeb
    folder: Path
    job: bool
    settings: Mapping[str, str] = field(default_factory=dict)
    stores: Stores = embedded

    @cached_property
    def store(self) -> str:
        """Where the crawl remembers: the same for all its processes."""
        return self.stores(self.folder)

    @property
    def command(self) -> list[str]:
        settings = {
            **_SETTINGS,
            "RELATED_OUTPUT": str(self.folder / "run"),
            "RELATED_STORE": self.store,
            **({"JOBDIR": str(self.folder / "job")} if self.job else {}),
            **self.settings,
        }
        arguments = {"url": self.web.first, "depth": "99", "max_articles": "100000"}
        return [
            *(sys.executable, "-m", "scrapy", "crawl", "related", "-L", "INFO"),
            *(word for item in arguments.items() for word in ("-a", "=".join(item))),
            *(word for item in settings.items() for word in ("-s", "=".join(item))),
        ]

    def start(self, *, logged: bool = True) -> subprocess.Popen[bytes]:
        """Begin or go on; what it says is appended to a log in the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not logged:
            return subprocess.Popen(self.command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(self.command, cwd=ROOT, stdout=log, stderr=log)

    def is_done(self) -> bool:
        """Whether the job is finished for good, by the manifest of its last process."""
        manifest = self.folder / "run" / "manifest.json"
        return manifest.exists() and json.loads(manifest.read_text())["finish_reason"] == "finished"

    def finish(self) -> int:
        """Run to the end; the exit status."""
        return self.start().wait(600)

    def measure(self) -> tuple[float, float]:
        """Run to the end; seconds of crawling, start left out, and seconds of processor time, start included."""
        _, _, usage = os.wait4(self.start().pid, 0)
        return self.seconds, usage.ru_utime + usage.ru_stime

    def wait_until_opened(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until the process just started has opened its spider, or has ended."""
        before = self._opened()
        while process.poll() is None and self._opened() == before:
            time.sleep(0.01)

    def _opened(self) -> int:
        return (self.folder / "log").read_bytes().count(b": feeds in ")

    def feed(self, name: str) -> list[dict[str, Any]]:
        """The lines of a feed; a torn one raises ValueError."""
        data = (self.folder / "run" / f"{name}.jsonl").read_bytes()
        if data and not data.endswith(b"\n"):
            raise ValueError(f"{name}: the last line is torn")
        return [json.loads(line) for line in data.split(b"\n") if line]

    @property
    def seconds(self) -> float:
        """How long the last process crawled, its start left out."""
        log = (self.folder / "log").read_text()
        began = re.findall(r"^([\d.]+) .*: feeds in ", log, re.M)
        ended = re.findall(r"^([\d.]+) .* Run \w+ is over", log, re.M)
        return float(ended[-1]) - float(began[-1])


@dataclass
class Outcome:
    """What a crawl found, each with how often; paths, not URLs."""

    pages: Counter[str] = field(default_factory=Counter)
    """Pages read or copies: lines of articles and duplicates."""
    stories: Counter[str] = field(default_factory=Counter)
    """Stories: articles by cluster."""
    edges: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    torn: int = 0
    miscounted: int = 0
    """Feeds whose lines are not as many as the manifest's counts say."""

    @classmethod
    def of(cls, crawl: Crawl) -> Outcome:
        found = cls()
        lines: dict[str, list[dict[str, Any]]] = {}
        for name in ("articles", "duplicates", "links", "failures"):
            try:
                lines[name] = crawl.feed(name)
            except ValueError:
                found.torn += 1
                lines[name] = []
        found.pages = Counter(_path(line["requested_url"]) for line in lines["articles"] + lines["duplicates"])
        found.stories = Counter(line["cluster_id"] for line in lines["articles"])
        found.edges = Counter((_path(line["source_url"]), _path(line["url"])) for line in lines["links"])
        found.failures = Counter(_path(line["url"]) for line in lines["failures"])
        counts = json.loads((crawl.folder / "run" / "manifest.json").read_text())["counts"]
        found.miscounted = sum(counts.get(name, 0) != len(found) for name, found in lines.items())
        return found


def compare(expected: Outcome, found: Outcome) -> dict[str, int]:
    """What is lost or duplicated, by name; all 0 where nothing is."""
    report = {"torn lines": found.torn, "wrong counts": found.miscounted}
    for name in ("pages", "edges", "failures"):
        wanted, got = getattr(expected, name), getattr(found, name)
        report[f"lost {name}"] = (wanted - got).total()
        report[f"duplicated {name}"] = (got - wanted).total()
    report["lost stories"] = max(0, len(expected.stories) - len(found.stories))
    report["duplicated stories"] = found.stories.total() - len(found.stories)
    return report


def snapshot(crawl: Crawl) -> dict[str, bytes]:
    """File -> content of a crawl's folder."""
    return {path.name: path.read_bytes() for path in sorted((crawl.folder / "run").iterdir())}


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]
