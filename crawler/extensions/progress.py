"""A live line on the terminal while a crawl runs, and a summary when it is done."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.crawl_spider import crawl_spider
from crawler.items import FEEDS
from crawler.store.jobs import job_of

_EVERY = 0.5  # seconds between two redraws


class Progress:
    """Draws one line on stderr, at most twice a second, as items come."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._start = self._drawn = time.monotonic()
        crawler.signals.connect(self._draw, signals.item_scraped)
        crawler.signals.connect(self._done, signals.feed_exporter_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        wanted = crawler.settings["RELATED_PROGRESS"]
        if wanted == "off" or (wanted == "auto" and not sys.stderr.isatty()):
            raise NotConfigured
        return cls(crawler)

    def _draw(self) -> None:
        now = time.monotonic()
        if now - self._drawn < _EVERY:
            return
        self._drawn = now
        seconds = now - self._start
        done = sum(self._count(name) for name in FEEDS if name != "links")
        left = ", ".join(f"{self._count(name)} {name}" for name in FEEDS)
        sys.stderr.write(f"\r\x1b[K{seconds:6.0f} s  {left}  {done / max(seconds, 0.1):.1f} pages/s")
        sys.stderr.flush()

    def _done(self) -> None:
        sys.stderr.write("\r\x1b[K")
        if job_of(self.crawler).fault:
            return  # the error says it all: what was counted since the last checkpoint is not in the feeds
        sys.stderr.write("\n".join(summary(self.crawler, time.monotonic() - self._start)) + "\n")
        sys.stderr.flush()

    def _count(self, name: str) -> int:
        return int(self.crawler.stats.get_value(f"related/{name}", 0))


def summary(crawler: Crawler, seconds: float) -> list[str]:
    """What came of a run, in ten lines."""
    stats = crawler.stats.get_stats()
    spider = crawler.spider
    assert isinstance(spider, Spider)

    def get(name: str) -> int:
        return int(stats.get(f"related/{name}", 0))

    done = sum(get(name) for name in FEEDS if name != "links")
    folder = Path(crawler.settings["RELATED_OUTPUT"])
    return [
        f"{spider.name}: {done} pages in {seconds:.1f} s",
        f"  articles    {get('articles'):>6}  one line a story",
        f"  links       {get('links'):>6}  offered: {_by(stats, 'links_kind')}",
        f"  followed    {get('links_reason/followed'):>6}  of them; not: {_by(stats, 'links_reason', 'followed')}",
        f"  duplicates  {get('duplicates'):>6}  {_by(stats, 'duplicates_method')}",
        f"  skipped     {get('skipped'):>6}  {_by(stats, 'skipped_reason')}",
        f"  failures    {get('failures'):>6}  {_by(stats, 'failures_reason')}",
        f"  cut         {_total(stats, 'removed_rule'):>6}  pieces of boilerplate out of the texts",
        f"  left        {get('frontier_left'):>6}  in the frontier",
        *_earlier(stats, crawl_spider(crawler).mode),
        f"feeds in {folder}:",
        "  " + ", ".join([*(f"{name}.jsonl" for name in FEEDS), "manifest.json"]),
    ]


def _earlier(stats: dict[str, Any], mode: str) -> list[str]:
    """What came of pages that earlier runs read."""
    lines = {"not_asked": "not asked for again"} | ({"revisits": "asked for again"} if mode == "refresh" else {})
    return [
        f"  {group:<9}   {_total(stats, group):>6}  {what}: {_by(stats, group)}"
        for group, what in lines.items()
        if mode != "all"
    ]


def _by(stats: dict[str, Any], group: str, without: str = "") -> str:
    prefix = f"related/{group}/"
    found = sorted(
        ((n, k[len(prefix) :]) for k, n in stats.items() if k.startswith(prefix)), key=lambda e: (-e[0], e[1])
    )
    return ", ".join(f"{n} {name}" for n, name in found if name != without) or "none"


def _total(stats: dict[str, Any], group: str) -> int:
    return sum(n for k, n in stats.items() if k.startswith(f"related/{group}/"))
