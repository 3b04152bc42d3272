"""The log at INFO is what an operator reads: a line a story, a line a page given up, a line when a run is over.

A page given up is a WARNING, but for one that its site has taken away (404, 410): that is the web's way, and nobody's
fault.
"""

from __future__ import annotations

import logging
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from crawler.extensions.counts import counts, totals
from crawler.extensions.verdict import RAN, exit_statuses, explained
from crawler.items import Article, Duplicate, Failure, Skipped
from crawler.scraped import on_scraped
from crawler.store.jobs import job_of
from crawler.text.plurals import counted

logger = logging.getLogger(__name__)

_GONE = (404, 410)


class LogLines:
    """Writes those lines as records come out of the pipelines."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._reason = ""
        on_scraped(crawler, self._scraped)
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)
        crawler.signals.connect(self._stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LogLines:
        return cls(crawler)

    def _scraped(self, item: Any) -> None:
        if isinstance(item, Article):
            logger.info("Story %s: %s", item.url, item.title)
        elif isinstance(item, Duplicate):
            logger.debug("Copy %s of %s (%s)", item.url, item.duplicate_of, item.method)
        elif isinstance(item, Skipped):
            logger.debug("Left out %s: %s (%s)", item.url, item.reason, item.detail)
        elif isinstance(item, Failure):
            gone = item.status in _GONE or item.reason == "not-found"
            level = logging.INFO if gone else logging.WARNING
            logger.log(level, "Gave up %s: %s (%s)", item.url, item.reason, item.detail)

    def _opened(self) -> None:
        job = job_of(self.crawler)
        how = "goes on" if job.known else "begins"
        worker = f", as its worker {job.identity.worker}" if job.identity.worker else ""
        logger.info("Run %s %s%s: feeds in %s", job.run_id, how, worker, job.folder)

    def _closed(self, reason: str) -> None:
        self._reason = reason

    def _stopped(self) -> None:
        job, came = job_of(self.crawler), totals(self.crawler.stats)
        status = explained(exit_statuses(self.crawler, self._reason))
        logger.log(
            logging.WARNING if status else logging.INFO,
            "Run %s is over (%s, exit status %s)%s: %s, %s, %d left out, %d failed, %s; %s left%s",
            *(job.run_id, "output" if job.fault else self._reason, status or RAN),
            ", all its starts together" if job.known else "",
            counted(came["articles"], "story", "stories"),
            counted(came["duplicates"], "copy", "copies"),
            *(came["skipped"], came["failures"]),
            counted(came["links"], "link"),
            counted(came["frontier_left"], "request"),
            _not_asked(self.crawler.stats),
        )


def _not_asked(stats: StatsCollector) -> str:
    """What a run that met only known pages would otherwise be silent about."""
    kinds = counts(stats)["not_asked"]
    known = ", ".join(f"{n} {kind}" for kind, n in kinds.items() if n)
    return f"; not asked again: {known}" if known else ""
