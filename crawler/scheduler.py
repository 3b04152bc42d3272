"""The frontier behind Scrapy's scheduler interface: best first, and never more articles than asked for."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawler.items import Article


class Scheduler(BaseScheduler):
    """Requests by priority, then by arrival. Holds back while the articles out and the requests under way fill the
    spider's max_articles, so that the bound is exact."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._heap: list[tuple[int, int, Request]] = []
        self._arrival = count()
        self._under_way: dict[int, Request] = {}
        self._articles = 0
        crawler.signals.connect(self._scraped, signals.item_scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Scheduler:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        self._limit: int | None = getattr(spider, "max_articles", None)

    def close(self, reason: str) -> None:
        self.crawler.stats.set_value("related/frontier_left", len(self._heap))

    def enqueue_request(self, request: Request) -> bool:
        heappush(self._heap, (-request.priority, next(self._arrival), request))
        return True

    def next_request(self) -> Request | None:
        if not self._heap or self._full(self._articles + self._count_under_way()):
            return None
        request = heappop(self._heap)[2]
        self._under_way[id(request)] = request
        return request

    def has_pending_requests(self) -> bool:
        return bool(self._heap) and not self._full(self._articles)

    def _full(self, articles: int) -> bool:
        return self._limit is not None and articles >= self._limit

    def _count_under_way(self) -> int:
        """Requests given out and not finished. Scrapy has no signal for the end of a request: it is finished when
        neither the downloader nor the scraper holds it."""
        engine = self.crawler.engine
        slot = engine.scraper.slot
        assert slot is not None
        held = {id(r) for r in engine.downloader.active} | {id(r) for r in slot.active}
        held |= {id(entry[1]) for entry in slot.queue}
        self._under_way = {key: r for key, r in self._under_way.items() if key in held}
        return len(self._under_way)

    def _scraped(self, item: Any) -> None:
        self._articles += isinstance(item, Article)
