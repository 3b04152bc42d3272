"""When a checkpoint is taken; what it holds is in store/checkpoints.py.

Whenever one is due and no page is half read, everything so far is made to count.

Scrapy works on several pages at once, item by item. At a moment when the scraper holds nothing, what each page led to
is either whole or not begun: its lines, its new requests, the counts, what the pipelines learned. Where such a moment
does not come by itself the scheduler brings it about by giving nothing out for a while.
"""

from __future__ import annotations

import logging
from collections import Counter

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

from crawler.crawl_spider import crawl_spider
from crawler.engine import engine_room, stood_still
from crawler.extensions.counts import PREFIX, Counts, totals
from crawler.extensions.health import seeds_and_sites
from crawler.store.base import UNREACHABLE, StoreError
from crawler.store.feeds import FeedError
from crawler.store.jobs import job_of

logger = logging.getLogger(__name__)

_TICK = 0.05  # seconds between two looks whether a checkpoint can be taken


class Checkpoint:
    """Takes checkpoints, ends the crawl when one cannot be taken, and tells the job how the crawl ended."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.job = job_of(crawler)
        self._room = engine_room(crawler)
        self._spider = crawl_spider(crawler)
        self.job.at_fault = self._fault
        self.job.on_wait = stood_still
        self.job.on_resolution.append(self._resolved)
        self.job.register("counts", Counts(crawler.stats))
        for name, part in self._spider.parts.items():
            self.job.register(name, part)
        self._reason = ""
        self._clock = create_looping_call(self._tick)
        connect = crawler.signals.connect
        connect(self._opened, signals.spider_opened)
        connect(self._error, signals.spider_error)
        connect(self._error, signals.item_error)
        connect(self._closed, signals.spider_closed)
        connect(self._stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Checkpoint:
        return cls(crawler)

    def _opened(self) -> None:
        self._clock.start(_TICK, now=False)

    def _tick(self) -> None:
        try:
            self._room.close_where_idle()
            if self.job.due and self._at_rest():
                self.job.checkpoint()
                self._room.wake()
        except Exception as error:  # it would stop the clock, and the scheduler waits for checkpoints
            self.job.fail(error)

    def _at_rest(self) -> bool:
        return self._room.at_rest() and self._spider.at_rest

    def _error(self, failure: Failure) -> None:
        if isinstance(failure.value, (StoreError, FeedError)):
            self.job.fail(failure.value)

    def _fault(self) -> None:
        logger.error("%s", self.job.fault)
        self._room.close("output")

    def _resolved(self, changes: Counter[str]) -> None:
        """Other workers were first: what was counted as this one's is not."""
        for name, change in changes.items():
            self.crawler.stats.inc_value(f"{PREFIX}{name}", change)

    def _closed(self, reason: str) -> None:
        self._reason = reason
        if self._clock.running:
            self._clock.stop()

    def _stopped(self) -> None:
        # A job whose requests wait for hosts that did not answer is open: the reason may pass. A recurring one is not,
        # or a single dead host would keep it from its seeds: its next run takes the requests over.
        is_over = self._reason == "finished" or (self._reason == UNREACHABLE and self.job.is_recurring)
        if is_over or (self._reason == "no-seed" and not len(self.job.frontier)):
            self.job.finish(self._reason, totals(self.crawler.stats), **seeds_and_sites(self.crawler))
        else:
            self.job.stop(self._reason)
        self.job.close()  # another crawl of this process may follow, with the same store and folder
