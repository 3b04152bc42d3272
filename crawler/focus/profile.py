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

TITLE_COUNTS = 8
"""A word of the title counts as often as this many in the text."""
KEYWORD_COUNTS = 2
"""A keyword counts little more than a word of the text: many sites give every page the same ones."""
LIST_DOUBT = 0.02
"""An offered title less like the page than this takes part in its topic in proportion only: spam stays out."""
LONGEST_LIST = 200
"""Offered titles that take part in a topic."""


class Background:
    """In how many pages of the run a term stood. Bounded: past `limit` terms no new ones are learned."""

    PRIOR = 50
    """Pages that the run is taken to have begun with: first weights do not jump."""

    def __init__(self, limit: int = 500_000) -> None:
        self.pages = 0
        self.limit = limit
        self._found: Counter[str] = Counter()
        self._new: Counter[str] = Counter()

    def add(self, page_terms: Collection[str]) -> None:
        """Learn the terms of one more page, each counted once."""
        self.pages += 1
        room = len(self._found) < self.limit
        known = [t for t in page_terms if room or t in self._found]
        self._found.update(known)
        self._new.update(known)

    def learned(self) -> dict[str, int]:
        """Term -> in how many pages it was found since this was last called."""
        new, self._new = self._new, Counter()
        return new

    def all_learned(self) -> dict[str, int]:
        """Term -> in how many pages it was found."""
        self._new.clear()
        return self._found

    def relearn(self, found: Mapping[str, int]) -> None:
        """Take back what learned() or all_learned() gave; pages are set apart."""
        self._found.update(found)

    def __contains__(self, term: str) -> bool:
        return term in self._found

    def weight(self, term: str) -> float:
        """How telling a term is: about 1 for a rare one, near 0 for one that stands on every page."""
        pages = self.pages + self.PRIOR
        return max(0.0, math.log(pages / (self._found.get(term, 0) + self.PRIOR / 200)) / math.log(pages))

    def vector(self, counts: Mapping[str, float]) -> dict[str, float]:
        """Terms weighted by count and by how telling they are, scaled to length 1; empty stays empty."""
        raw = {t: n * self.weight(t) for t, n in counts.items()}
        length = math.sqrt(sum(x * x for x in raw.values()))
        return {t: x / length for t, x in raw.items()} if length else {}


@dataclass(frozen=True, slots=True)
class Profile:
    """What a page is about."""

    counts: Mapping[str, float] = field(default_factory=dict)
    """Term -> how often it stands in the page, title and keywords counted higher."""
    offered: tuple[Mapping[str, float], ...] = ()
    """Terms of the titles that the page offers as related: what its editor holds to be the same topic."""
    language: str | None = None
    """BCP 47, as the page's article has it."""

    @classmethod
    def of(cls, title: str, text: str, keywords: Iterable[str] = (), language: str | None = None) -> Profile:
        """The profile of a page by its title, its text and its keywords."""
        counts: Counter[str] = terms(text)
        for term, n in terms(title).items():
            counts[term] += TITLE_COUNTS * n
        for term in terms("\n".join(keywords)):
            counts[term] += KEYWORD_COUNTS
        return cls(counts=counts, language=language)

    def offering(self, titles: Iterable[str]) -> Profile:
        """The same profile, knowing also which titles its page offers as related."""
        found = [terms(title) for title, _ in zip(titles, range(LONGEST_LIST), strict=False)]
        return replace(self, offered=tuple(f for f in found if f))


def likeness(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of two vectors of length 1: 0 where they share no term, 1 where they are the same."""
    if len(a) > len(b):
        a, b = b, a
    return sum(x * b[t] for t, x in a.items() if t in b)
