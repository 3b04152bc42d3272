"""Each record that is written is told to all who asked for it, whatever one of them does."""

from __future__ import annotations

import gc
import logging
from typing import Any

import pytest
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.spiders import Spider

from crawler.scraped import on_scraped


class Observer:
    def __init__(self, *, broken: bool = False) -> None:
        self.items: list[Any] = []
        self.broken = broken

    def scraped(self, item: Any) -> None:
        self.items.append(item)
        if self.broken:
            raise ValueError("no room")


@pytest.fixture
def crawler() -> Crawler:
    return Crawler(Spider)


def _scrape(crawler: Crawler, item: str) -> None:
    crawler.signals.send_catch_log(signals.item_scraped, item=item, response=None, spider=None)


def test_a_fault_of_one_observer_is_logged_and_keeps_the_record_from_no_other(
    crawler: Crawler, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = Observer(broken=True), Observer()
    for observer in (first, second):
        on_scraped(crawler, observer.scraped)
    with caplog.at_level(logging.ERROR):
        _scrape(crawler, "a story")
    assert (first.items, second.items) == (["a story"], ["a story"])
    assert "no room" in caplog.text


def test_another_crawl_is_not_told(crawler: Crawler) -> None:
    observer = Observer()
    on_scraped(crawler, observer.scraped)
    _scrape(Crawler(Spider), "a story")
    assert observer.items == []


def test_an_observer_that_is_gone_is_not_kept(crawler: Crawler) -> None:
    gone, left = Observer(), Observer()
    items = gone.items
    for observer in (gone, left):
        on_scraped(crawler, observer.scraped)
    del gone, observer
    gc.collect()
    _scrape(crawler, "a story")
    assert (items, left.items) == ([], ["a story"])
