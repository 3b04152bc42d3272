"""Which links of a page are what, by which evidence, and how near each is to the page's own topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from crawler.focus.profile import Background, Profile
from crawler.focus.score import LinkContext, Relevance, score_links
from crawler.focus.topic import Topic
from crawler.items import Article, LinkKind
from crawler.pages.dom.page import Page
from crawler.pages.explain.body import place_of
from crawler.pages.links.classify import Evidence
from crawler.pages.links.extract import LinkBlock
from crawler.urls.canonical import canonical, page_id, site

_DIGITS = 4


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
    """What its kind was judged by: the attributes of link_kinds.Evidence; empty where there was nothing to judge."""
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
                _told(block.evidence) if block.evidence else {},
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


def _told(evidence: Evidence) -> dict[str, Any]:
    """The evidence without its elements."""
    found = {f.name: getattr(evidence, f.name) for f in fields(evidence)}
    heading = evidence.heading
    found["heading"] = {"text": heading.text, "kind": heading.kind} if heading else None
    found["named"] = [{"kind": kind, "levels_up": level} for level, kind in evidence.named]
    return {name: round(x, _DIGITS) if isinstance(x, float) else x for name, x in found.items()}
