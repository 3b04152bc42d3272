"""What a page is about: its terms, those of the links that it offers as related, and its language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from crawler.focus.terms import line_terms, terms
from crawler.focus.vectors import heaviest

TITLE_GAIN = 4
"""How many times more a word of the text counts that stands in the title too: a headline's own turns of phrase
say less than the words that the text then goes on with."""
KEYWORD_COUNTS = 2
"""A keyword counts little more than a word of the text: many sites give every page the same ones."""
MOST_TERMS = 500
"""Terms kept of a page, the most frequent: the rest add work and memory and no sharpness."""
LONGEST_LIST = 100
"""Offered links that take part in a topic."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a page is about."""

    counts: Mapping[str, float] = field(default_factory=dict)
    """Term -> how often it stands in the page; those of title and keywords count more."""
    offered: tuple[Mapping[str, int], ...] = ()
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
        return cls(counts=heaviest(counts, MOST_TERMS), language=language)

    def offering(self, links: Iterable[tuple[str, str | None]]) -> Profile:
        """The same profile, knowing also the links that its page offers as related: (title, teaser) of each."""
        found = (offer_terms(title, teaser, 1) for (title, teaser), _ in zip(links, range(LONGEST_LIST), strict=False))
        return replace(self, offered=tuple(f for f in found if f))


def offer_terms(title: str, teaser: str | None, title_counts: int) -> Mapping[str, int]:
    """Term -> how often it stands in a link's title, each counted so often, and its teaser."""
    counts = dict(line_terms(teaser)) if teaser else {}
    for term, n in line_terms(title).items():
        counts[term] = counts.get(term, 0) + title_counts * n
    return counts
