"""How likely an offered link is to be on its seed's topic, and why; before it is fetched, and after.

An editor's list is right more often than any likeness of titles. So what the seed's own page offers comes first;
likeness decides among what pages further away offer, and sends to the end what has nothing in common with the topic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.focus.profile import Profile, Vector, likeness
from crawler.focus.terms import script_of, terms
from crawler.focus.topic import Topic
from crawler.items import LinkKind

TITLE_COUNTS = 2
"""A word of a link's title counts as often as this many of its teaser."""
KNOWN_SHARE = 0.01
"""What it counts that a title's words stand in pages of this run at all: those of adverts do not."""
FOREIGN_KNOWN = 0.02
"""So much of a title at least counts as known in a script that the seed hardly has: likeness can say nothing of it."""
FOREIGN = 0.1
"""Share of the seed's terms below which it hardly has a script."""
LEAST = 0.001
"""Score at depth 1 of a link of which all is known and yet nothing speaks for it: adverts, unknown, come after it."""
PARENT_SHARE = 0.2
"""What a link loses that is like its page where that page is unlike the seed: it is there for that page's sake."""
EVIDENCE_HALF = 0.02
"""Evidence that is as good as none to an editor's choice: there the link has half of what its place gives it."""
LIST_HALF = 0.05
"""Mean evidence of a list at which the list is trusted half."""
PAGE_HALF = 0.1
"""Likeness to the seed at which a page's lists are trusted half, before PAGE_POWER."""
PAGE_POWER = 0.2
"""How much the page counts beside its list: one page often stands for several topics."""
STEP_POWER = 5
"""A link `depth` hops from the seed keeps depth ** -STEP_POWER: near ones first, but far ones stay in order."""
RANK_DROP = 0.2
"""What the last link of a list loses of its evidence: lists get worse towards the end, and adverts stand there."""
STRANGER_DROP = 0.2
"""What a link to another site loses in a list that mostly stays on its own."""
KIND = {"related": 1.0, "inline": 1.0, "more": 0.3, "sponsored": 0.1}
"""What a link keeps of its evidence by its kind."""
SPREAD = 0.5
"""The product of all that, to this power, is the score: the same order, on a scale that is used evenly."""


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
    """Named parts, for `scrapy explain`: seed, list, pages, known and parent add up to the evidence, which kind, rank
    and site scale; trust is the share that the offering page and its list leave of it, near what the distance does."""


def page_relevance(page: Profile, topic: Topic) -> float:
    """Likeness of a fetched page to its seed's topic, 0 to 1."""
    return topic.relevance(topic.background.vector(page.counts))


def score_links(links: Sequence[LinkContext], topic: Topic, parent: Profile | None = None) -> list[Relevance]:
    """The relevance of the links of one block, in their order; work is linear in the links.

    parent: the profile of the page that offers them; None where that is the seed.
    """
    page = topic.background.vector(parent.counts) if parent is not None else {}
    parts = [_evidence(link, topic, page) for link in links]
    at_home = 2 * sum(link.same_site for link in links) > len(links)
    weights = [max(0.0, sum(p.values())) * _place(link, at_home) for link, p in zip(links, parts, strict=True)]
    mean = sum(weights) / max(1, len(weights))
    return [_relevance(*each, mean, parent is None) for each in zip(links, parts, weights, strict=True)]


def score(link: LinkContext, topic: Topic, parent: Profile | None = None) -> Relevance:
    """The relevance of one link, without its block."""
    return score_links([link], topic, parent)[0]


def _evidence(link: LinkContext, topic: Topic, page: Vector) -> dict[str, float]:
    """What speaks for a link: likeness to the topic, words of the run; and against it: why else it may stand there."""
    words = terms(link.title or "")
    counts = terms(link.snippet or "")
    for term, n in words.items():
        counts[term] += TITLE_COUNTS * n
    vector = topic.background.vector(counts)
    offered = link.depth == 1 and not page and link.kind == "related"
    parts = {
        "seed": topic.of_seed(vector),
        "list": topic.of_list(vector, counts, topic.trust(vector, counts)) if offered else topic.of_list(vector),
        "known": KNOWN_SHARE * _known(words, topic),
    }
    if page:
        parts["pages"] = topic.of_pages(vector)
        parts["parent"] = -PARENT_SHARE * (1 - link.parent_relevance) * likeness(vector, page)
    return parts


def _known(words: Mapping[str, int], topic: Topic) -> float:
    """How much of a title the run has read before, 0 to 1."""
    known = sum(w in topic.background for w in words) / (len(words) + 2)
    if words and known < FOREIGN_KNOWN and topic.seed.counts:
        scripts = Counter(map(script_of, words))
        if topic.share_of(max(scripts, key=lambda s: (scripts[s], s))) < FOREIGN:
            return FOREIGN_KNOWN
    return known


def _place(link: LinkContext, at_home: bool) -> float:
    """What kind, rank and site leave of the evidence."""
    rank = 1 - RANK_DROP * min(1.0, (link.rank - 1) / max(1, link.block_size - 1))
    stranger = 1 - STRANGER_DROP * (at_home and not link.same_site)
    return KIND[link.kind] * rank * stranger


def _relevance(link: LinkContext, parts: dict[str, float], evidence: float, mean: float, is_seed: bool) -> Relevance:
    trust = 1.0
    if not is_seed:
        alike = link.parent_relevance / (link.parent_relevance + PAGE_HALF)
        trust = mean / (mean + LIST_HALF) * alike**PAGE_POWER
    near = max(1, link.depth) ** -STEP_POWER
    value = near * trust * evidence / (evidence + EVIDENCE_HALF)
    least = LEAST * parts["known"] / KNOWN_SHARE / max(1, link.depth)
    return Relevance(min(1.0, max(least, value**SPREAD)), {**parts, "trust": trust, "near": near})
