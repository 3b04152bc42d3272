"""A fault of this program costs a page, not its record: what was asked for and not written becomes a failure."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from typing import Any
from weakref import WeakSet

from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.items import Article, Failure, Skipped
from crawler.request_meta import ArchiveRecord, Hop, attempts
from crawler.text.timestamps import utc_now

logger = logging.getLogger(__name__)


class InternalErrors:
    """A spider middleware, the nearest to the spider: takes errors of its callbacks."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._written: WeakSet[Response] = WeakSet()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> InternalErrors:
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The items as they are; remembers which pages have their record."""
        async for item in result:
            if isinstance(item, Article | Failure | Skipped) and isinstance(response, Response):
                self._written.add(response)
            yield item

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Failure] | None:
        """A failure in place of what a page did not come to."""
        hop = Hop.find(response)
        if hop is None:
            return None
        detail = f"{type(exception).__name__}: {exception}"
        logger.error("A fault of this program at %s", response.url, exc_info=exception)
        if response in self._written:
            return ()
        logger.warning("Gave up %s: parser (%s)", hop.requested_url, detail)
        return (self._failure(hop, response, detail),)

    def _failure(self, hop: Hop, response: Response, detail: str) -> Failure:
        return Failure(
            url=hop.requested_url,
            parent_url=hop.parent_url,
            depth=hop.depth,
            status=response.status,
            reason="parser",
            detail=detail,
            attempts=attempts(response),
            at=ArchiveRecord.of(response).date or utc_now(),
        )
