"""Judged on publishers that were not learned from: pages parted by publisher, learned on all other parts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from crawler.pages.links.classify import PointsGiver, judge
from crawler.pages.links.extract import find_link_blocks
from training.examples import AnnotatedPage
from training.scorecards import learn

PARTS = 10
"""Into so many parts publishers fall, each judged by what the others taught: fewer parts leave less to learn from."""

Learner = Callable[[Sequence[AnnotatedPage]], PointsGiver]


def part_of(publisher: str, parts: int = PARTS) -> int:
    """The part that a publisher belongs to, the same at every run."""
    return int(hashlib.sha256(publisher.encode()).hexdigest(), 16) % parts


def held_out(
    pages: Sequence[AnnotatedPage], *, learner: Learner = learn, most: int | None = None, parts: int = PARTS
) -> Iterator[tuple[AnnotatedPage, PointsGiver]]:
    """Each page with what was learned without its publisher. most: learn from so many pages at most."""
    for part in range(parts):
        others = [page for page in pages if part_of(page.publisher, parts) != part]
        others.sort(key=lambda page: hashlib.sha256(page.url.encode()).hexdigest())
        card = learner(others[:most])
        for page in pages:
            if part_of(page.publisher, parts) == part:
                yield page, card


def links_of(page: AnnotatedPage, card: PointsGiver) -> list[dict[str, Any]]:
    """The links of a page as lines of links.jsonl, as far as the scorer reads them."""
    blocks = find_link_blocks(page.page, page.body, card=card)
    return [{"source_url": page.url, "url": link.url, "kind": block.kind} for block in blocks for link in block.links]


def confusion(judged: Sequence[tuple[AnnotatedPage, PointsGiver]]) -> Counter[tuple[str, str]]:
    """How many cards of each true kind (first) were judged to be of each kind (second)."""
    found: Counter[tuple[str, str]] = Counter()
    for page, card in judged:
        for example in page.examples:
            answer = judge(example.evidence, card).kind or "none"
            for kind, number in example.kinds.items():
                found[kind, answer] += number
    return found
