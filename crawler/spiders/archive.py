"""`scrapy crawl archive`: reads articles out of WARC and WACZ files; asks nobody, follows nothing."""

from __future__ import annotations

import asyncio
import logging
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import aclosing
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.archive.reader import ArchiveError, RawRecord, read_raw, unreadable
from crawler.engine import engine_room
from crawler.items import RelatedLinks
from crawler.settings.readers import processes
from crawler.spiders.archive_records import ReadingSettings, RecordReading
from crawler.spiders.archive_workers import ArchiveWorkers
from crawler.spiders.job_spider import JobSpider
from crawler.spiders.topics import Topics
from crawler.store.worker_conflicts import edge_list_id

logger = logging.getLogger(__name__)


class ArchiveSpider(JobSpider):
    """One pass over the files; every page in them ends in exactly one of articles, duplicates, failures;
    what is no page (robots.txt, redirects, feeds, pictures) is counted."""

    name = "archive"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.files: tuple[str, ...] = self.arguments["path"]
        self._place: tuple[str, str, int] = ("", "", -1)
        """The file, the member in it and the offset of the last record read."""
        self._files_kept = False
        self._workers: ArchiveWorkers | None = None
        self._topics = Topics()
        self.parts = {"spider": self, "topics": self._topics}

    def state(self) -> dict[str, Any]:
        """The place reached and, once, the files: a job reads those that it began with."""
        files = {} if self._files_kept else {"files": self.files}
        self._files_kept = True
        return {"place": self._place, **files}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on behind the place reached."""
        self._place = tuple(state["place"])
        self.files = tuple(state.get("files", self.files))
        self._files_kept = "files" in state

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ArchiveSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._end_workers, signals.engine_stopped)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The items of every record, in the order of the files."""
        get = self.settings
        reading = ReadingSettings(
            run_id=self.run_id,
            page_seconds=get.getfloat("RELATED_PAGE_SECONDS"),
            links_limit=get.getint("RELATED_LINKS_LIMIT"),
            site_rules=get["RELATED_SITE_RULES"],
        )
        self._workers = ArchiveWorkers(processes(get["RELATED_ARCHIVE_WORKERS"]), reading)
        done = self._place[0]
        for file in self.files[self.files.index(done) if done else 0 :]:
            raw = _records_of(file, after=self._place[1:] if file == done else None)
            async with aclosing(self._workers.read(raw)) as readings:
                async for found in readings:
                    self.at_rest = False
                    for item in self._items(found):
                        yield item
                    await self._caught_up()
                    self._place, self.at_rest = (file, found.file, found.offset), True
                    if self.job.due:
                        self.job.checkpoint()
                    if self.job.fault:
                        return

    def _end_workers(self) -> None:
        if self._workers is not None:
            self._workers.close()

    async def _caught_up(self) -> None:
        """Wait for the pipelines: the engine takes items from here without."""
        room = engine_room(self.crawler)
        await asyncio.sleep(0)
        while room.items_in_progress():  # noqa: ASYNC110 - Scrapy has no event for it
            await asyncio.sleep(0)

    def _items(self, found: RecordReading) -> Iterator[Any]:
        if found.fault:
            self.crawler.stats.inc_value("related/broken_records")
            logger.warning("Passed over a broken record: %s:%d (%s)", found.file, found.offset, found.fault)
            return
        if found.no_page is not None:
            self.crawler.stats.inc_value(f"related/not_pages/{found.no_page}")
            return
        if found.truncated:
            self.crawler.stats.inc_value("related/truncated")
            logger.warning("%s (%s:%d) is cut off: what came of it is read", found.url, found.file, found.offset)
        yield found.item
        if found.profile is None:
            return
        links = found.links
        self._topics.rate_against_page(links, found.profile)
        for link in links:
            if link.reason is None:
                link.reason = "self" if link.target_id == link.source_id else "depth"
        if links and self.job.frontier.mark(edge_list_id(links[0].source_id)):
            yield RelatedLinks(links)


def _records_of(file: str, after: tuple[str, int] | None) -> Iterator[RawRecord]:
    """The records of a file; ArchiveError where it cannot be read (any more)."""
    try:
        yield from read_raw(file, after)
    except (OSError, zipfile.BadZipFile) as error:
        raise ArchiveError(unreadable(file, error)) from error
