"""Runs of a job in simulated time: pages go through the pipelines as a crawl hands them over, without the crawl."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.misc import build_from_crawler, load_object
from scrapy.utils.test import get_crawler

from crawler.items import Article, Failure
from crawler.settings import ITEM_PIPELINES
from crawler.spiders.related import RelatedSpider
from crawler.store.base import Store
from crawler.store.checkpoints import Identity, Job
from crawler.store.earlier_runs import Answered, EarlierRuns
from crawler.store.sqlite import SqliteStore
from crawler.text.timestamps import stamp
from crawler.urls.canonical import canonical, page_id, site

START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
HOUR, DAY = 3600, 86400
SETTINGS = {
    "RELATED_DEDUPE_ENABLED": True,
    "RELATED_REVISIT_SHORTEST": HOUR,
    "RELATED_REVISIT_LONGEST": 30 * DAY,
    "RELATED_REVISIT_AGES": 8,
}
SEED = "https://news.example/feed"


def page_of(url: str) -> str:
    """The id of a page."""
    return page_id(canonical(url))


class Run:
    """A run of the job. Its pages are named by the paths of one site, or by whole URLs."""

    def __init__(
        self, store: Store, number: int, now: datetime, given: dict[str, str], settings: dict[str, Any]
    ) -> None:
        identity = Identity(f"{number:016x}", "related", given, "no folder", "no file", stamp(now))
        self.now = now
        self.job = Job(identity, store, clock=lambda: self.now)
        crawler = get_crawler(RelatedSpider, {**SETTINGS, **settings})
        self.spider = RelatedSpider.from_crawler(crawler, given={"url": SEED, **given}, job=self.job)
        crawler.spider = self.spider
        steps = sorted(ITEM_PIPELINES, key=lambda name: ITEM_PIPELINES[name])
        self._steps = [build_from_crawler(load_object(step), crawler) for step in steps]

    @property
    def earlier(self) -> EarlierRuns:
        """What the run sees of earlier ones."""
        return self.spider.earlier_runs

    def count(self, name: str) -> Any:
        """What the run counted under a name."""
        assert self.spider.crawler.stats is not None
        return self.spider.crawler.stats.get_value(f"related/{name}", 0)

    def answer(self, url: str, landed: str | None = None) -> str:
        """Let an answer come for a page, where it moved from another address; the whole URL that was asked."""
        asked = _whole(url)
        final = _whole(landed or url)
        self.earlier.answered(asked, Answered(page_of(asked), final, "", page_of(SEED), None, None))
        return asked

    def reads(self, url: str, text: str, *, landed: str | None = None, **more: Any) -> Any:
        """Read a story; the record that comes of it, None where it is dropped. landed: where the address leads."""
        asked, final = self.answer(url, landed), _whole(landed or url)
        page = page_of(final)
        fields = {"id": page, "cluster_id": page, "language": "en", "title": "A story", **more}
        return self.process(
            Article(url=final, requested_url=asked, canonical_url=final, site=site(final), text=text, **fields)
        )

    def fails(self, url: str, reason: Any, status: int | None = None) -> None:
        """Let a page fail."""
        self.process(Failure(self.answer(url), reason=reason, status=status))

    def process(self, item: Any) -> Any:
        """Send a record through all pipelines."""
        try:
            for step in self._steps:
                item = step.process_item(item)
        except DropItem:
            return None
        return item

    def end(self) -> None:
        """End the run; the store stays open for the next one."""
        self.earlier.finish(0)
        self.job.finish("finished")
        assert self.job.fault is None


def _whole(url: str) -> str:
    return url if "://" in url else f"https://news.example/{url}"


class Runs:
    """The runs of a job, one after the other: each begins where the one before ended."""

    def __init__(self) -> None:
        self._store, self._now, self._number = SqliteStore(None), START, 0
        self._open: Run | None = None

    def begin(self, mode: str, *, later: float = HOUR, settings: dict[str, Any] | None = None, **given: str) -> Run:
        """The next run, so many seconds after the one before, which ends here."""
        self.between()
        self._now += timedelta(seconds=later)
        self._number += 1
        self._open = Run(self._store, self._number, self._now, {"mode": mode, **given}, settings or {})
        return self._open

    def between(self) -> Store:
        """The store when the last run has ended, outside of any transaction."""
        if self._open is not None:
            self._open.end()
            self._store.rollback()
            self._open = None
        return self._store


@pytest.fixture
def runs() -> Iterator[Runs]:
    """A job that was never run."""
    made = Runs()
    yield made
    made.between().close()
