"""The topic of a page, as weighted terms; and how telling a term is, learned from the pages of the run.

A `Profile` says what a page is about. A `Background` counts in how many pages of the run each term stood: what
stands everywhere tells nothing. It starts empty, so that nothing needs to be downloaded or trained, and grows in
the order in which pages are read: the same pages in the same order give the same weights.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from crawler.focus.terms import terms

Vector = dict[str, float]
"""Term -> weight; of length 1, or empty."""

TITLE_GAIN = 4
"""How many times more a word of the text counts that stands in the title too: a headline's own turns of phrase
say less than the words that the text then goes on with."""
KEYWORD_COUNTS = 2
"""A keyword counts little more than a word of the text: many sites give every page the same ones."""
MOST_TERMS = 500
"""Terms kept of a page, the most frequent: the rest add work and memory and no sharpness."""
PRIOR = 50
"""Pages that a run is taken to have begun with: first weights do not jump."""
UNSEEN = 0.25
"""In how many pages a term counts as found that none has had."""
LONGEST_LIST = 100
"""Offered links that take part in a topic."""


class Background:
    """In how many pages of the run a term stood. Bounded: past `limit` terms no new ones are learned."""

    def __init__(self, limit: int = 200_000) -> None:
        self.pages = 0
        self.limit = limit
        self._found: Counter[str] = Counter()
        self._new: Counter[str] = Counter()
        self._weigh = _Weights(PRIOR).__getitem__

    def add(self, page_terms: Collection[str]) -> None:
        """Learn the terms of one more page, each counted once."""
        self.pages += 1
        self._weigh = _Weights(self.pages + PRIOR).__getitem__
        once = dict.fromkeys(page_terms, 1)
        if len(self._found) >= self.limit:
            once = {term: 1 for term in once if term in self._found}
        self._found.update(once)
        self._new.update(once)

    def learned(self) -> Mapping[str, int]:
        """Term -> in how many pages it was found since this was last called."""
        new, self._new = self._new, Counter()
        return new

    def all_learned(self) -> Mapping[str, int]:
        """Term -> in how many pages it was found."""
        self._new.clear()
        return self._found

    def relearn(self, found: Mapping[str, int], pages: int) -> None:
        """Take back what learned() or all_learned() gave, and how many pages it was learned from."""
        self.pages = pages
        self._found.update(found)
        self._weigh = _Weights(self.pages + PRIOR).__getitem__

    def __contains__(self, term: str) -> bool:
        return term in self._found

    def weight(self, term: str) -> float:
        """How telling a term is: about 1 for a rare one, near 0 for one that stands on every page."""
        return self._weigh(self._found.get(term, 0))

    def vector(self, counts: Mapping[str, float]) -> Vector:
        """Terms weighted by count and by how telling they are, scaled to length 1; empty stays empty."""
        weigh, found = self._weigh, self._found
        return unit({term: n * weigh(found.get(term, 0)) for term, n in counts.items()})


class _Weights(dict[int, float]):
    """In how many of the run's pages a term stood -> its weight; each worked out once."""

    def __init__(self, pages: int) -> None:
        self.pages = pages

    def __missing__(self, found: int) -> float:
        weight = max(0.0, math.log(self.pages / (found + UNSEEN)) / math.log(self.pages))
        self[found] = weight
        return weight


@dataclass(frozen=True, slots=True)
class Profile:
    """What a page is about."""

    counts: Mapping[str, float] = field(default_factory=dict)
    """Term -> how often it stands in the page; those of title and keywords count more."""
    offered: tuple[Mapping[str, float], ...] = ()
    """Terms of the links that the page offers as related: what its editor holds to be the same topic."""
    language: str | None = None
    """BCP 47, as the page's article has it."""

    @classmethod
    def of(cls, title: str, text: str, keywords: Iterable[str] = (), language: str | None = None) -> Profile:
        """The profile of a page by its title, its text and its keywords."""
        counts: Counter[str] = terms(text)
        for term, n in terms(title).items():
            counts[term] += TITLE_GAIN * counts[term] + n
        for term in terms("\n".join(keywords)):
            counts[term] += KEYWORD_COUNTS
        return cls(counts=_most(counts, MOST_TERMS), language=language)

    def offering(self, links: Iterable[str]) -> Profile:
        """The same profile, knowing also the links that its page offers as related: title and teaser of each."""
        found = [terms(link) for link, _ in zip(links, range(LONGEST_LIST), strict=False)]
        return replace(self, offered=tuple(f for f in found if f))

    def brief(self, most: int = 40) -> Profile:
        """The same topic in few terms and without its list: for a crawl of very many seeds."""
        return replace(self, counts=_most(self.counts, most), offered=())


def _most(counts: Mapping[str, float], number: int) -> dict[str, float]:
    """The most frequent terms; of equals the first in order of code points."""
    if len(counts) <= number:
        return dict(counts)
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:number])


def likeness(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of two vectors of length 1: 0 where they share no term, 1 where they are the same."""
    if len(a) > len(b):
        a, b = b, a
    return sum(x * b[term] for term, x in a.items() if term in b)


def unit(weights: Mapping[str, float]) -> Vector:
    """The same direction at length 1; empty where there is none."""
    length = math.sqrt(sum(x * x for x in weights.values()))
    return {term: x / length for term, x in weights.items()} if length else {}
