"""What a page costs: this project, with and without JOBDIR, beside what a user would otherwise write.

    python -m benchmarks.crawl [--pages N] [--runs N] [--kinds bare,project] [--samples FILE] [--profile FILE]

bare: Scrapy that follows the same links and writes the title. trafilatura: the same with trafilatura's text and
metadata, and datasketch to find copies. project: this project as it is delivered, but for the delay between requests.
jobdir: the project with JOBDIR. new, seen: the project with mode=new on an empty store, and on one of a million pages
that earlier runs have read (not run unless asked for). All crawl the same made web (pageweb.py), served by a process of
its own, in turn, each in a process of its own. CPU and peak memory are the operating system's, CPU from the engine's
start to its stop.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from benchmarks.pageweb import serving
from benchmarks.plain_spiders import BareSpider, TrafilaturaSpider
from benchmarks.seen_store import fill

KINDS = ("bare", "trafilatura", "project", "jobdir", "new", "seen")
_BY_DEFAULT = KINDS[:4]
_SAMPLES = 40
"""Points of a crawl's course that are kept, the end included."""
_MANNERS = {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "CONCURRENT_REQUESTS": 16}


def main() -> None:
    """Run the crawls and print the tables."""
    options = _arguments()
    if options.one:
        print(json.dumps(_crawl(options.one, options.url, options.folder, options.pages, options.profile)))
        return
    kinds = [kind for kind in KINDS if kind in options.kinds.split(",")]
    with serving(options.pages) as url, tempfile.TemporaryDirectory() as folder:
        options.store = Path(folder) / "seen.db"
        if "seen" in kinds:
            fill(options.store, options.seen)
        runs = [{kind: _measured(kind, url, options) for kind in kinds} for _ in range(options.runs)]
    _print_table(kinds, runs)
    if options.samples:
        lines = (json.dumps({"kind": kind, **point}) for kind in kinds for point in runs[0][kind]["samples"])
        options.samples.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000, help="pages of the web (default 2000)")
    parser.add_argument("--runs", type=int, default=5, help="crawls of each kind (default 5)")
    parser.add_argument("--kinds", default=",".join(_BY_DEFAULT), help="which, with commas between them")
    parser.add_argument("--seen", type=int, default=10**6, help="pages of the store of `seen` (default 1000000)")
    parser.add_argument("--samples", type=Path, help="a file for the course of the first run, for benchmarks.plot")
    parser.add_argument("--profile", type=Path, help="a file for what cProfile sees of the last kind's crawl")
    parser.add_argument("--one", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(kind: str, url: str, options: argparse.Namespace) -> dict[str, Any]:
    """One crawl in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.crawl", "--one", kind, "--url", url, "--folder", folder]
        command += ["--pages", str(options.pages)]
        if kind == "seen":
            shutil.copy(options.store, Path(folder) / "store.db")
        command += ["--profile", str(options.profile)] if options.profile else []
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _crawl(kind: str, url: str, folder: Path, pages: int, profile: Path | None) -> dict[str, Any]:
    """Run one crawl in this process: CPU and wall seconds, pages, peak memory in MiB, and its course."""
    process = AsyncCrawlerProcess(_settings(kind, folder))
    spider = {"bare": BareSpider, "trafilatura": TrafilaturaSpider}.get(kind, "related")
    crawler = process.create_crawler(spider)
    course = Course(max(1, pages // _SAMPLES))
    crawler.signals.connect(course.start, signals.engine_started)
    crawler.signals.connect(course.response, signals.response_received)
    crawler.signals.connect(course.stop, signals.engine_stopped)
    arguments = {} if kind in ("bare", "trafilatura") else {"depth": "99", "max_articles": "1000000000"}
    arguments |= {"mode": "new"} if kind in ("new", "seen") else {}
    process.crawl(crawler, url=url, **arguments)
    _profiled(process.start, profile)
    assert crawler.stats is not None
    count = crawler.stats.get_value("downloader/response_status_count/200", 0)
    if count < pages:
        sys.exit(f"{kind}: {count} of {pages} pages were read: this is no measurement")
    cpu, wall = course.points[-1]["cpu"], course.points[-1]["wall"]
    return {"cpu": cpu, "wall": wall, "pages": count, "peak": _peak(), "samples": course.points}


def _settings(kind: str, folder: Path) -> Any:
    if kind in ("bare", "trafilatura"):
        feed = {str(folder / "items.jsonl"): {"format": "jsonlines", "encoding": "utf-8"}}
        return {**_MANNERS, "ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "FEEDS": feed}
    settings = get_project_settings()
    own = {
        **_MANNERS,
        "LOG_LEVEL": "ERROR",
        "RELATED_OUTPUT": str(folder / "run"),
        "RELATED_STORE": f"sqlite:///{folder / 'store.db'}",
        "RELATED_ALLOW_PRIVATE": "127.0.0.0/8",
        "RELATED_HOST_PAGES": 10**9,
        "RELATED_SITE_PAGES": 10**9,
    }
    if kind == "jobdir":
        own["JOBDIR"] = str(folder / "job")
    settings.setdict(own, priority="cmdline")
    return settings


def _profiled(run: Callable[[], None], file: Path | None) -> None:
    if file is None:
        run()
        return
    profile = cProfile.Profile(time.process_time)
    profile.runcall(run)
    profile.dump_stats(file)


class Course:
    """CPU seconds, wall seconds and memory in use over the pages of a crawl, one point every so many pages."""

    def __init__(self, every: int) -> None:
        self.points: list[dict[str, float]] = []
        self._every, self._count = every, 0
        self._cpu = self._wall = 0.0

    def start(self) -> None:
        self._cpu, self._wall = _cpu(), time.monotonic()

    def response(self) -> None:
        self._count += 1
        if self._count % self._every == 0:
            self._add()

    def stop(self) -> None:
        self._add()

    def _add(self) -> None:
        spent = {"cpu": _cpu() - self._cpu, "wall": time.monotonic() - self._wall}
        self.points.append({"pages": self._count, "memory": memory(), **spent})


def _cpu() -> float:
    """Processor seconds of this process, by the operating system."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def memory() -> float:
    """Memory in use, MiB; the peak so far where /proc is not there to say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        return _peak()


def _peak() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _print_table(kinds: list[str], runs: list[dict[str, dict[str, Any]]]) -> None:
    """Medians, and each kind's pages a CPU second as a multiple of the others', run by run."""
    print(f"{'':12}{'pages':>8}{'CPU ms a page':>15}{'pages a CPU s':>15}{'wall / CPU':>12}{'peak MiB':>10}")
    rate: dict[str, list[float]] = {}
    for kind in kinds:
        each = [run[kind] for run in runs]
        rate[kind] = [one["pages"] / one["cpu"] for one in each]
        wall, peak = median(one["wall"] / one["cpu"] for one in each), median(one["peak"] for one in each)
        cost = 1000 / median(rate[kind])
        print(f"{kind:12}{each[0]['pages']:8}{cost:15.2f}{median(rate[kind]):15.1f}{wall:12.2f}{peak:10.0f}")
    for kind, other, bar in (
        ("project", "bare", 0.6),
        ("project", "trafilatura", 1.8),
        ("jobdir", "project", 0.85),
        ("seen", "new", 0.91),
    ):
        if kind in rate and other in rate:
            found = median(a / b for a, b in zip(rate[kind], rate[other], strict=True))
            print(f"{kind} / {other}: {found:.2f} of its pages a CPU second (bar {bar})")
    print(f"medians of {len(runs)}")


if __name__ == "__main__":
    main()
