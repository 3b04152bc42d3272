"""`scrapy crawl archive`: reads articles out of WARC and WACZ files; asks nobody, follows nothing."""

from __future__ import annotations

import asyncio
import logging
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from crawler.archive.reader import ArchiveError, Record, read
from crawler.engine import engine_room
from crawler.items import RelatedLinks
from crawler.pages.article import Extraction
from crawler.spiders import records
from crawler.spiders.answers import Answer, Problem, no_page
from crawler.spiders.job_spider import JobSpider
from crawler.spiders.topics import Topics
from crawler.store.resolution import edge_list_id

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

    async def start(self) -> AsyncIterator[Any]:
        """The items of every record, in the order of the files."""
        done = self._place[0]
        for file in self.files[self.files.index(done) if done else 0 :]:
            for record in _records_of(file, after=self._place[1:] if file == done else None):
                self.at_rest = False
                for item in self._items(record):
                    yield item
                await self._caught_up()
                self._place, self.at_rest = (file, record.file, record.offset), True
                if self.job.due:
                    self.job.checkpoint()
                if self.job.fault:
                    return

    async def _caught_up(self) -> None:
        """Wait for the pipelines: the engine takes items from here without."""
        room = engine_room(self.crawler)
        await asyncio.sleep(0)
        while room.items_in_progress():  # noqa: ASYNC110 - Scrapy has no event for it
            await asyncio.sleep(0)

    def _items(self, record: Record) -> Iterator[Any]:
        if record.fault:
            self.crawler.stats.inc_value("related/broken_records")
            logger.warning("Passed over a broken record: %s (%s)", record.place, record.fault)
            return
        answer = Answer.from_record(record)
        why = no_page(answer)
        if why is not None:
            self.crawler.stats.inc_value(f"related/not_pages/{why}")
            return
        if record.truncated:
            self.crawler.stats.inc_value("related/truncated")
            logger.warning("%s (%s) is cut off: what came of it is read", record.url, record.place)
        origin = records.Origin(
            run_id=self.run_id,
            requested_url=record.url,
            fetched_at=record.date,
            status=record.status,
            record=record.place,
        )
        found = self.read(answer)
        if isinstance(found, Problem):
            yield records.failure(origin, found.reason, found.detail)
        else:
            yield from self._records(found, records.with_encoding(origin, found))

    def _records(self, found: Extraction, origin: records.Origin) -> Iterator[Any]:
        if found.article is None:
            yield records.failure(origin, found.reason or "not-article", found.detail or "no article on the page")
        else:
            yield records.complete_article(found.article, found, origin)
        links = records.links(found, origin, self.settings.getint("RELATED_LINKS_LIMIT"))
        self._topics.rate_against_page(links, found)
        for link in links:
            if link.reason is None:
                link.reason = "self" if link.target_id == link.source_id else "depth"
        if links and self.job.frontier.mark(edge_list_id(links[0].source_id)):
            yield RelatedLinks(links)


def _records_of(file: str, after: tuple[str, int] | None) -> Iterator[Record]:
    """The records of a file; ArchiveError where it cannot be read (any more)."""
    try:
        yield from read(file, after)
    except (OSError, zipfile.BadZipFile) as error:
        raise ArchiveError(f"{file}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
