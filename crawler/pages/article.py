"""A page read whole: HTML and URL in, article and links out.

    from crawler.pages.article import extract
    found = extract(html, "https://news.example/2024/05/03/story")
    if found.article:
        print(found.article.title, found.article.text)

No Scrapy, no store, no network. `extract` is the list of steps; each step is a reader of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler.items import Article, FailureReason, Provenance, Rights
from crawler.pages.body.extract import Body, find_body
from crawler.pages.dom.page import Page
from crawler.pages.links.extract import LinkBlock, find_link_blocks
from crawler.pages.live_blog import find_entries
from crawler.pages.metadata.declared import Metadata, read_declared
from crawler.pages.metadata.extract import complete, read_metadata
from crawler.pages.page_type import Verdict, judge
from crawler.pages.pagination import next_page
from crawler.pages.reconcile import beside_story, separate
from crawler.pages.site_rules import SOURCE, SiteReading, name_blocks, overrule, selected_body, site_reading
from crawler.rules.sites import SiteRule
from crawler.text.encoding import decode
from crawler.text.timestamps import utc_or_day
from crawler.urls.canonical import canonical, page_id, site

LinkJudge = Callable[[Page, list[LinkBlock]], list[LinkBlock]]
"""Takes a page and its blocks of links, and gives the blocks as they are to be: other kinds, fewer, more."""


@dataclass(slots=True)
class Extraction:
    """What was read off a page.

    article: None where the page holds none; then reason is `not-article`, `wall` or `not-found`, and detail says why
    in a sentence. links: the page's blocks of links, in document order, found or not found an article.
    """

    article: Article | None
    links: list[LinkBlock]
    reason: FailureReason | None
    detail: str | None
    page: Page
    body: Body = field(default_factory=lambda: Body([], None))
    next_page: str | None = None
    """URL of the page that continues the article; see pagination.join_pages."""
    site_rule: SiteReading = field(default_factory=SiteReading)
    """The site's own rule, if it has one, and what it decided."""
    metadata: Metadata = field(default_factory=Metadata)
    """The metadata before the text and the site's rule were asked, with the evidence that it was made of."""


def extract(
    html: str | bytes | Page,
    url: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    fetched_at: datetime | None = None,
    site_rules: Mapping[str, SiteRule] | None = None,
    link_judges: Sequence[LinkJudge] = (),
) -> Extraction:
    """Read a page: its article, if it holds one, and the links it offers.

    html: decoded HTML, bytes as they came (the encoding is then found out), or a Page. url: where it was found.
    headers: the answer's headers; fetched_at: when it came, with a time zone; site_rules: domain -> rule, those of
    the project where None; link_judges: the user's own, each takes the blocks as the one before left them.
    Raises nothing on any input, but for what a link judge raises.
    The article's text is uncut but for the blocks of related links; crawl, cluster_id, version, text_hash and
    removed are left to those who know them.
    """
    page = _page(html, url, headers, fetched_at)
    declared = read_declared(page)
    reading = site_reading(page, site_rules)
    body = selected_body(page, reading) or find_body(page, title=declared.meta.title)
    links = _link_blocks(page, body, reading, link_judges)
    separate(body, links, declared.meta.title)
    aside = beside_story(body, links)
    links = [block for block in links if block.links]
    text = body.text(exclude=aside)
    meta = read_metadata(page, declared, story=body.ends, aside=aside)
    before = replace(meta)
    meta = complete(meta, page, text.split("\n\n"))
    overrule(page, reading, meta)
    verdict = judge(page, meta, body, text)
    if (none := verdict.no_article) is not None:
        return Extraction(None, links, none.reason, none.detail, page, body, site_rule=reading, metadata=before)
    article = _article(page, meta, body, text, verdict)
    if article.type == "liveblog":
        article.entries = find_entries(page, body, meta)
    if "text" in reading.spoke:
        article.provenance["text"] = Provenance(SOURCE, "")
    return Extraction(article, links, None, None, page, body, next_page(page), reading, before)


def _link_blocks(page: Page, body: Body, reading: SiteReading, judges: Sequence[LinkJudge]) -> list[LinkBlock]:
    """The blocks of links, each of the kind that the site's own rule and the user's judges leave it."""
    blocks = find_link_blocks(page, body)
    name_blocks(page, body, reading, blocks)
    for judge_links in judges:
        blocks = judge_links(page, blocks)
    return blocks


def _page(html: str | bytes | Page, url: str, headers: Mapping[str, str] | None, fetched_at: datetime | None) -> Page:
    if isinstance(html, Page):
        return html
    lowered = {name.lower(): value for name, value in (headers or {}).items()}
    encoding = None
    if isinstance(html, bytes):
        html, encoding = decode(html, lowered.get("content-type"))
    return Page(html, url, headers=lowered, fetched_at=fetched_at, encoding=encoding)


def _article(page: Page, meta: Metadata, body: Body, text: str, verdict: Verdict) -> Article:
    """The record; every field from its reader."""
    identity = canonical(page.url)
    return Article(
        id=page_id(identity),
        type=verdict.type,
        url=page.url,
        requested_url=page.url,
        canonical_url=identity,
        site=site(page.url),
        title=meta.title,
        description=meta.description,
        text=text,
        language=meta.language,
        authors=meta.authors,
        editors=meta.editors,
        publisher=meta.publisher,
        source=meta.source,
        place=meta.place,
        section=meta.section,
        keywords=meta.keywords,
        image=meta.image,
        date_published=meta.date_published,
        date_modified=meta.date_modified,
        date_published_raw=meta.date_published_raw,
        date_precision=meta.date_precision,
        published_utc=utc_or_day(meta.date_published),
        declared_url=meta.declared_url,
        is_accessible_for_free=meta.is_accessible_for_free,
        provenance={**meta.provenance, "text": Provenance("heuristic" if body.root is not None else "json-ld", "")},
        rights=_rights(page, meta),
    )


def _rights(page: Page, meta: Metadata) -> Rights:
    """What meta tags and headers say about use."""
    tdm = page.headers.get("tdm-reservation") or ", ".join(page.meta.get("tdm-reservation", [])) or None
    return Rights(meta=meta.rights_meta, header=page.headers.get("x-robots-tag"), tdm=tdm)
