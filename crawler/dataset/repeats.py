"""What a site repeats, known from all of its stories: its paragraphs are cut alike on every page, its lists of links
are told from those of one story.

A crawl knows only the pages before a page and leaves both alone; here every page is judged by all of them, so order
plays no part.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any

import numpy as np

from crawler.text.repeats import STORIES, edges, paragraph_key

LIST_STORIES = 8
"""A link that so many stories of a site offer may stand in a list that the site offers everywhere: a series, a topic
box or a developing story reaches five or six."""
LIST_SHARE = 0.2
"""And so large a share of the site's stories that offer any."""
LIST_MAJORITY = 2 / 3
"""A block is the site's own where so many of its links are."""


class DistinctCounts:
    """How many distinct stories each key occurs with; 16 bytes an occurrence, whatever the strings are."""

    def __init__(self) -> None:
        self._keys, self._stories = array("Q"), array("Q")

    def add(self, key: str, story: str) -> None:
        """Count a key for a story."""
        self._keys.append(number(key))
        self._stories.append(number(story))

    def counts(self, at_least: int) -> dict[int, int]:
        """Key's number -> distinct stories, of the keys that have so many."""
        if not self._keys:
            return {}
        keys, stories = (np.frombuffer(column, dtype=np.uint64) for column in (self._keys, self._stories))
        order = np.lexsort((stories, keys))
        keys, stories = keys[order], stories[order]
        new_key = np.append(True, keys[1:] != keys[:-1])
        new_pair = new_key | np.append(True, stories[1:] != stories[:-1])
        starts = np.flatnonzero(new_key)
        found = np.add.reduceat(new_pair, starts, dtype=np.int64)
        enough = found >= at_least
        return dict(zip(keys[starts[enough]].tolist(), found[enough].tolist(), strict=True))


def number(text: str) -> int:
    """64 bits that stand for a string, the same in any process."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def repeated_paragraphs(stories: Iterable[tuple[str, str, str]]) -> Callable[[str, str], bool]:
    """From (site, cluster, text) of every article: whether a paragraph at the edges of a text is its site's."""
    seen = DistinctCounts()
    for site, cluster, text in stories:
        for paragraph in edges([p for p in text.split("\n") if p]):
            if key := paragraph_key(paragraph):
                seen.add(f"{site} {key}", cluster)
    repeats = frozenset(seen.counts(STORIES))

    def is_repeat(site: str, paragraph: str) -> bool:
        key = paragraph_key(paragraph)
        return key is not None and number(f"{site} {key}") in repeats

    return is_repeat


def site_lists(links: Iterable[tuple[str, str, dict[str, Any]]]) -> Callable[[str, list[dict[str, Any]]], bool]:
    """From (site, cluster, link) of every related link: whether a block is a list that its site offers everywhere."""
    seen, offering = DistinctCounts(), DistinctCounts()
    for site, cluster, link in links:
        seen.add(f"{site} {link['target_id']}", cluster)
        offering.add(site, cluster)
    everywhere, stories = seen.counts(LIST_STORIES), offering.counts(1)

    def is_site_list(site: str, block: list[dict[str, Any]]) -> bool:
        bound = LIST_SHARE * stories.get(number(site), 0)
        common = sum(everywhere.get(number(f"{site} {link['target_id']}"), 0) >= max(bound, 1) for link in block)
        return common >= LIST_MAJORITY * len(block)

    return is_site_list
