"""The records that a crawl writes: one class a feed line, one docstring a field.

Every feed is JSON Lines; a line holds every key of its class, in the order of declaration, with null or []
where there is nothing. `row(item)` is the plain mapping of an item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from typing import Any, Literal, get_args, get_type_hints

SCHEMA_VERSION = 1
PROVENANCE_FIELDS = ("title", "text", "authors", "date_published", "publisher", "source")

ArticleType = Literal["article", "liveblog", "gallery", "video"]
DatePrecision = Literal["second", "minute", "day", "month", "year"]
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
]
CopyMethod = Literal["url", "exact", "near"]
FailureReason = Literal[
    "http",
    "robots",
    "address",
    "timeout",
    "too-large",
    "redirects",
    "dns",
    "connection",
    "not-html",
    "not-article",
    "encoding",
    "language",
    "since",
    "parser",
]


@dataclass(slots=True)
class Removed:
    """A piece that cleaning cut out of a text."""

    rule: str
    """Id of the rule that cut it, or `site-repeat`."""
    text: str
    """The piece, to the letter."""
    at: int
    """Where it stood: the offset, in characters, in the uncut text."""


@dataclass(slots=True)
class Provenance:
    """Where a field's value came from."""

    source: str
    """json-ld, meta, microdata, heuristic or site-rule."""
    raw: str
    """The page's own wording, before cleaning."""


@dataclass(slots=True)
class Rights:
    """What the site says about use, as observed; nothing here is interpreted."""

    robots: str | None = None
    """What robots.txt said for this URL: allow or disallow; null where it was not asked."""
    meta: str | None = None
    """Content of the page's robots meta tags."""
    header: str | None = None
    """Value of the X-Robots-Tag header."""
    tdm: str | None = None
    """The TDM reservation, as the header, the meta tag or the site's policy file gives it."""


@dataclass(slots=True)
class Crawl:
    """How a page came."""

    run_id: str = ""
    """Id of the run; a resumed job keeps its own."""
    seed_url: str | None = None
    """The seed that this page was reached from."""
    parent_url: str | None = None
    """The page whose link led here; null for a seed."""
    depth: int = 0
    """Hops along followed links; 0 for a seed."""
    fetched_at: str | None = None
    """When the answer came, ISO 8601 in UTC; in a replay the record's WARC-Date."""
    status: int | None = None
    """HTTP status."""
    encoding: str | None = None
    """The encoding that the page was read with."""
    record: str | None = None
    """WARC file and byte offset, as FILE:OFFSET, where the page came from an archive."""


@dataclass(slots=True)
class Article:
    """A story: one line of articles.jsonl, the first copy seen."""

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
    type: ArticleType = "article"
    """What kind of story it is."""
    title: str = ""
    """The headline, without the site's name or a portal's hook."""
    description: str | None = None
    """The page's own summary."""
    text: str = ""
    """The story alone; paragraphs are separated by a blank line."""
    language: str | None = None
    """BCP 47, with the script for Chinese: zh-Hans, zh-Hant, en."""
    authors: list[str] = field(default_factory=list)
    """Persons who wrote the story."""
    editors: list[str] = field(default_factory=list)
    """Persons who edited it."""
    publisher: str | None = None
    """The site's name."""
    source: str | None = None
    """The credited origin, such as a wire."""
    place: str | None = None
    """The dateline's place."""
    section: str | None = None
    """The section of the site."""
    keywords: list[str] = field(default_factory=list)
    """The page's keywords."""
    image: str | None = None
    """URL of the lead image."""
    date_published: str | None = None
    """ISO 8601, with the offset where the page or its country gives one."""
    date_modified: str | None = None
    """ISO 8601."""
    date_published_raw: str | None = None
    """The date as printed."""
    date_precision: DatePrecision | None = None
    """How exact date_published is."""
    is_accessible_for_free: bool | None = None
    """False where the page declares a paywall."""
    pages: list[str] = field(default_factory=list)
    """URLs of an article that runs over several pages, in order."""
    cluster_id: str = ""
    """Id of the first article of the same story; shared by all its copies."""
    text_hash: str = ""
    """SHA-256 of the script-folded, whitespace-folded text."""
    removed: list[Removed] = field(default_factory=list)
    """Everything that cleaning cut from the text, in order of place."""
    provenance: dict[str, Provenance | None] = field(default_factory=lambda: dict.fromkeys(PROVENANCE_FIELDS))
    """Where each of PROVENANCE_FIELDS came from; null where there is nothing."""
    version: int = 1
    """1; more when a refresh found a change."""
    previous_text_hash: str | None = None
    """text_hash of the version before."""
    rights: Rights = field(default_factory=Rights)
    """What the site says about use."""
    crawl: Crawl = field(default_factory=Crawl)
    """How the page came."""
    schema_version: int = SCHEMA_VERSION
    """Version of this record's form."""


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
    """Likeness to the seed's topic, 0 to 1; in an archive run to the page itself."""
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
    """Likeness to duplicate_of, 0 to 1."""
    origin: bool = False
    """Whether this copy is probably the first."""
    crawl: Crawl = field(default_factory=Crawl)
    """How the page came."""


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


FEEDS: dict[str, type[Any]] = {
    "articles": Article,
    "links": Link,
    "duplicates": Duplicate,
    "failures": Failure,
}
"""Feed name -> the class of its lines."""


def row(item: Any) -> dict[str, Any]:
    """The plain mapping of a record, nested records included, keys in order of declaration."""
    return {f: _plain(getattr(item, f)) for f in item.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return row(value)
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value


def from_row(cls: type[Any], mapping: Mapping[str, Any]) -> Any:
    """The record that row() was made of: from_row(type(item), row(item)) == item."""
    hints = get_type_hints(cls)
    return cls(**{name: _typed(hints[name], value) for name, value in mapping.items()})


def _typed(hint: Any, value: Any) -> Any:
    args = get_args(hint)
    if value is not None and type(None) in args:
        return _typed(args[0], value)
    if isinstance(value, list) and args:
        return [_typed(args[0], v) for v in value]
    if is_dataclass(hint) and isinstance(value, dict):
        return from_row(hint, value)  # type: ignore[arg-type]
    if isinstance(value, dict) and len(args) == 2:
        return {k: _typed(args[1], v) for k, v in value.items()}
    return value
