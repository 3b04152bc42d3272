"""How telling a term is, learned from the pages of the run: what stands everywhere tells nothing.

It starts with the function words of some thirty languages and nothing else, so that nothing needs to be downloaded or
trained, and grows in the order in which pages are read: the same pages in the same order give the same weights.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping

from crawler.focus.terms import function_words
from crawler.focus.vectors import Vector, unit

PRIOR = 50
"""Pages that a run is taken to have begun with: first weights do not jump."""
EVERYWHERE = 25
"""In how many of them a function word is taken to have stood: on the first pages of a run nothing else tells it."""
UNSEEN = 0.25
"""In how many pages a term counts as found that none has had."""
MOST_TERMS = 40_000
"""Terms kept, some 5 MB; past it those go that fewest pages had: to be rare is what they say when they are unknown."""
ROOM = 0.75
"""What is left of the terms once some had to go."""


class Background:
    """In how many pages of the run a term stood."""

    def __init__(self, limit: int = MOST_TERMS) -> None:
        self.pages = 0
        self.limit = limit
        self._found: Counter[str] = Counter()
        self._new: Counter[str] = Counter()
        self._is_cut = False
        self._functions = function_words()
        self._weigh = _Weights(PRIOR).__getitem__

    def add(self, page_terms: Collection[str]) -> None:
        """Learn the terms of one more page, each counted once."""
        self.pages += 1
        self._weigh = _Weights(self.pages + PRIOR).__getitem__
        once = dict.fromkeys(page_terms, 1)
        self._found.update(once)
        self._new.update(once)
        if len(self._found) > self.limit:
            self._cut()

    def learned(self) -> tuple[Mapping[str, int], bool]:
        """Term -> in how many pages it was found since this was last called; and whether that is all there is,
        as some terms were let go."""
        new, whole = (self._found, True) if self._is_cut else (self._new, False)
        self._new, self._is_cut = Counter(), False
        return new, whole

    def all_learned(self) -> Mapping[str, int]:
        """Term -> in how many pages it was found."""
        self._new, self._is_cut = Counter(), False
        return self._found

    def relearn(self, found: Mapping[str, int], pages: int) -> None:
        """Take back what learned() or all_learned() gave, and how many pages it was learned from."""
        self.pages = pages
        self._found.update(found)
        self._weigh = _Weights(self.pages + PRIOR).__getitem__

    def __contains__(self, term: str) -> bool:
        return term in self._found

    def __len__(self) -> int:
        return len(self._found)

    def weight(self, term: str) -> float:
        """How telling a term is: about 1 for a rare one, near 0 for one that stands on every page."""
        return self._weigh(self._found.get(term, 0) + (EVERYWHERE if term in self._functions else 0))

    def vector(self, counts: Mapping[str, float]) -> Vector:
        """Terms weighted by count and by how telling they are, scaled to length 1; empty stays empty."""
        weigh, found, functions = self._weigh, self._found, self._functions
        return unit(
            {
                t: n * weigh(found.get(t, 0) + EVERYWHERE if t in functions else found.get(t, 0))
                for t, n in counts.items()
            }
        )

    def _cut(self) -> None:
        """Let go of the terms that fewest pages had; of equals those that were met first."""
        in_order = sorted(self._found.items(), key=lambda each: each[1])  # stable: of equals the oldest first
        for term, _ in in_order[: len(in_order) - int(self.limit * ROOM)]:
            del self._found[term]
        self._new, self._is_cut = Counter(), True


class _Weights(dict[int, float]):
    """In how many of the run's pages a term stood -> its weight; each worked out once."""

    def __init__(self, pages: int) -> None:
        self.pages = pages

    def __missing__(self, found: int) -> float:
        weight = max(0.0, math.log(self.pages / (found + UNSEEN)) / math.log(self.pages))
        self[found] = weight
        return weight
