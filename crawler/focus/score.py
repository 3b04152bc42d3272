"""How likely an offered link is to be on its seed's topic, and why; before it is fetched, and after.

An editor's list is right more often than any likeness of titles: what the seed's own page offers comes first, and
likeness decides among what pages further away offer, and sends to the end what has nothing in common with the topic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.focus.profile import LIST_DOUBT, Background, Profile, likeness
from crawler.focus.terms import terms
from crawler.items import LinkKind

TITLE_COUNTS = 2
"""A word of a link's title counts as often as this many of its teaser."""
LIST_SHARE = 0.25
"""What likeness to the seed's own list counts beside likeness to the seed."""
KNOWN_SHARE = 0.05
"""What it counts that the words of a title stand in pages of this run at all: those of adverts do not."""
NEIGHBOUR_SHARE = 5.0
"""What likeness to the block's other links counts, each by its own score."""
HALF = 0.05
"""The evidence that makes a relevance of one half at the seed itself."""
STEP = 0.6
"""What each further hop leaves of a score."""


@dataclass(frozen=True, slots=True)
class LinkContext:
    """What is known of a link before it is fetched."""

    title: str | None
    snippet: str | None = None
    heading: str | None = None
    rank: int = 1
    """Place within its block, from 1."""
    block_size: int = 1
    same_site: bool = True
    """Whether it stays on the site of the page that offers it."""
    depth: int = 1
    """Hops from the seed, were it followed."""
    kind: LinkKind = "related"
    parent_relevance: float = 1.0
    """Likeness of the offering page to the seed, as `page_relevance` gives it; 1 for the seed itself."""


@dataclass(frozen=True, slots=True)
class Relevance:
    """A score and what it is made of."""

    value: float
    """0 to 1."""
    parts: dict[str, float]
    """Named parts, for `scrapy explain`."""


class Topic:
    """The topic of a seed as vectors, under what the run has learned so far."""

    def __init__(self, seed: Profile, background: Background) -> None:
        self.background = background
        self.vector = background.vector(seed.counts)
        self.titles = [background.vector(t) for t in seed.offered]
        self.list: Counter[str] = Counter()
        for title in self.titles:
            trust = min(1.0, likeness(title, self.vector) / LIST_DOUBT)
            for term, x in title.items():
                self.list[term] += trust * x / len(self.titles)


def page_relevance(page: Profile, topic: Topic) -> float:
    """Likeness of a fetched page to its seed, 0 to 1."""
    alike = likeness(topic.background.vector(page.counts), topic.vector)
    return min(1.0, alike / (alike + 0.1) * 1.1)


def score_links(links: Sequence[LinkContext], topic: Topic) -> list[Relevance]:
    """The relevance of the links of one block, in their order; work is linear in the links."""
    vectors = [_vector(link, topic) for link in links]
    parts = [_evidence(link, vector, topic) for link, vector in zip(links, vectors, strict=True)]
    _add_neighbours(parts, vectors)
    return [_relevance(link, part) for link, part in zip(links, parts, strict=True)]


def score(link: LinkContext, topic: Topic) -> Relevance:
    """The relevance of one link, without its block."""
    return score_links([link], topic)[0]


def _vector(link: LinkContext, topic: Topic) -> dict[str, float]:
    counts = terms(link.snippet or "")
    for term, n in terms(link.title or "").items():
        counts[term] += TITLE_COUNTS * n
    return topic.background.vector(counts)


def _evidence(link: LinkContext, vector: Mapping[str, float], topic: Topic) -> dict[str, float]:
    """Likeness to the seed and its list, and whether the words are those of this run's pages."""
    words = terms(link.title or "")
    known = sum(t in topic.background for t in words) / (len(words) + 2)
    listed = likeness(vector, topic.list)
    if link.depth == 1 and topic.titles:  # it stands in that list itself
        own = topic.background.vector(words)
        listed = max(0.0, listed - likeness(vector, own) / len(topic.titles))
    return {
        "seed": likeness(vector, topic.vector),
        "list": LIST_SHARE * listed,
        "known": KNOWN_SHARE * known,
    }


def _add_neighbours(parts: list[dict[str, float]], vectors: Sequence[Mapping[str, float]]) -> None:
    """Likeness to the other links of the block, by their scores: what fits the list gains, what stands out does not."""
    if len(parts) < 2:
        return
    weights = [sum(p.values()) / (len(parts) - 1) for p in parts]
    centre: Counter[str] = Counter()
    for vector, weight in zip(vectors, weights, strict=True):
        for term, x in vector.items():
            centre[term] += weight * x
    for part, vector, weight in zip(parts, vectors, weights, strict=True):
        own = weight if vector else 0.0
        part["neighbours"] = NEIGHBOUR_SHARE * max(0.0, likeness(vector, centre) - own)


def _relevance(link: LinkContext, parts: dict[str, float]) -> Relevance:
    evidence = sum(parts.values())
    near = STEP ** (link.depth - 1) * link.parent_relevance**0.5
    value = near * evidence / (evidence + HALF)
    return Relevance(min(1.0, max(0.0, value)), {**parts, "near": near})
