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
    --store S    sqlite or postgresql: a real server that is started for it (default sqlite)
    --rounds N   pairs of crawls for the cost (default 4; 0 leaves the measurement out)
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bad_minutes import bad_minutes
from benchmarks.job_crawls import Crawl, Outcome, Stores, compare, embedded, snapshot
from tests.web.news import NewsWeb, serve
from tests.web.postgres import server
from tests.web.refusal import refused_writes

EXIT_OUTPUT = 3
LATENCY = 0.05
"""Seconds that every answer takes."""
LOST = 0.5
"""Seconds of a crawl that a kill undoes, on average."""


@dataclass(frozen=True)
class Moment:
    """When to kill: so many seconds after the process was started, or after it opened the spider."""

    opened: bool
    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s after the {'crawl' if self.opened else 'process'} began"


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
    with (
        tempfile.TemporaryDirectory() as name,
        serve(NewsWeb(options.pages, LATENCY)) as web,
        _stores(options.store) as stores,
    ):
        folder = Path(name)
        plain = Crawl(web, folder / "plain", job=False)
        plain.finish()
        expected = Outcome.of(plain)
        print(
            f"undisturbed: {expected.pages.total()} pages in {plain.seconds:.1f} s, {len(expected.stories)} articles, "
            f"{expected.edges.total()} edges, {expected.failures.total()} failures",
            flush=True,
        )
        killed = Crawl(web, folder / "killed", job=True, stores=stores)
        for line in kill_and_resume(killed, random_moments(options.kills, options.seed, plain.seconds)):
            print(line, flush=True)
        report = compare(expected, Outcome.of(killed))
        refusing = Crawl(web, folder / "refused", job=True, stores=stores)
        for line in refuse_and_resume(refusing, options.refused, options.seed):
            print(line, flush=True)
        report |= {f"refused writes: {what}": n for what, n in compare(expected, Outcome.of(refusing)).items()}
        before = snapshot(killed)
        report["exit status of one more run"] = killed.finish()
        report["feeds changed by one more run"] = int(snapshot(killed) != before)
        for what, number in report.items():
            print(f"{what}: {number}", flush=True)
        if options.rounds:
            pages, processor = _cost(web, folder, options.rounds)
            print(f"durability costs {pages:.1%} of pages a second; {processor:+.1%} processor time", flush=True)
        bad = _bad_minutes(folder, options.bad, options.seed, stores)
    return int(any(report.values()) or bad)


@contextmanager
def _stores(kind: str) -> Iterator[Stores]:
    """Where the crawls remember, each in a store of its own."""
    if kind == "sqlite":
        yield embedded
    else:
        with server() as database:
            yield lambda folder: database.new_database()


def _bad_minutes(folder: Path, times: int, seed: int, stores: Stores) -> bool:
    """Print a line for each kind of bad minute: how many, and what they cost; whether they cost anything."""
    totals: dict[str, Counter[str]] = {}
    for kind, cost in bad_minutes(folder, times, seed, stores=stores):
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


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=875)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--refused", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bad", type=int, default=20)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=4)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
