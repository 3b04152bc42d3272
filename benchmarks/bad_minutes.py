"""Bad minutes of the network for benchmarks/killresume.py: hosts down and back, robots.txt failing, offline at start.

Each is a crawl of its own, of a small web on three hosts, as a job. While it runs hosts refuse connections and come
back at random; the same command is given again until the job is done. What is then in its feeds is compared with an
undisturbed crawl.
"""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.job_crawls import Crawl, Outcome, Stores, compare, embedded
from tests.web.news import NewsWeb, serve

PAGES = 40
LATENCY = 0.02
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
AGAIN = 6
"""Times that the command is given at most."""
LONGEST = 120.0
"""Seconds after which a crawl counts as hanging."""
SETTINGS = {"RELATED_WAIT_LIMIT": "1", "RELATED_ROBOTS_RETRY": "1,1,2", "RELATED_ALLOW_PRIVATE": "127.0.0.0/8"}
"""Clocks that run thirty times as fast as by default."""
Trouble = Callable[[NewsWeb, random.Random], None]


def hosts_down(web: NewsWeb, chance: random.Random) -> None:
    """Some hosts, or all, refuse connections for a while, twice."""
    for _ in range(2):
        time.sleep(chance.uniform(0, 1.5))
        down = chance.sample(HOSTS, chance.randint(1, len(HOSTS)))
        for host in down:
            web.refuse(host)
        time.sleep(chance.uniform(0.5, 3))
        for host in down:
            web.accept(host)


def robots_fail(web: NewsWeb, chance: random.Random) -> None:
    """No robots.txt can be read for a while."""
    web.robots_status = 503
    time.sleep(chance.uniform(0.5, 3))
    web.robots_status = 404


def offline(web: NewsWeb, chance: random.Random) -> None:
    """Nobody answers when the crawl begins."""
    for host in HOSTS:
        web.refuse(host)
    time.sleep(chance.uniform(0.5, 8))
    for host in HOSTS:
        web.accept(host)


TROUBLES: dict[str, tuple[Trouble, bool]] = {
    # kind: (what happens, whether it begins before the crawl)
    "hosts down and back": (hosts_down, False),
    "robots.txt failing": (robots_fail, True),
    "offline at start": (offline, True),
}


def bad_minutes(
    folder: Path, times: int, seed: int, kinds: Iterable[str] = tuple(TROUBLES), stores: Stores = embedded
) -> Iterator[tuple[str, dict[str, int]]]:
    """(kind, what was lost or duplicated or hung) of so many crawls of each kind."""
    with serve(NewsWeb(PAGES, LATENCY, hosts=HOSTS)) as web:
        plain = Crawl(web, folder / "calm", job=False, settings=SETTINGS)
        plain.finish()
        expected = Outcome.of(plain)
    assert expected.pages.total() > PAGES / 2, "the undisturbed crawl came to nothing"
    for kind in kinds:
        trouble, before = TROUBLES[kind]
        for number in range(times):
            chance = random.Random(f"{seed} {kind} {number}")
            with serve(NewsWeb(PAGES, LATENCY, hosts=HOSTS)) as web:
                own = folder / f"{kind} {number}".replace(" ", "-")
                crawl = Crawl(web, own, job=True, settings=SETTINGS, stores=stores)
                hangs = disturb(crawl, partial(trouble, web, chance), before)
                # One that hung may have no feeds to compare.
                yield kind, {"hangs": hangs} if hangs else {**compare(expected, Outcome.of(crawl)), "hangs": 0}


def disturb(crawl: Crawl, trouble: Callable[[], None], before: bool) -> int:
    """Run a job through some trouble, and again until it is done; 1 where it hangs or is never done."""
    process = crawl.start()
    if not before:
        crawl.wait_until_opened(process)
    trouble()
    for _ in range(AGAIN):
        try:
            process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return 1
        if crawl.is_done():
            return 0
        process = crawl.start()
    process.wait(LONGEST)
    return int(not crawl.is_done())
