"""Nothing lost, nothing twice: `python -m benchmarks.killresume`.

Crawls a made news web on loopback (redirects, retries, failures, copies, drops, errors in callbacks, stories over two
pages, pages that yield nothing) once undisturbed and once in a job that is killed (SIGKILL) at random moments, each
time followed by the same command. Every page, edge and failure of the first crawl must be in the feeds of the second
exactly once. A third crawl meets a disk that refuses writes: every refused write must end it with status 3, and the
same command goes on. Also measures what durability costs: pages a second with JOBDIR against the same crawl without.

    --pages N    pages of the web (default 875: about 700 articles)
    --kills N    kills (default 20)
    --refused N  refused writes (default 20)
    --seed N     of the moments (default 1)
    --bad N      bad minutes of the network, of each kind (default 20; see benchmarks/bad_minutes.py)
    --rounds N   pairs of crawls for the cost (default 4; 0 leaves the measurement out)
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.web.news import NewsWeb, serve
from tests.web.refusal import refused_writes

ROOT = Path(__file__).parents[1]
EXIT_OUTPUT = 3
LATENCY = 0.05
"""Seconds that every answer takes."""
LOST = 0.5
"""Seconds of a crawl that a kill undoes, on average."""
_SETTINGS = {
    "SPIDER_MODULES": "tests.web.spider",
    "DOWNLOAD_DELAY": "0",
    "LOG_FORMAT": "%(created).3f %(levelname)s %(name)s: %(message)s",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "RELATED_ALLOW_PRIVATE": "127.0.0.1",
}


@dataclass(frozen=True)
class Crawl:
    """The command of a crawl of a web into a folder; with job, one that can be gone on with."""

    web: NewsWeb
    folder: Path
    job: bool
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def command(self) -> list[str]:
        settings = {
            **_SETTINGS,
            "RELATED_OUTPUT": str(self.folder / "run"),
            "RELATED_STORE": f"sqlite:///{self.folder / 'store.db'}",
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


@dataclass(frozen=True)
class Moment:
    """When to kill: so many seconds after the process was started, or after it opened the spider."""

    opened: bool
    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s after the {'crawl' if self.opened else 'process'} began"


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


def kill_and_resume(crawl: Crawl, moments: Sequence[Moment]) -> Iterator[str]:
    """Run a job, kill it at each moment, then let it end; says what happened, a line each."""
    for number, moment in enumerate(moments, 1):
        process = crawl.start()
        if moment.opened:
            crawl.wait_until_opened(process)
        try:
            status = process.wait(moment.seconds)
            yield f"{number}: ended by itself with {status}"
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            yield f"{number}: killed {moment}"
    yield f"the rest: exit status {crawl.finish()}"


def refuse_and_resume(crawl: Crawl, refusals: int, seed: int) -> Iterator[str]:
    """Run a job on a disk that at random moments takes no byte for a random time, until it has refused so many writes,
    then let it end; says what happened, a line each. A crawl that neither ends nor goes on raises TimeoutExpired."""
    chance, refused = random.Random(seed), 0
    process = crawl.start(logged=False)
    while refused < refusals:
        try:
            process.wait(chance.uniform(0, 2.5))
        except subprocess.TimeoutExpired:
            with refused_writes(process.pid), suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.01, 1.2))
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.3)
        if process.poll() is None:
            continue  # nothing was to be written then
        if process.returncode != EXIT_OUTPUT:
            break
        refused += 1
        yield f"{refused}: a write was refused"
        process = crawl.start(logged=False)
    yield f"the rest: exit status {process.wait(600)}"
    crawl.finish()  # says in the log how it was


def random_moments(kills: int, seed: int, crawl: float) -> list[Moment]:
    """Moments of which one in five falls into the start of the process, while the others share out the crawl."""
    chance = random.Random(seed)
    longest = 2 * (crawl / kills + LOST)
    return [
        Moment(opened, chance.uniform(0, longest if opened else 2))
        for opened in (chance.random() > 0.2 for _ in range(kills))
    ]


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory() as name, serve(NewsWeb(options.pages, LATENCY)) as web:
        folder = Path(name)
        plain = Crawl(web, folder / "plain", job=False)
        plain.finish()
        expected = Outcome.of(plain)
        print(
            f"undisturbed: {expected.pages.total()} pages in {plain.seconds:.1f} s, {len(expected.stories)} articles, "
            f"{expected.edges.total()} edges, {expected.failures.total()} failures",
            flush=True,
        )
        killed = Crawl(web, folder / "killed", job=True)
        for line in kill_and_resume(killed, random_moments(options.kills, options.seed, plain.seconds)):
            print(line, flush=True)
        report = compare(expected, Outcome.of(killed))
        refusing = Crawl(web, folder / "refused", job=True)
        for line in refuse_and_resume(refusing, options.refused, options.seed):
            print(line, flush=True)
        report |= {f"refused writes: {what}": n for what, n in compare(expected, Outcome.of(refusing)).items()}
        before = snapshot(killed)
        again = killed.finish()
        report["exit status of one more run"] = again
        report["feeds changed by one more run"] = int(snapshot(killed) != before)
        for what, number in report.items():
            print(f"{what}: {number}")
        if options.rounds:
            pages, processor = _cost(web, folder, options.rounds)
            print(f"durability costs {pages:.1%} of pages a second; {processor:+.1%} processor time")
        bad = _bad_minutes(folder, options.bad, options.seed)
    return int(any(report.values()) or bad)


def _bad_minutes(folder: Path, times: int, seed: int) -> bool:
    """Print a line for each kind of bad minute: how many, and what they cost; whether they cost anything."""
    from benchmarks.bad_minutes import bad_minutes  # it builds on this module

    totals: dict[str, Counter[str]] = {}
    for kind, cost in bad_minutes(folder, times, seed):
        total = totals.setdefault(kind, Counter())
        total["crawls"] += 1
        for what, number in cost.items():
            total[what.split(" ")[0]] += number
    for kind, total in totals.items():
        print(f"{kind}: {', '.join(f'{number} {what}' for what, number in total.items())}", flush=True)
    return any(number for total in totals.values() for what, number in total.items() if what != "crawls")


def _cost(web: NewsWeb, folder: Path, rounds: int) -> tuple[float, float]:
    """The shares of pages a second and of processor time that a job costs. The best of each kind is compared, crawled
    in turn: whatever else the machine does only ever adds."""
    took: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    for number in range(2 * rounds):
        job = number % 4 in (1, 2)
        seconds, processor = Crawl(web, folder / f"cost-{number}", job=job).measure()
        took[job].append((seconds, processor))
        print(f"{_name(job)}: {seconds:.2f} s, processor {processor:.2f} s", flush=True)
    best = {job: [min(measures) for measures in zip(*all_, strict=True)] for job, all_ in took.items()}
    return 1 - best[False][0] / best[True][0], best[True][1] / best[False][1] - 1


def _name(job: bool) -> str:
    return "with JOBDIR" if job else "without JOBDIR"


def snapshot(crawl: Crawl) -> dict[str, bytes]:
    """File -> content of a crawl's folder."""
    return {path.name: path.read_bytes() for path in sorted((crawl.folder / "run").iterdir())}


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=875)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--refused", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bad", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=4)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
