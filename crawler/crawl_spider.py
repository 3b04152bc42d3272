"""What the crawler's parts may expect of its spiders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, cast

from scrapy.crawler import Crawler

from crawler.store.checkpoints import Job, StatefulPart
from crawler.store.earlier_runs import EarlierRuns
from crawler.store.seed_outcomes import SeedOutcomes


class CrawlSpider(Protocol):
    """A spider whose crawl is a job: see crawler/spiders/job_spider.py."""

    name: str
    job: Job
    run_id: str
    given: Mapping[str, str]
    """The arguments as the user gave them."""
    mode: str
    max_articles: int | None
    parts: Mapping[str, StatefulPart]
    """What goes on after a restart where it was, by name."""
    seed_outcomes: SeedOutcomes
    """What came of each seed that the user named."""
    at_rest: bool
    """Whether every item of what was read so far has been handed over."""

    @property
    def earlier_runs(self) -> EarlierRuns | None:
        """What earlier runs left; None for a spider that reads nothing of it."""


def crawl_spider(crawler: Crawler) -> CrawlSpider:
    """The spider of a crawl."""
    assert crawler.spider is not None
    return cast("CrawlSpider", crawler.spider)
