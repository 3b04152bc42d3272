"""What came of a page that is no article: a copy, a page left out, a page that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from crawler.items.article import Crawl

CopyMethod = Literal["url", "exact", "near"]
FailureReason = Literal[
    "http",
    "robots",
    "robots-unreachable",
    "address",
    "timeout",
    "too-large",
    "redirects",
    "dns",
    "connection",
    "not-html",
    "not-article",
    "wall",
    "not-found",
    "encoding",
    "language",
    "since",
    "parser",
    "internal",
    "browser",
]
SkipReason = Literal["since", "language", "match", "relevance"]


@dataclass(slots=True)
class Duplicate:
    """A copy that is in no line of articles.jsonl: one line of duplicates.jsonl."""

    id: str = ""
    """First 16 hex digits of the SHA-256 of canonical_url."""
    url: str = ""
    """The page's URL after redirects."""
    requested_url: str = ""
    """The URL as asked for."""
    canonical_url: str = ""
    """The normalised identity of the page."""
    site: str = ""
    """The registrable domain."""
    title: str = ""
    """The copy's own headline."""
    date_published: str | None = None
    """ISO 8601."""
    duplicate_of: str = ""
    """Id of the article that this is a copy of."""
    cluster_id: str = ""
    """Id of the first article of the story."""
    method: CopyMethod = "exact"
    """url: the same page; exact: the same text; near: nearly the same text."""
    similarity: float = 1.0
    """Likeness from 0 to 1: to duplicate_of where method is near; 1 where the page is the same, or the text as that of
    the story or of another copy of it."""
    aliases: list[str] = field(default_factory=list)
    """Ids of the other addresses of this page (as asked for, as declared, as AMP): a link's target_id may be one."""
    origin: bool = False
    """Whether this copy is probably the first."""
    crawl: Crawl = field(default_factory=Crawl)
    """How the page came."""
    text: str | None = None
    """The copy's own text, cleaned as an article's is: what it changed can be seen by it; null where the page (method
    url) says what it said before."""


@dataclass(slots=True)
class Failure:
    """A page that was asked for and not read: one line of failures.jsonl."""

    url: str = ""
    """The URL as asked for."""
    parent_url: str | None = None
    """The page whose link led here; null for a seed."""
    depth: int = 0
    """Hops from the seed."""
    status: int | None = None
    """HTTP status, where there was an answer."""
    reason: FailureReason = "http"
    """Why, as one of the fixed words."""
    detail: str | None = None
    """Why, in a sentence."""
    attempts: int = 1
    """How often it was asked for."""
    at: str | None = None
    """When it was given up, ISO 8601."""

    @classmethod
    def of(cls, url: str, crawl: Crawl, reason: FailureReason, detail: str, attempts: int = 1) -> Failure:
        """The record of a page that was asked for as `url`; crawl: how its request came about, and what answered."""
        return cls(url, crawl.parent_url, crawl.depth, crawl.status, reason, detail, attempts, crawl.fetched_at)


@dataclass(slots=True)
class Skipped:
    """A page that was read and that the run's arguments leave out: one line of skipped.jsonl."""

    url: str = ""
    """The URL as asked for."""
    parent_url: str | None = None
    """The page whose link led here; null for a seed."""
    depth: int = 0
    """Hops from the seed."""
    reason: SkipReason = "since"
    """The argument that leaves it out."""
    detail: str | None = None
    """What the page has, in a sentence."""
    at: str | None = None
    """When it was fetched, ISO 8601."""
