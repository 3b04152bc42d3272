"""A fault of this program costs a page, not its record: what was asked for and not written becomes a failure.

A fault of the store or of a feed is none of a page's: it ends the crawl. So does whatever is raised where the crawl
begins: what would have been asked for next is not known then.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from typing import Any
from weakref import WeakSet

from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.items import Article, Crawl, Failure, Skipped
from crawler.request_meta import ArchiveRecord, Hop, attempts
from crawler.store.base import StoreError
from crawler.store.feeds import FeedError
from crawler.store.jobs import job_of
from crawler.text.timestamps import utc_now

logger = logging.getLogger(__name__)


class InternalErrors:
    """A spider middleware, the nearest to the engine: takes errors of callbacks and of the other middlewares."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._written: WeakSet[Response] = WeakSet()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> InternalErrors:
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The first requests or items; an error among them ends the crawl, which can go on when it is put right."""
        try:
            async for one in start:
                yield one
        except Exception as error:
            logger.debug("The crawl could not begin, or go on", exc_info=True)
            job_of(self.crawler).fail(error)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The items as they are; remembers which pages have their record."""
        async for item in result:
            if isinstance(item, Article | Failure | Skipped) and isinstance(response, Response):
                self._written.add(response)
            yield item

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Failure] | None:
        """A failure in place of what a page did not come to."""
        if isinstance(exception, StoreError | FeedError):
            job_of(self.crawler).fail(exception)
            return ()
        hop = Hop.find(response)
        if hop is None:
            return None
        logger.error("A fault of this program at %s", response.url, exc_info=exception)
        if response in self._written:
            return ()
        detail = f"{type(exception).__name__}: {exception}"
        logger.warning("Gave up %s: internal (%s)", hop.requested_url, detail)
        return (self._failure(hop, response, detail),)

    def _failure(self, hop: Hop, response: Response, detail: str) -> Failure:
        at = ArchiveRecord.of(response).date or utc_now()
        crawl = Crawl(parent_url=hop.parent_url, depth=hop.depth, status=response.status, fetched_at=at)
        story = response.meta.get("story")  # a further page stands for its story
        url = story["first"]["requested_url"] if story else hop.requested_url
        return Failure.of(url, crawl, "internal", detail, attempts(response))
