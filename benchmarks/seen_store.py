"""A store of many pages that earlier runs have read, on which a crawl is timed; used by benchmarks/crawl.py."""

from __future__ import annotations

import random
from pathlib import Path

from crawler.store.base import Story
from crawler.store.sqlite import SqliteStore
from crawler.store.visits import Visit
from crawler.text.fingerprint import KEY_BITS, SAMPLE, Sketch

AT_ONCE = 10_000
"""Pages between two checkpoints."""
KEYS = 8
"""Keys of a story in the index of copies, about what a text has."""


def fill(path: Path, pages: int) -> None:
    """Make a store of so many stories, each unlike the others, visited in 2025."""
    store = SqliteStore(path)
    chance = random.Random(1)
    packed = bytes(3 * SAMPLE)
    store.begin()
    memory, visits = store.memory("earlier"), store.visits()
    for number in range(1, pages + 1):
        page, digest = f"{chance.getrandbits(64):016x}", f"{chance.getrandbits(256):064x}"
        keys = tuple(sorted(chance.getrandbits(KEY_BITS) for _ in range(KEYS)))
        memory.add(Story(page, digest, page), Sketch(500, packed, keys))
        site = f"site{number % 997}.example"
        hop = '{"seed":"https://site.example/","depth":1,"relevance":0.5}'
        visits.put(Visit(page, "story", hop, page, site, content=digest, fetched=1.75e9, interval=3600.0))
        if number % AT_ONCE == 0:
            store.commit()
            store.begin()
    store.commit()
    store.close()
