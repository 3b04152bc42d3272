"""From what was read off a page to the records that are written: the same for a crawl and for an archive."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scrapy.http import Response

from crawler.items import PROVENANCE_FIELDS, Article, Crawl, Failure, FailureReason, Link, Skipped, SkipReason
from crawler.pages.article import Extraction
from crawler.pages.links.extract import LinkBlock, OfferedLink
from crawler.pages.metadata.amp import amp_url
from crawler.request_meta import ArchiveRecord, Drawn, Hop
from crawler.spiders.aliases import aliases_of
from crawler.text.timestamps import utc_now
from crawler.urls.address import without_credentials
from crawler.urls.canonical import canonical, page_id


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page came from: what every record of it says in `crawl`."""

    run_id: str
    requested_url: str
    seed_url: str | None = None
    parent_url: str | None = None
    depth: int = 0
    redirects: tuple[str, ...] = ()
    """The addresses that redirected on, in order."""
    fetched_at: str = ""
    status: int | None = None
    encoding: str | None = None
    record: str | None = None
    drawn: bool = False
    """Whether a browser drew the page."""

    def crawl(self) -> Crawl:
        """The `crawl` of a record."""
        return Crawl(
            run_id=self.run_id,
            seed_url=self.seed_url,
            parent_url=self.parent_url,
            depth=self.depth,
            fetched_at=self.fetched_at,
            status=self.status,
            encoding=self.encoding,
            record=self.record,
            drawn=self.drawn,
        )


def origin_of(hop: Hop, response: Response | None, run_id: str, now: str) -> Origin:
    """Where a page of a crawl came from. now: when it was fetched, where no archive says it."""
    record, drawn = ArchiveRecord.of(response), Drawn.of(response)
    redirects = response.meta.get("redirect_urls", ()) if response is not None else ()
    return Origin(
        run_id=run_id,
        requested_url=hop.requested_url,
        seed_url=hop.seed_url,
        parent_url=hop.parent_url,
        depth=hop.depth,
        redirects=(*(drawn.redirects if drawn else ()), *redirects),
        fetched_at=record.date or now,
        status=response.status if response is not None else None,
        record=record.place,
        drawn=drawn is not None,
    )


def with_encoding(origin: Origin, found: Extraction) -> Origin:
    """The origin with the encoding that the page was read with."""
    return replace(origin, encoding=found.page.encoding)


def complete_article(article: Article, found: Extraction, origin: Origin) -> Article:
    """The article of an extraction, with what only the crawl knows."""
    article.requested_url = origin.requested_url
    article.cluster_id = article.id
    article.crawl = origin.crawl()
    article.aliases = aliases_of(article, (origin.requested_url, *origin.redirects), amp_url(found.page))
    article.provenance = {name: article.provenance.get(name) for name in PROVENANCE_FIELDS}
    return article


def failure(origin: Origin, reason: FailureReason, detail: str, attempts: int = 1) -> Failure:
    """The record of a page that was asked for and not read."""
    crawl = origin.crawl()
    crawl.fetched_at = crawl.fetched_at or utc_now()
    return Failure.of(origin.requested_url, crawl, reason, detail, attempts)


def skipped(origin: Origin, reason: SkipReason, detail: str) -> Skipped:
    """The record of a page that was read and that the run's arguments leave out."""
    return Skipped(
        url=origin.requested_url,
        parent_url=origin.parent_url,
        depth=origin.depth,
        reason=reason,
        detail=detail,
        at=origin.fetched_at or utc_now(),
    )


def links(found: Extraction, origin: Origin, limit: int) -> list[Link]:
    """The records of a page's links, before it is decided which to follow; those beyond the limit say so."""
    source = page_id(canonical(found.page.url))
    offered = [
        _link(source, block, number, one, found, origin)
        for number, block in enumerate(found.links)
        for one in block.links
    ]
    for beyond in offered[limit:]:
        beyond.reason = "limit"
    return offered


def _link(source: str, block: LinkBlock, number: int, offered: OfferedLink, found: Extraction, origin: Origin) -> Link:
    identity = canonical(offered.url)
    return Link(
        source_id=source,
        source_url=found.page.url,
        url=without_credentials(offered.url),
        canonical_url=identity,
        target_id=page_id(identity),
        kind=block.kind,
        rank=offered.rank,
        block=number,
        heading=block.heading,
        title=offered.title,
        snippet=offered.snippet,
        image=offered.image,
        position=round(block.position, 4),
        run_id=origin.run_id,
        found_at=origin.fetched_at,
    )
