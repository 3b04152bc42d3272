"""The topics of a run's seeds: what each link is rated against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from crawler.focus.profile import Background, Profile
from crawler.focus.score import LinkContext, Topic, page_relevance, score_links
from crawler.items import Link
from crawler.pages.article import Extraction
from crawler.urls.canonical import site

_DIGITS = 4
_ALL = 64
"""Calls of state() of which one gives everything."""


class Topics:
    """Rates links; learns in the order of the pages read, so that a replay rates the same."""

    def __init__(self) -> None:
        self._background = Background()
        self._seeds: dict[str, Profile] = {}
        self._new_seeds: list[str] = []
        self._rounds = 0

    def state(self) -> dict[str, Any]:
        """What was learned since the last call; all of it each _ALL calls, so that it does not pile up."""
        entries: dict[str, Any] = {f"seed {url}": _packed(self._seeds[url]) for url in self._new_seeds}
        self._new_seeds.clear()
        self._rounds += 1
        place = self._rounds % _ALL
        terms = self._background.learned() if place else self._background.all_learned()
        if place == 0:
            entries |= {f"terms {n}": {} for n in range(1, _ALL)}
        return entries | {f"terms {place}": terms, "rounds": self._rounds, "pages": self._background.pages}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Know again what was learned."""
        self._rounds = state["rounds"]
        self._background.pages = state["pages"]
        for key, value in state.items():
            kind, _, name = key.partition(" ")
            if kind == "seed":
                self._seeds[name] = _unpacked(value)
            elif kind == "terms":
                self._background.relearn(value)

    def rate(self, links: Sequence[Link], found: Extraction, seed_url: str, depth: int) -> None:
        """Set the relevance of a page's links to its seed's topic. The first page read for a seed is its topic."""
        page = profile(found, links)
        self._background.add(page.counts)
        if seed_url not in self._seeds:
            self._seeds[seed_url] = page
            self._new_seeds.append(seed_url)
        seed = self._seeds[seed_url]
        topic = Topic(seed, self._background)
        parent = 1.0 if seed is page else page_relevance(page, topic)
        _set_relevance(links, topic, depth + 1, parent)

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
    return about.offering(link.title for link in links if link.kind == "related" and link.title)


def _set_relevance(links: Sequence[Link], topic: Topic, depth: int, parent_relevance: float) -> None:
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
        for link, relevance in zip(block, score_links(contexts, topic), strict=True):
            link.relevance = round(relevance.value, _DIGITS)


def _blocks(links: Sequence[Link]) -> Iterator[list[Link]]:
    for _, block in groupby(links, key=lambda link: link.block):
        yield list(block)
