"""`scrapy crawl archive`: reads articles out of WARC and WACZ files; asks nobody, follows nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Spider

from crawler.archive.reader import Record, read
from crawler.items import RelatedLinks
from crawler.pages.article import Extraction
from crawler.spiders import records
from crawler.spiders.arguments import read_arguments
from crawler.spiders.reading import Answer, Problem, read_answer
from crawler.spiders.topics import Topics

logger = logging.getLogger(__name__)


class ArchiveSpider(Spider):
    """One pass over the files; every answer in them ends in exactly one of articles, duplicates, failures."""

    name = "archive"

    def __init__(
        self, arguments: dict[str, Any] | None = None, given: dict[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__()
        self.given = dict(kwargs if given is None else given)
        values = arguments or read_arguments(self.name, kwargs)
        self.files: tuple[str, ...] = values["path"]
        self.run_id = records.new_run_id()
        self._topics = Topics()

    async def start(self) -> AsyncIterator[Any]:
        """The items of every record, in the order of the files."""
        for file in self.files:
            for record in read(file):
                for item in self._items(record):
                    yield item
                # The engine takes start items without waiting for the pipelines; this lets them catch up.
                await asyncio.sleep(0)

    def _items(self, record: Record) -> Iterator[Any]:
        if record.fault:
            self.crawler.stats.inc_value("related/broken_records")
            logger.warning("Passed over a broken record: %s (%s)", record.place, record.fault)
            return
        origin = records.Origin(
            run_id=self.run_id,
            requested_url=record.url,
            fetched_at=record.date,
            status=record.status,
            record=record.place,
        )
        headers = {name.lower(): value for name, value in record.headers}
        found = read_answer(
            Answer(record.url, record.status, headers, record.body, record.date, too_large=record.too_large),
            self.settings.getfloat("RELATED_PAGE_SECONDS"),
        )
        if isinstance(found, Problem):
            yield records.failure(origin, found.reason, found.detail)
        else:
            yield from self._records(found, records.with_encoding(origin, found))

    def _records(self, found: Extraction, origin: records.Origin) -> Iterator[Any]:
        if found.article is None:
            yield records.failure(origin, "not-article", found.detail or "no article on the page")
        else:
            yield records.complete_article(found.article, origin)
        links = records.links(found, origin, self.settings.getint("RELATED_LINKS_LIMIT"))
        self._topics.rate_against_page(links, found)
        for link in links:
            if link.reason is None:
                link.reason = "self" if link.target_id == link.source_id else "depth"
        if links:
            yield RelatedLinks(links)
