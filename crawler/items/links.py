"""The links that pages offer, as they are written to links.jsonl."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

LinkKind = Literal["related", "more", "inline", "sponsored"]
LinkReason = Literal[
    "kind",
    "depth",
    "scope",
    "relevance",
    "seen",
    "known",
    "budget",
    "limit",
    "self",
    "not-article",
    "address",
    "since",
    "match",
]


@dataclass(slots=True)
class Link:
    """A link that a page offered: one line of links.jsonl, followed or not."""

    source_id: str = ""
    """Id of the page that offers it."""
    source_url: str = ""
    """URL of the page that offers it."""
    url: str = ""
    """The link, made absolute."""
    canonical_url: str = ""
    """Its normalised identity."""
    target_id: str = ""
    """The id that canonical_url gives: joins with articles and duplicates."""
    kind: LinkKind = "related"
    """related: offered for this story; more: offered to everyone; inline: in the story's sentences; sponsored."""
    rank: int = 1
    """Place within its block, from 1."""
    block: int = 0
    """Place of its block among the page's blocks, from 0."""
    heading: str | None = None
    """The block's heading, as printed."""
    title: str | None = None
    """The link's title, as printed."""
    snippet: str | None = None
    """The teaser beside it, cleaned."""
    image: str | None = None
    """URL of its picture."""
    position: float = 0.0
    """Where it stands in the page's text: 0 at the start, 1 at the end."""
    relevance: float = 0.0
    """Likeness to the seed's topic, 0 to 1, whatever the depth; in an archive run to the page itself."""
    priority: float = 0.0
    """What the frontier orders by: relevance, weighed with depth, rank, kind and site."""
    followed: bool = False
    """Whether it was put in the frontier."""
    reason: LinkReason | None = None
    """Why it was not followed; null where it was."""
    run_id: str = ""
    """Id of the run."""
    found_at: str | None = None
    """When the page that offers it was fetched, ISO 8601."""


@dataclass(slots=True)
class RelatedLinks:
    """All the links that one page offers: one item, written as one line a link."""

    links: list[Link] = field(default_factory=list)
    """In document order."""
