"""The topics of a run's seeds: what each page and each link is rated against."""

from __future__ import annotations

import json
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from crawler.focus.background import Background
from crawler.focus.priority import priorities
from crawler.focus.profile import Profile
from crawler.focus.relevance import OfferedLink, OfferingPage, link_relevance, page_relevance
from crawler.focus.terms import primary
from crawler.focus.topic import BRIEF_TERMS, Topic
from crawler.focus.vectors import Vector
from crawler.items import Link
from crawler.pages.article import Extraction
from crawler.urls.canonical import site

_DIGITS = 6
"""As many as the frontier's order tells apart."""
_FULL_TOPICS = 500
"""Seeds whose topic is kept in full, up to 20 kB each; those that come later have theirs in fewer words, up to 4 kB."""
_MOST_TOPICS = 5_000
"""Seeds whose topic is kept at all: the pages of those that come later are each their own topic."""
_UNPACKED = 32
"""Topics that are kept ready to rate by, those used last; the others are packed."""
_ALL = 64
"""Calls of state() of which one gives all terms again, so that what was learned does not pile up in pieces."""
_GROWTH = 1.5
"""How many times more pages a topic has learned from before it is kept anew: what a restart loses is a nuance."""
_KEPT_AT_ONCE = 20
"""Grown topics that one call of state() keeps, so that a checkpoint is over in a moment; the others wait their turn."""


@dataclass(frozen=True, slots=True)
class PageRating:
    """A page that was read, as its links are rated by."""

    profile: Profile
    vector: Vector
    """Its terms, weighted as the run knew them when it was rated."""
    relevance: float | None
    """To its seed's topic; None where that is not known."""
    seed_url: str
    depth: int


class Topics:
    """Rates pages and links; learns in the order of the pages read, so that a replay rates the same."""

    def __init__(self) -> None:
        self._background = Background()
        self._unpacked: OrderedDict[str, Topic] = OrderedDict()
        self._packed: dict[str, bytes] = {}
        self._new: list[str] = []
        self._grown: dict[str, int] = {}  # seed -> pages that its topic had learned from when it was kept
        self._rounds = 0

    def __len__(self) -> int:
        return len(self._unpacked) + len(self._packed)

    def state(self) -> dict[str, Any]:
        """What was learned since the last call, in entries that restore() puts together."""
        entries: dict[str, Any] = {f"seed {url}": self._dumped(url)["seed"] for url in self._new}
        self._new.clear()
        due = [url for url, kept in self._grown.items() if self._topic_pages(url) >= max(1, kept) * _GROWTH]
        for url in islice(due, _KEPT_AT_ONCE):
            entries[f"read {url}"] = self._dumped(url)["read"]
            del self._grown[url]  # to the end of the queue
            self._grown[url] = self._topic_pages(url)
        return entries | self._terms() | {"rounds": self._rounds, "pages": self._background.pages}

    def _terms(self) -> dict[str, Any]:
        """The terms learned; now and then all, in place of the pieces before."""
        self._rounds += 1
        terms, is_all = self._background.learned()
        if self._rounds % _ALL and not is_all:
            return {f"terms {self._rounds % _ALL}": terms}
        self._rounds += -self._rounds % _ALL
        return {"terms 0": self._background.all_learned()} | {f"terms {n}": {} for n in range(1, _ALL)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Know again what was learned."""
        self._rounds = state["rounds"]
        for key, value in state.items():
            kind, _, name = key.partition(" ")
            if kind == "terms":
                self._background.relearn(value, state["pages"])
            elif kind == "seed":
                read = state.get(f"read {name}") or Topic.NOTHING_READ
                self._packed[name] = _pack({"seed": value, "read": read})

    def shares(self, key: str) -> bool:
        """The topics of seeds: what is read for a seed by other workers is rated against the same."""
        return key.startswith("seed ")

    def learn_from(self, worker: str, entries: Mapping[str, Any]) -> None:
        """Know the topics of seeds that another worker read."""
        for key, seed in entries.items():
            name = key.removeprefix("seed ")
            if name not in self._unpacked and name not in self._packed and len(self) < _MOST_TOPICS:
                self._packed[name] = _pack({"seed": seed, "read": Topic.NOTHING_READ})

    def rate_page(self, found: Extraction, seed_url: str, depth: int, offered: float) -> PageRating:
        """What a page is about, and its relevance to its seed's topic.

        depth: its hops from the seed; the page of depth 0 is the topic. offered: the relevance of the link that led
        to it.
        """
        page = profile(found)
        self._background.add(page.counts)
        vector = self._background.vector(page.counts)
        topic = self._topic(seed_url) if depth else None
        relevance = 1.0 if depth == 0 else None
        if topic is not None:
            relevance = round(page_relevance(page, topic, offered, vector=vector).value, _DIGITS)
        return PageRating(page, vector, relevance, seed_url, depth)

    def rate_links(self, links: Sequence[Link], page: PageRating) -> None:
        """Set relevance and priority of a page's links by its seed's topic, or by the page where there is none."""
        topic = self._topic(page.seed_url) if page.depth else None
        if topic is None or page.relevance is None:
            topic = Topic(page.profile.offering(_related(links)), self._background)
            _rate_links(links, topic, OfferingPage(depth=page.depth))
            if page.depth == 0:
                self._keep(page.seed_url, topic)
            return
        _rate_links(links, topic, OfferingPage(page.relevance, page.depth))
        topic.learn(page.vector, primary(page.profile.language), page.relevance)
        self._grown.setdefault(page.seed_url, 0)

    def rate_against_page(self, links: Sequence[Link], page: Profile) -> None:
        """Set relevance and priority of a page's links, by the page itself."""
        self._background.add(page.counts)
        _rate_links(links, Topic(page.offering(_related(links)), self._background), OfferingPage())

    def _topic(self, seed_url: str) -> Topic | None:
        """A seed's topic, ready to rate by."""
        if seed_url in self._packed:
            self._unpacked[seed_url] = Topic.load(_unpack(self._packed.pop(seed_url)), self._background)
            self._pack_oldest()
        if seed_url in self._unpacked:
            self._unpacked.move_to_end(seed_url)
        return self._unpacked.get(seed_url)

    def _keep(self, seed_url: str, topic: Topic) -> None:
        """Keep a seed's topic, unless there are too many."""
        if seed_url not in self._unpacked and len(self) >= _MOST_TOPICS:
            return
        if len(self) >= _FULL_TOPICS:
            topic.shorten(BRIEF_TERMS)
        self._unpacked[seed_url] = topic
        self._new.append(seed_url)
        self._pack_oldest()

    def _pack_oldest(self) -> None:
        while len(self._unpacked) > _UNPACKED:
            url, topic = self._unpacked.popitem(last=False)
            self._packed[url] = _pack(topic.dump())

    def _dumped(self, url: str) -> dict[str, Any]:
        return self._unpacked[url].dump() if url in self._unpacked else _unpack(self._packed[url])

    def _topic_pages(self, url: str) -> int:
        return self._unpacked[url].pages if url in self._unpacked else int(_unpack(self._packed[url])["read"]["pages"])


def profile(found: Extraction) -> Profile:
    """What a page is about."""
    article = found.article
    if article is None:
        return Profile()
    return Profile.of(article.title, article.text, article.keywords, article.language)


def _related(links: Sequence[Link]) -> Iterator[tuple[str, str | None]]:
    """Title and teaser of the links that a page offers as related."""
    return ((link.title, link.snippet) for link in links if link.kind == "related" and link.title)


def _rate_links(links: Sequence[Link], topic: Topic, page: OfferingPage) -> None:
    for block in _blocks(links):
        offered = [
            OfferedLink(
                title=link.title,
                snippet=link.snippet,
                rank=link.rank,
                block_size=len(block),
                same_site=site(link.url) == site(link.source_url),
                kind=link.kind,
            )
            for link in block
        ]
        relevance = [link_relevance(one, topic, page).value for one in offered]
        for link, value, priority in zip(block, relevance, priorities(offered, relevance, page), strict=True):
            link.relevance, link.priority = round(value, _DIGITS), round(priority, _DIGITS)


def _blocks(links: Sequence[Link]) -> Iterator[list[Link]]:
    for _, block in groupby(links, key=lambda link: link.block):
        yield list(block)


def _pack(dumped: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(dumped, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def _unpack(packed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(packed))
    return found
