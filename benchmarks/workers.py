"""Many workers on one shared store: `python -m benchmarks.workers`.

Crawls a made news web of 40 hosts on loopback (redirects, failures, copies, stories over two pages) with the embedded
store and with a real PostgreSQL that it starts itself: with one worker, with 2 and 4 at once, with 4 of which one is
killed (SIGKILL) at random moments and started again, and with 4 whose database is away for half a minute. Says whether
every page was read, how many were fetched twice, which stories the data set of all workers' feeds lacks or has twice,
what it cost in processor time, how fast a host was asked at most (measured at the server), how fast an index of many
stories takes further ones, and how large the tables are.

    --pages N      pages of the web (default 4000)
    --hosts N      its hosts (default 40)
    --kills N      kills (default 10)
    --delay S      seconds between two requests to a host, where that is measured (default 0.3)
    --stories N    stories of the index (default 1000000; 0 leaves it out)
    --away S       seconds that the database is away (default 30)
    --only NAMES   some of embedded,one,two,four,kills,away,rate-one,rate-four,index,rows
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks.store_sizes import index, rows
from crawler.dataset.build import build
from crawler.items.runs import find_runs
from tests.conftest import ROOT, clean_environment, read_lines
from tests.web.news import NewsWeb, serve
from tests.web.postgres import Server, server

_KINDS = ("embedded", "one", "two", "four", "kills", "away", "rate-one", "rate-four", "index", "rows")
_NUMBER = re.compile(r"/(\d+)(?:-\d+)?\.html")
_WORKERS = {"one": 1, "two": 2, "four": 4, "kills": 4, "away": 4, "rate-one": 1, "rate-four": 4}


@dataclass
class Outcome:
    """What a crawl came to."""

    seconds: float
    processor: float
    """Seconds, of all workers."""
    pages: Counter[str]
    """URL asked for -> lines in articles, duplicates, skipped and failures of all workers."""
    stories: int
    """Lines in their articles."""
    in_data_set: Counter[int]
    """Story, by the number of the page that tells it first -> articles in the data set of all workers' feeds."""
    fetched_twice: int
    closest: float
    """The shortest time between two requests to one host, in seconds, pages and robots.txt alike."""
    failed: int
    """Pages that are well and could not be read: on a machine too busy to serve them in time."""
    waits: int
    """How often the workers said that they wait for the database."""


class Crawl:
    """A crawl by some workers: the same command for each."""

    def __init__(
        self,
        web: NewsWeb,
        folder: Path,
        store: str,
        workers: int,
        delay: float = 0.0,
        max_articles: int = 1_000_000,
    ) -> None:
        self.web, self.folder, self.workers = web, folder, workers
        settings = {
            "RELATED_STORE": store,
            "JOBDIR": folder / "jobs" / "bench",
            "RELATED_ALLOW_PRIVATE": "127.0.0.0/8",
            "DOWNLOAD_DELAY": delay,
            "RANDOMIZE_DOWNLOAD_DELAY": "False",
            "ROBOTSTXT_OBEY": "False",
            "RETRY_ENABLED": "False",
            "RELATED_HOST_FAILURES": 100_000,  # pages that fail are no outage here
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if delay else 4,
        }
        arguments = (f"url={web.url(0)}", "depth=99", f"max_articles={max_articles}")
        self.command = [
            *(sys.executable, "-m", "scrapy", "crawl", "related", "-L", "WARNING"),
            *(word for argument in arguments for word in ("-a", argument)),
            *(word for name, value in settings.items() for word in ("-s", f"{name}={value}")),
        ]
        self._processor = 0.0

    def start(self, number: int) -> subprocess.Popen[bytes]:
        """Start a worker, or start it again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {**clean_environment(), "PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
        with (self.folder / f"log-{number}").open("ab") as log:
            return subprocess.Popen(self.command, cwd=self.folder, stdout=log, stderr=log, env=environment)

    def run(self, kills: Sequence[float] = (), trouble: Callable[[], None] = lambda: None) -> Outcome:
        """Run to the end; kills: after how many seconds each a worker is killed, and started again, once the crawl is
        under way. trouble: what happens meanwhile."""
        self.web.asked.clear()
        self.web.asked_at.clear()
        began = time.monotonic()
        running = {number: self.start(number) for number in range(self.workers)}
        chance = random.Random(len(kills))
        while kills and not self.web.asked:
            time.sleep(0.1)
        for wait in kills:
            time.sleep(wait)
            victim = chance.choice(sorted(running))
            if _has_ended(running[victim].pid):
                continue
            running[victim].send_signal(signal.SIGKILL)
            self._reap(running[victim])
            running[victim] = self.start(victim)
        trouble()
        for process in running.values():
            self._reap(process)
        return self._outcome(time.monotonic() - began)

    def _reap(self, process: subprocess.Popen[bytes]) -> None:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self._processor += usage.ru_utime + usage.ru_stime

    def _outcome(self, seconds: float) -> Outcome:
        pages: Counter[str] = Counter()
        stories = failed = 0
        for path in self.folder.glob("output/related/**/*.jsonl"):
            if path.stem in ("articles", "duplicates", "skipped", "failures"):
                lines = read_lines(path)
                stories += len(lines) if path.stem == "articles" else 0
                failed += sum(is_well(self.web, line["url"]) for line in lines) if path.stem == "failures" else 0
                pages.update(line.get("requested_url") or line["url"] for line in lines)
        gaps = [b - a for times in self.web.asked_at.values() for a, b in pairwise(times)]
        once = {path for path in self.web.asked if "/flaky/" not in path}
        twice = sum(self.web.asked[path] - 1 for path in once)
        in_data_set = stories_of(self.web, data_set(self.folder))
        waits = sum(log.read_text().count("waiting for the database") for log in self.folder.glob("log-*"))
        closest = min(gaps, default=0.0)
        return Outcome(seconds, self._processor, pages, stories, in_data_set, twice, closest, failed, waits)


def _has_ended(process: int) -> bool:
    """Whether a child has ended; what it used is left to be asked for."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def data_set(folder: Path) -> Path:
    """The data set of all workers' feeds under a crawl's folder, as `related-news dataset` makes it."""
    made = folder / "data-set"
    build(find_runs([folder / "output"]), made, formats=["jsonl"])
    return made


def stories_of(web: NewsWeb, folder: Path) -> Counter[int]:
    """The stories of a web in the articles of a data set."""
    lines = (line for path in folder.rglob("articles*.jsonl") for line in read_lines(path))
    return Counter(story(web, number_of(line["requested_url"])) for line in lines)


def number_of(url: str) -> int:
    """The number of the page at a URL."""
    return int(_NUMBER.findall(url)[-1])


def is_well(web: NewsWeb, url: str) -> bool:
    """Whether a page can be read at its first time."""
    return web.kind(number_of(url)) not in ("gone", "down", "flaky")


def story(web: NewsWeb, number: int) -> int:
    """The page that tells a page's story first."""
    return number - 1 if web.kind(number) == "copy" else number


def expected_stories(web: NewsWeb) -> set[int]:
    """The stories that a crawl must find: those of pages that failed once it finds if it asks again."""
    return {story(web, n) for n in reachable(web) if is_well(web, web.url(n))}


def reachable(web: NewsWeb) -> set[int]:
    """The pages that links lead to: some hang on a page that is never there, or not at the first time."""
    found, ahead = {0}, [0]
    while ahead:
        number = ahead.pop()
        if is_well(web, web.url(number)):
            new = set(web.links(number)) - found
            found |= new
            ahead += new
    return found


def report(name: str, web: NewsWeb, outcome: Outcome) -> str:
    """A line about a crawl."""
    wanted = {web.url(number) for number in reachable(web)}
    missing = sorted(wanted - set(outcome.pages))
    twice = sum(count - 1 for count in outcome.pages.values())
    stories = expected_stories(web)
    lost = sorted(stories - set(outcome.in_data_set))
    repeated = sum(count - 1 for count in outcome.in_data_set.values())
    return (
        f"{name}: {len(wanted)} pages, {len(missing)} lost {missing[:3] or ''}, {twice} twice,"
        f" {outcome.fetched_twice} fetched again,"
        f" {outcome.stories} articles; in the data set {len(stories)} stories, {len(lost)} lost {lost[:3] or ''},"
        f" {repeated} twice; {outcome.seconds:.1f} s, processor {outcome.processor:.1f} s:"
        f" {1000 * outcome.processor / len(wanted):.1f} ms a page; closest requests to a host {outcome.closest:.3f} s;"
        f" {outcome.failed} failed for want of time, {outcome.waits} waits for the database"
    )


def crawls(kinds: Sequence[str], options: argparse.Namespace, database: Server) -> Iterator[str]:
    """Run the crawls of some kinds; a line each."""
    hosts = tuple(f"127.0.0.{number}" for number in range(1, options.hosts + 1))
    for kind in kinds:
        pages = options.pages if "rate" not in kind else options.hosts * 12
        with tempfile.TemporaryDirectory() as name, serve(NewsWeb(pages, hosts=hosts)) as served:
            folder = Path(name)
            store = f"sqlite:///{folder / 'store.db'}" if kind == "embedded" else database.new_database()
            delay = options.delay if "rate" in kind else 0.0
            crawl = Crawl(served, folder, store, _WORKERS.get(kind, 1), delay)
            chance = random.Random(1)
            kills = [chance.uniform(3, 9) for _ in range(options.kills)] if kind == "kills" else []
            trouble = partial(away, database, served, options.away) if kind == "away" else lambda: None
            yield report(kind, served, crawl.run(kills, trouble))


def away(database: Server, web: NewsWeb, seconds: float) -> None:
    """The database crashes when a quarter of the pages was asked for, and is back after so long."""
    while web.asked.total() < web.pages / 4:
        time.sleep(0.1)
    database.stop(signal.SIGQUIT)
    time.sleep(seconds)
    database.start()


def main() -> int:
    options = _options()
    kinds = options.only.split(",")
    with server(shared_buffers="256MB", max_wal_size="2GB") as database:
        for line in crawls([kind for kind in kinds if kind not in ("index", "rows")], options, database):
            print(line, flush=True)
        if "index" in kinds and options.stories:
            for line in index(options.stories, database):
                print(line, flush=True)
        if "rows" in kinds:
            for line in rows(database):
                print(line, flush=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=4000)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--delay", type=float, default=0.3)
    parser.add_argument("--away", type=float, default=30)
    parser.add_argument("--stories", type=int, default=1_000_000)
    parser.add_argument("--only", default=",".join(_KINDS))
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
