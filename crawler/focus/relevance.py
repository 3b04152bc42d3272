"""How likely pages and offered links are to be on their seed's topic, and why: relevance; and what to ask for first:
priority.

Relevance is a likelihood: 0.5 is as likely on the topic as not, whatever the distance from the seed. Where the words
of two languages cannot meet, names do, and else it is decided by which page offers the link and as what.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from crawler.focus import calibration
from crawler.focus.calibration import Weights, likelihood, log_odds, points, spread
from crawler.focus.profile import Profile, offer_terms
from crawler.focus.terms import function_words, is_in_another_language, line_terms, primary
from crawler.focus.topic import Topic
from crawler.focus.vectors import Vector
from crawler.items import LinkKind

TITLE_COUNTS = 2
"""A word of a link's title counts as often as this many of its teaser."""
KNOWN_PRIOR = 2
"""Unknown words that a title is taken to have beside its own: one known word alone says little."""


@dataclass(frozen=True, slots=True)
class OfferedLink:
    """What is known of a link before it is fetched."""

    title: str | None
    snippet: str | None = None
    rank: int = 1
    """Place within its block, from 1."""
    block_size: int = 1
    same_site: bool = True
    """Whether it stays on the site of the page that offers it."""
    kind: LinkKind = "related"


@dataclass(frozen=True, slots=True)
class OfferingPage:
    """The page that offers a link."""

    relevance: float = 1.0
    """Its own; 1 for the seed."""
    depth: int = 0
    """Hops from the seed; 0 for the seed itself."""


@dataclass(frozen=True, slots=True)
class Relevance:
    """A likelihood and what it is made of."""

    value: float
    """0 to 1."""
    points: Mapping[str, float]
    """What each piece of evidence adds to the log-odds."""


def page_relevance(
    page: Profile, topic: Topic, offered: float, weights: Weights | None = None, vector: Vector | None = None
) -> Relevance:
    """The relevance of a page that was read.

    offered: the relevance of the link that led to it. vector: of the page's terms, where it was worked out before.
    """
    vector = topic.background.vector(page.counts) if vector is None else vector
    evidence = page_evidence(vector, primary(page.language), topic, offered)
    if weights is None:
        weights = calibration.FOREIGN_PAGE if is_foreign(page, topic) else calibration.PAGE
    return _relevance(evidence, weights)


def is_foreign(page: Profile, topic: Topic) -> bool:
    """Whether a page is in another language than the seed, as far as both are known."""
    language = primary(page.language)
    return bool(language and topic.language and language != topic.language)


def page_evidence(vector: Vector, language: str, topic: Topic, offered: float) -> dict[str, float]:
    """What speaks for and against a page of a language."""
    evidence = {
        "base": 1.0,
        "seed": spread(topic.like_seed(vector)),
        "list": spread(topic.like_list(vector)),
        "offered": log_odds(offered),
    }
    if language and topic.language and language != topic.language:
        evidence["on_topic"] = spread(topic.on_topic.likeness(vector, language))
        evidence["off_topic"] = spread(topic.off_topic.likeness(vector, language))
    return evidence


def link_relevance(link: OfferedLink, topic: Topic, page: OfferingPage, weights: Weights | None = None) -> Relevance:
    """The relevance of a link that was not followed yet."""
    return _relevance(link_evidence(link, topic, page), calibration.LINK if weights is None else weights)


def link_evidence(link: OfferedLink, topic: Topic, page: OfferingPage) -> dict[str, float]:
    """What speaks for and against a link."""
    words = line_terms(link.title or "")
    counts = offer_terms(link.title or "", link.snippet, TITLE_COUNTS)
    vector = topic.background.vector(counts)
    listed = topic.like_rest_of_list(vector, counts) if _is_in_seeds_list(link, page) else topic.like_list(vector)
    is_related = link.kind in ("related", "inline")
    is_foreign = is_in_another_language(link.title or "", topic.language, topic.scripts)
    offering = log_odds(page.relevance)
    return {
        "base": 1.0,
        link.kind: 1.0,
        "page" if is_related else f"page_{link.kind}": offering,
        "seed": spread(topic.like_seed(vector) + listed),
        "on_topic": spread(topic.on_topic.likeness(vector)),
        "off_topic": spread(topic.off_topic.likeness(vector)),
        "known": 0.0 if is_foreign else _known(words, topic),
        "foreign": float(is_foreign),
        "page_foreign": offering * is_foreign * is_related,
        "rank": (link.rank - 1) / max(1, link.block_size - 1),
    }


def _is_in_seeds_list(link: OfferedLink, page: OfferingPage) -> bool:
    """Whether a link is one of those that made the topic: it is compared with the others."""
    return page.depth == 0 and link.kind == "related"


def _known(words: Collection[str], topic: Topic) -> float:
    """How much of a title the run has read before, 0 to 1, function words left out: words of adverts it has not."""
    functions = function_words()
    telling = [word for word in words if word not in functions]
    return sum(word in topic.background for word in telling) / (len(telling) + KNOWN_PRIOR)


def _relevance(evidence: Mapping[str, float], weights: Weights) -> Relevance:
    found = points({name: x for name, x in evidence.items() if name in weights}, weights)
    return Relevance(likelihood(sum(found.values())), found)
