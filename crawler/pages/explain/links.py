"""Which links of a page are what, by which evidence, and how near each is to the page's own topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crawler.focus.profile import Background, Profile
from crawler.focus.score import LinkContext, Relevance, score_links
from crawler.focus.topic import Topic
from crawler.items import Article, LinkKind
from crawler.pages.dom.page import Page
from crawler.pages.explain.body import place_of
from crawler.pages.links.classify import Judgement
from crawler.pages.links.extract import LinkBlock
from crawler.pages.links.scorecard import KINDS, scorecard, shares
from crawler.urls.canonical import canonical, page_id, site

_DIGITS = 4
_REASONS = 12
"""So many of the points that decided are listed."""


@dataclass(slots=True)
class LinkFound:
    """An offered link. relevance: against this page, before anything is fetched; parts: what it is made of."""

    rank: int
    url: str
    id: str
    title: str
    snippet: str | None
    image: str | None
    itself: bool
    """Whether it leads to the page itself."""
    relevance: float
    parts: dict[str, float]


@dataclass(slots=True)
class LinksFound:
    """A block of links of one kind."""

    block: int
    kind: LinkKind
    heading: str | None
    place: str
    """Its element; empty for inline links and for links out of embedded data."""
    position: float
    """Share of the story that comes before it."""
    evidence: dict[str, Any]
    """What its kind was judged by: the heading, how probable each kind is, and the points that decided, the most
    telling first; empty where there was nothing to judge."""
    links: list[LinkFound]


def explain_links(page: Page, blocks: Sequence[LinkBlock], article: Article | None, most: int) -> list[LinksFound]:
    """The blocks of links, in order; of more than `most` links the first ones."""
    topic = _topic(article, blocks)
    out: list[LinksFound] = []
    for number, block in enumerate(blocks):
        offered = block.links[:most]
        most -= len(offered)
        scores = _scores(page, block, topic)
        own = canonical(page.url)
        links = []
        for link, score in zip(offered, scores, strict=False):
            identity = canonical(link.url)
            parts = {name: round(x, _DIGITS) for name, x in score.parts.items()}
            links.append(
                LinkFound(
                    *(link.rank, link.url, page_id(identity), link.title, link.snippet, link.image, identity == own),
                    round(score.value, _DIGITS),
                    parts,
                )
            )
        out.append(
            LinksFound(
                number,
                block.kind,
                block.heading,
                place_of(block.element),
                round(block.position, _DIGITS),
                _reasons(block.judgement) if block.judgement else {},
                links,
            )
        )
    return out


def _topic(article: Article | None, blocks: Sequence[LinkBlock]) -> Topic:
    """The topic of the page as a seed that nothing was read before."""
    about = Profile()
    if article is not None:
        about = Profile.of(article.title, article.text, article.keywords, article.language)
        about = about.offering(f"{k.title}\n{k.snippet or ''}" for b in blocks if b.kind == "related" for k in b.links)
    background = Background()
    background.add(about.counts)
    return Topic(about, background)


def _scores(page: Page, block: LinkBlock, topic: Topic) -> list[Relevance]:
    contexts = [
        LinkContext(
            title=link.title,
            snippet=link.snippet,
            heading=block.heading,
            rank=link.rank,
            block_size=len(block.links),
            same_site=site(link.url) == site(page.url),
            kind=block.kind,
        )
        for link in block.links
    ]
    return score_links(contexts, topic)


def _reasons(judged: Judgement) -> dict[str, Any]:
    """What decided a block's kind: points are hundredths, for the kind and against the runner-up."""
    heading = judged.evidence.heading
    first, second = sorted(range(len(KINDS)), key=lambda n: -judged.points[n])[:2]
    reasons = [(name, points[first] - points[second]) for name, points in scorecard().reasons(judged.evidence)]
    telling = sorted(reasons, key=lambda reason: (-abs(reason[1]), reason[0]))[:_REASONS]
    return {
        "decided_by": judged.by,
        "heading": {"text": heading.text, "kind": heading.kind} if heading else None,
        "probable": {kind: round(share, _DIGITS) for kind, share in shares(judged.points).items()},
        "against": KINDS[second],
        "points": dict(telling),
    }
