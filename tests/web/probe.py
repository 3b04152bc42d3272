"""A spider with fixed priorities and an extension that looks at what Scrapy holds, for tests/test_scheduler.py."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler import settings
from crawler.engine import engine_room
from crawler.items import Failure
from crawler.spiders.job_spider import JobSpider


class Probe:
    """Notes at each stage of a request whether Scrapy is through with it, as the scheduler sees it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.held: dict[str, list[bool]] = {}
        self.left: list[int] = []
        connect = crawler.signals.connect
        connect(self._reached, signals.request_reached_downloader)
        connect(self._left, signals.request_left_downloader)
        connect(self._received, signals.response_received)
        connect(self._scraped, signals.item_scraped)
        connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Probe:
        return cls(crawler)

    def _note(self, stage: str, request: Request) -> None:
        self.held.setdefault(stage, []).append(id(request) in engine_room(self.crawler).in_progress())

    def _reached(self, request: Request) -> None:
        self._note("reached", request)

    def _left(self, request: Request) -> None:
        self._note("left", request)

    def _received(self, request: Request) -> None:
        if not request.url.endswith("robots.txt"):
            self._note("received", request)

    def _scraped(self, response: Response) -> None:
        assert response.request is not None
        self._note("scraped", response.request)

    def _closed(self) -> None:
        self.left.append(len(engine_room(self.crawler).in_progress()))
        path = Path(self.crawler.settings["RELATED_OUTPUT"]) / "probe.json"
        path.write_text(json.dumps({"held": self.held, "left": self.left}))


class OrderSpider(JobSpider):
    """Page 0 leads to pages 1 to 8, the higher the better; page 6 leads to page 99, the best of all."""

    name = "related"
    custom_settings = {"EXTENSIONS": {**settings.EXTENSIONS, "tests.web.probe.Probe": 1}}  # noqa: RUF012

    def __init__(self, arguments: dict[str, Any], given: dict[str, str], job: Any) -> None:
        super().__init__({"url": arguments["url"]}, given, job)
        self.base = arguments["url"][0]

    async def start(self) -> AsyncIterator[Request]:
        if not self.job.frontier.seen("00" * 8):
            self.job.frontier.mark("00" * 8)
            yield self._ask(0)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Any]:
        number = int(urlsplit(response.url).path.strip("/"))
        yield Failure(url=response.url, detail="read")
        if number == 0:
            yield from (self._ask(n) for n in range(1, 9))
        if number == 6:
            yield self._ask(99)

    def _ask(self, number: int) -> Request:
        return Request(f"{self.base}/{number}", callback=self.parse, priority=number, dont_filter=True)
