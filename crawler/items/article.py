"""A story as it is written to articles.jsonl, and what its fields are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

SCHEMA_VERSION = 2
PROVENANCE_FIELDS = ("title", "text", "authors", "date_published", "publisher", "source")

ArticleType = Literal["article", "liveblog", "gallery", "video"]
DatePrecision = Literal["second", "minute", "day", "month", "year"]


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
    """The page's own wording, before cleaning, of several values the first 500 characters. Empty for `text`, which it
    would repeat: `removed` has what was cut from that."""


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
    drawn: bool = False
    """Whether a browser drew the page, because it held no story as its server sent it."""


@dataclass(slots=True)
class Entry:
    """A post of a live blog."""

    at: str | None = None
    """When it was posted, ISO 8601."""
    title: str | None = None
    """Its headline."""
    text: str = ""
    """Its text; paragraphs are separated by a blank line."""


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
    """Where these fields came from: `title`, `text`, `authors`, `date_published`, `publisher` and `source`, which are
    its keys; null where there is nothing."""
    version: int = 1
    """1; more when a refresh found a change."""
    previous_text_hash: str | None = None
    """text_hash of the version before."""
    rights: Rights = field(default_factory=Rights)
    """What the site says about use."""
    crawl: Crawl = field(default_factory=Crawl)
    """How the page came."""
    published_utc: str | None = None
    """When it was published, in UTC: YYYY-MM-DDTHH:MM:SSZ where the zone is known, YYYY-MM-DD where only the day is."""
    declared_url: str | None = None
    """The address that the page declares as its own: rel=canonical, or og:url."""
    aliases: list[str] = field(default_factory=list)
    """Ids of the other addresses of this page (as asked for, as declared, as AMP): a link's target_id may be one."""
    relevance: float | None = None
    """Likeness of the story to its seed's topic, 0 to 1, whatever its depth; null where there is no seed."""
    entries: list[Entry] = field(default_factory=list)
    """The posts of a live blog, newest first as shown; [] elsewhere."""
    schema_version: int = SCHEMA_VERSION
    """Version of this record's form."""
