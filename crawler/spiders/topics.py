"""The topics of a run's seeds: what each link is rated against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from crawler.focus.profile import Background, Profile
from crawler.focus.score import LinkContext, page_relevance, score_links
from crawler.focus.topic import Topic
from crawler.items import Link
from crawler.pages.article import Extraction
from crawler.urls.canonical import site

_DIGITS = 6
"""As many as the frontier's order tells apart."""
_MOST_TOPICS = 500
"""Seeds whose topic is kept in full, some 200 kB each."""
_ALL = 64
"""Calls of state() of which one gives all terms again, so that what was learned does not pile up in pieces."""
_GROWTH = 1.1
"""How many times more pages a topic has learned from before it is kept anew: what a restart loses is a nuance."""


class Topics:
    """Rates links; learns in the order of the pages read, so that a replay rates the same."""

    def __init__(self) -> None:
        self._background = Background()
        self._topics: dict[str, Topic] = {}
        self._new: list[str] = []
        self._grown: dict[str, int] = {}  # seeds whose topic grew, and to how many pages it had when it was kept
        self._rounds = 0

    def state(self) -> dict[str, Any]:
        """What was learned since the last call, in entries that restore() puts together."""
        entries: dict[str, Any] = {f"seed {url}": _packed(self._topics[url].seed) for url in self._new}
        self._new.clear()
        for url, kept in self._grown.items():
            topic = self._topics[url]
            if topic.pages >= kept * _GROWTH:
                entries[f"read {url}"] = topic.dump()
                self._grown[url] = topic.pages
        self._rounds += 1
        place = self._rounds % _ALL
        terms = self._background.learned() if place else self._background.all_learned()
        if place == 0:
            entries |= {f"terms {n}": {} for n in range(1, _ALL)}
        return entries | {f"terms {place}": terms, "rounds": self._rounds, "pages": self._background.pages}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Know again what was learned."""
        self._rounds = state["rounds"]
        for key, terms in state.items():
            if key.startswith("terms "):
                self._background.relearn(terms, state["pages"])
        for key, packed in state.items():
            kind, _, url = key.partition(" ")
            if kind == "seed":
                self._topics[url] = Topic(_unpacked(packed), self._background)
                if f"read {url}" in state:
                    self._topics[url].load(state[f"read {url}"])

    def shares(self, key: str) -> bool:
        """The topics of seeds: what is read for a seed by other workers is rated against the same."""
        return key.startswith("seed ")

    def learn_from(self, worker: str, entries: Mapping[str, Any]) -> None:
        """Know the topics of seeds that another worker read."""
        for key, packed in entries.items():
            self._topics.setdefault(key.removeprefix("seed "), Topic(_unpacked(packed), self._background))

    def rate(self, links: Sequence[Link], found: Extraction, seed_url: str, depth: int) -> None:
        """Set the relevance of a page's links to its seed's topic. The first page read for a seed is its topic."""
        page = profile(found, links)
        self._background.add(page.counts)
        topic = self._topics.get(seed_url)
        if topic is None:
            topic = self._new_topic(seed_url, page)
            _set_relevance(links, topic, depth + 1, 1.0)
            return
        relevance = page_relevance(page, topic)
        _set_relevance(links, topic, depth + 1, relevance, page)
        topic.learn(self._background.vector(page.counts), relevance)
        self._grown.setdefault(seed_url, 0)

    def _new_topic(self, seed_url: str, page: Profile) -> Topic:
        """A seed's topic; past MOST_TOPICS a brief one, past ten times as many it is not kept."""
        topic = Topic(page if len(self._topics) < _MOST_TOPICS else page.brief(), self._background)
        if len(self._topics) < 10 * _MOST_TOPICS:
            self._topics[seed_url] = topic
            self._new.append(seed_url)
        return topic

    def rate_against_page(self, links: Sequence[Link], found: Extraction) -> None:
        """Set the relevance of a page's links to the page itself."""
        page = profile(found, links)
        self._background.add(page.counts)
        _set_relevance(links, Topic(page, self._background), 1, 1.0)


def _packed(profile: Profile) -> list[Any]:
    return [dict(profile.counts), [dict(o) for o in profile.offered], profile.language]


def _unpacked(packed: list[Any]) -> Profile:
    counts, offered, language = packed
    return Profile(counts, tuple(offered), language)


def profile(found: Extraction, links: Sequence[Link]) -> Profile:
    """What a page is about, the titles that it offers as related included."""
    article = found.article
    if article is None:
        return Profile()
    about = Profile.of(article.title, article.text, article.keywords, article.language)
    return about.offering(
        f"{link.title}\n{link.snippet or ''}" for link in links if link.kind == "related" and link.title
    )


def _set_relevance(
    links: Sequence[Link], topic: Topic, depth: int, parent_relevance: float, parent: Profile | None = None
) -> None:
    for block in _blocks(links):
        contexts = [
            LinkContext(
                title=link.title,
                snippet=link.snippet,
                heading=link.heading,
                rank=link.rank,
                block_size=len(block),
                same_site=site(link.url) == site(link.source_url),
                depth=depth,
                kind=link.kind,
                parent_relevance=parent_relevance,
            )
            for link in block
        ]
        for link, relevance in zip(block, score_links(contexts, topic, parent), strict=True):
            link.relevance = round(relevance.value, _DIGITS)


def _blocks(links: Sequence[Link]) -> Iterator[list[Link]]:
    for _, block in groupby(links, key=lambda link: link.block):
        yield list(block)
