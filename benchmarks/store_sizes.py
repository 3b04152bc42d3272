"""How large a shared store becomes, and how fast an index of many stories takes further ones; called by
benchmarks/workers.py."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from scrapy import Request

from crawler.scheduler import dump_request
from crawler.store.base import Story
from crawler.store.postgres import PostgresStore
from crawler.store.visits import Visit
from crawler.text.fingerprint import KEY_BITS, SAMPLE, Sketch
from tests.web.postgres import Server

ROWS = 100_000
AT_ONCE = 5000
"""Rows between two checkpoints."""
LINKS = 20
"""Links that a page offers."""
_META = {
    "hop": {"seed": "https://news.example/politics/harbour-budget-vote-2026", "depth": 2, "relevance": 0.4312},
    "page": "0123456789abcdef",
    "parent": "https://news.example/politics/2026/03/05/the-page-that-offered-the-link.html",
}


def index(stories: int, database: Server) -> Iterator[str]:
    """Fill an index with so many stories, each unlike the others; what it takes, a line each."""
    store = PostgresStore(database.new_database())
    memory = store.memory("bench")
    chance = random.Random(1)
    packed = bytes(3 * SAMPLE)
    began = last = time.monotonic()
    for number in range(1, stories + 1):
        page = _page(chance)
        keys = tuple(sorted(chance.getrandbits(KEY_BITS) for _ in range(8)))
        sketch = Sketch(500, packed, keys)
        digest = f"{chance.getrandbits(256):064x}"
        if number % 100 == 0:  # what a page costs beside others is measured by the crawls: here it is the index's size
            memory.find(page, digest, sketch)
        memory._last = sketch, keys
        memory.add(Story(page, digest, page, note="site.example\t\t\t"), sketch)
        if number % AT_ONCE == 0:
            store.commit()
        if number % max(1, stories // 5) == 0:
            store.commit()
            now = time.monotonic()
            size = store.summary(0).bytes
            rate = stories // 5 / (now - last)
            yield f"index: {number} stories, {rate:.0f} a second, {size / number:.0f} bytes a story"
            last = time.monotonic()
    yield f"index: {stories / (time.monotonic() - began):.0f} stories a second in all"
    store.close()


def rows(database: Server) -> Iterator[str]:
    """Fill the other large tables; the bytes of a row of each with its indexes, a line each."""
    store = PostgresStore(database.new_database())
    frontier = store.frontier("bench", "worker")
    visits = store.visits()
    chance = random.Random(1)
    for number in range(ROWS):
        url = (
            f"https://site{number % 997}.example/politics/2026/03/{number % 28:02}/{_page(chance)}-of-the-harbour.html"
        )
        page = _page(chance)
        frontier.mark(page)
        frontier.add(f"site{number % 997}.example", 0, dump_request(Request(url, meta=_META), None), page)
        if number % LINKS == 0:
            digest = f"{chance.getrandbits(256):064x}"
            visits.put(Visit(page, "story", url, page, "site.example", content=digest, fetched=1e9, interval=3600.0))
            visits.offer(page, (_page(chance) for _ in range(LINKS)), 1e9)
        if number % AT_ONCE == 0:
            store.commit()
    store.commit()
    for table in ("seen", "requests", "visits", "edges"):
        [(size, count)] = store.db.execute(f"SELECT pg_total_relation_size('{table}'), count(*) FROM {table}")
        yield f"{table}: {size / count:.0f} bytes a row"
    store.close()


def _page(chance: random.Random) -> str:
    """The id of a page."""
    return f"{chance.getrandbits(64):016x}"
