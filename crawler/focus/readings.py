"""What the pages read have in common, by language: their weighted mean, of few terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crawler.focus.vectors import Vector, heaviest, likeness, squares

LEAST = 0.05
"""Weight below which a page is left out."""
HALF = 0.5
"""Weight of the pages read at which they have half their say: one page may be on the topic by accident."""
MOST_TERMS = 400
"""Terms kept of a language, the heaviest, whenever there are twice as many."""
MOST_LANGUAGES = 4
"""Languages that one topic is followed in beside what is met later."""


class Readings:
    """Pages read, each with a weight."""

    def __init__(self, most_terms: int = MOST_TERMS) -> None:
        self._most_terms = most_terms
        self._of: dict[str, tuple[float, dict[str, float], float]] = {}  # weight, sum of vectors, its length
        self.pages = 0

    def add(self, page: Vector, language: str, weight: float) -> None:
        """Add a page. Those of a small weight, and of one language too many, say nothing."""
        if weight < LEAST or (language not in self._of and len(self._of) >= MOST_LANGUAGES):
            return
        self.pages += 1
        before, total, _ = self._of.get(language, (0.0, {}, 1.0))
        for term, x in page.items():
            total[term] = total.get(term, 0.0) + weight * x
        if len(total) > 2 * self._most_terms:
            total = heaviest(total, self._most_terms)
        self._of[language] = (before + weight, total, _length(total))

    def likeness(self, vector: Vector, language: str | None = None) -> float:
        """Likeness to the pages of a language, or of all; small while they are few."""
        found = self._of.values() if language is None else filter(None, [self._of.get(language)])
        return sum(w / (w + HALF) * likeness(vector, total) / length for w, total, length in found)

    def dump(self) -> list[Any]:
        """The readings as JSON can hold them."""
        totals = {language: [weight, total] for language, (weight, total, _) in self._of.items()}
        return [self.pages, self._most_terms, totals]

    @classmethod
    def load(cls, dumped: Sequence[Any]) -> Readings:
        """The readings that dump() gave."""
        pages, most_terms, totals = dumped
        readings = cls(most_terms)
        readings.pages = pages
        readings._of = {language: (w, total, _length(total)) for language, (w, total) in totals.items()}
        return readings


def _length(total: Mapping[str, float]) -> float:
    return squares(total.values()) ** 0.5 or 1.0
