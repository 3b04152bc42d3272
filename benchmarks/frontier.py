"""What a URL in the frontier costs in memory, and what pages seen before cost a look-up.

    python -m benchmarks.frontier [--urls N] [--hosts N]

Memory is the operating system's, of this process: what it grew by while the URLs came in. Times are CPU, a call.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from benchmarks.crawl import memory
from crawler.store.frontier import Frontier
from crawler.store.sqlite import SqliteStore

_REQUEST = '{{"url":"https://host-{host}.example/2026/03/story-{n}.html","callback":"parse","errback":"failed"}}'
_LOOKED_UP = 20_000


def main() -> None:
    """Fill a frontier, a checkpoint every 10,000 URLs, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--urls", type=int, default=1_000_000)
    parser.add_argument("--hosts", type=int, default=1_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "store.db")
        store.begin()
        frontier = store.frontier("run")
        few = _seconds_a_look_up(frontier, "empty")
        before = memory()
        for n in range(options.urls):
            frontier.mark(_page(f"{n}"))
            frontier.add(f"host-{n % options.hosts}.example", n % 1000, _REQUEST.format(host=n % options.hosts, n=n))
            if n % 10_000 == 9_999:
                store.commit()
                store.begin()
        grown = (memory() - before) * 2**20
        many = _seconds_a_look_up(frontier, "full")
        print(f"{options.urls} URLs of {options.hosts} hosts: {grown / options.urls:.0f} bytes of memory each")
        print(f"a page marked and looked up: {few * 1e6:.1f} µs in an empty store, {many * 1e6:.1f} µs beside them")
        store.close()


def _seconds_a_look_up(frontier: Frontier, name: str) -> float:
    """To mark a page that is new, and to see that it is known."""
    pages = [_page(f"{name} {n}") for n in range(_LOOKED_UP)]
    started = time.process_time()
    for page in pages:
        frontier.mark(page)
        frontier.seen(page)
    return (time.process_time() - started) / _LOOKED_UP


def _page(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:16]


if __name__ == "__main__":
    main()
