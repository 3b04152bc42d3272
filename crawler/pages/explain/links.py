"""Which links of a page are what, by which evidence, and how near each is to the page's own topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crawler.focus.background import Background
from crawler.focus.priority import priorities
from crawler.focus.profile import Profile
from crawler.focus.relevance import OfferedLink, OfferingPage, Relevance, link_relevance
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
    """An offered link, rated as if this page were the seed and nothing else had been read."""

    rank: int
    url: str
    id: str
    title: str
    snippet: str | None
    image: str | None
    itself: bool
    """Whether it leads to the page itself."""
    relevance: float
    """Likelihood of being on this page's topic, 0 to 1."""
    points: dict[str, float]
    """What each piece of evidence adds to the log-odds of that."""
    priority: float
    """What the frontier would order by."""


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
        ratings = _ratings(page, block, topic)
        own = canonical(page.url)
        links = []
        for link, (relevance, priority) in zip(offered, ratings, strict=False):
            identity = canonical(link.url)
            points = {name: round(x, _DIGITS) for name, x in relevance.points.items()}
            links.append(
                LinkFound(
                    *(link.rank, link.url, page_id(identity), link.title, link.snippet, link.image, identity == own),
                    round(relevance.value, _DIGITS),
                    points,
                    round(priority, _DIGITS),
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
        about = about.offering((k.title, k.snippet) for b in blocks if b.kind == "related" for k in b.links)
    background = Background()
    background.add(about.counts)
    return Topic(about, background)


def _ratings(page: Page, block: LinkBlock, topic: Topic) -> list[tuple[Relevance, float]]:
    """Relevance and priority of each link, were the page a seed."""
    offered = [
        OfferedLink(
            title=link.title,
            snippet=link.snippet,
            rank=link.rank,
            block_size=len(block.links),
            same_site=site(link.url) == site(page.url),
            kind=block.kind,
        )
        for link in block.links
    ]
    relevance = [link_relevance(link, topic, OfferingPage()) for link in offered]
    order = priorities(offered, [each.value for each in relevance], OfferingPage())
    return list(zip(relevance, order, strict=True))


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
