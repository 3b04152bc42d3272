"""What a page declares about itself before its story is looked for: title, publisher, language.

Out of JSON-LD and meta tags first, then headings and the title element.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

from lxml import etree

from crawler.items import ArticleType, DatePrecision, Provenance
from crawler.pages.dom.page import Page
from crawler.pages.metadata.confirm import confirmed
from crawler.pages.metadata.dates import host_of
from crawler.pages.metadata.evidence import Evidence
from crawler.pages.metadata.headline import best_title, key, whole_quotation
from crawler.pages.metadata.headline_area import Heading, heading_of, headings, without_labels
from crawler.pages.metadata.marked_headline import marked_headline
from crawler.pages.metadata.structured_data import read_json_ld, read_meta
from crawler.text.language import language_of
from crawler.text.markup import plain
from crawler.text.normalize import line
from crawler.urls.canonical import site
from crawler.urls.resolve import has_host

_CANONICAL = "canonical"


@dataclass(slots=True)
class Metadata:
    """The metadata fields of an Article, under the same names, and what the page declares beside them."""

    title: str = ""
    description: str | None = None
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    publisher: str | None = None
    source: str | None = None
    place: str | None = None
    section: str | None = None
    keywords: list[str] = field(default_factory=list)
    image: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    date_published_raw: str | None = None
    date_precision: DatePrecision | None = None
    language: str | None = None
    is_accessible_for_free: bool | None = None
    type: ArticleType = "article"
    rights_meta: str | None = None
    """Content of the robots meta tags: Article.rights.meta."""
    declared_url: str | None = None
    """The address that the page declares as its own, absolute."""
    headline: etree._Element | None = None
    """The h1 that holds the title, where one does."""
    declared_languages: list[str] = field(default_factory=list)
    """Language tags that the page declares, best first."""
    provenance: dict[str, Provenance] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list, compare=False, repr=False)
    """All that was read for these fields: JSON-LD, meta tags and, where it was looked at, the markup."""


@dataclass(slots=True)
class Declared:
    """What the page declares: structured data, meta tags, and out of them title, publisher, language."""

    ld: Evidence
    tags: Evidence
    meta: Metadata


def read_declared(page: Page) -> Declared:
    """What is known before the body is: the title, for finding it."""
    ld, tags = read_json_ld(page), read_meta(page)
    said = [key(plain(title)) for title in (page.head_title, *ld.titles[:2], *tags.titles[:3])]
    heads = [without_labels(heading, said) for heading in headings(page)]
    meta = Metadata()
    _publisher(meta, ld, tags)
    _title(meta, page, ld, tags, heads)
    _languages(meta, page, ld, tags)
    meta.declared_url = _own_address(page)
    return Declared(ld, tags, meta)


def _publisher(meta: Metadata, ld: Evidence, tags: Evidence) -> None:
    for source, names in (("json-ld", ld.publishers), ("meta", tags.publishers)):
        for raw in names:
            name = line(unescape(raw))
            if name and "://" not in name and not name.startswith("@") and len(name) <= 80 and not name.isdigit():
                meta.publisher = name
                meta.provenance["publisher"] = Provenance(source, raw)
                return


def _title(meta: Metadata, page: Page, ld: Evidence, tags: Evidence, heads: Sequence[Heading]) -> None:
    head = page.head_title
    in_head = key(head)
    shown = sorted((t for _, t in heads[:6]), key=lambda t: key(t) not in in_head)
    candidates = [
        *(("json-ld", t) for t in ld.titles[:2]),
        *(("meta", t) for t in tags.titles[:3]),
        *(("heuristic", t) for t in shown),
        ("heuristic", head),
    ]
    found = best_title(candidates, _site_names(page, ld, tags))
    if not found:
        marked = marked_headline(page)
        found = (marked, "heuristic", marked) if marked else None
    if not found:
        return
    meta.title, source, raw = found
    # Some pages give their headline as the site's name too.
    story = {key(t) for t in (*ld.titles, *tags.titles)}
    site_names = frozenset(k for n in _site_names(page, ld, tags) if len(k := key(n)) > 1 and k not in story)
    meta.title = whole_quotation(confirmed(meta.title, head, page, heads, site_names), raw)
    meta.provenance["title"] = Provenance(source, raw)
    meta.headline = heading_of(page, meta.title, heads)


def _site_names(page: Page, ld: Evidence, tags: Evidence) -> list[str]:
    host = host_of(page.url)
    domain = site(host)
    return [*ld.publishers, *tags.publishers, host.removeprefix("www."), domain, domain.partition(".")[0]]


def _own_address(page: Page) -> str | None:
    """rel=canonical, else og:url; None where neither is a web address."""
    links = (e.get("href") or "" for e in islice(page.tagged("link"), 200) if _CANONICAL in _relations(e))
    found = (page.absolute(raw) for raw in (*links, *page.meta.get("og:url", ())) if raw)
    return next((url for url in found if url and has_host(url)), None)


def _relations(link: etree._Element) -> list[str]:
    return (link.get("rel") or "").lower().split()


def _languages(meta: Metadata, page: Page, ld: Evidence, tags: Evidence) -> None:
    root = page.tree.get("lang") or page.tree.get("xml:lang") or ""
    meta.declared_languages = [t for t in (root, *ld.languages[:2], *tags.languages[:3]) if t]
    sample = (
        meta.title if meta.declared_languages else " ".join((meta.title, *tags.descriptions[:1], *_paragraphs(page)))
    )
    meta.language = language_of(sample, meta.declared_languages)


def _paragraphs(page: Page) -> list[str]:
    """Some text of the page: for telling its language before its body is known."""
    return [text for e in islice(page.tagged("p"), 12) if (text := line("".join(islice(e.itertext(), 20))))]
