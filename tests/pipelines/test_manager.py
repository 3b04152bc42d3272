"""An error in a pipeline costs a record and leaves a line."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from crawler.items import Article, Crawl, Duplicate, Failure, RelatedLinks
from crawler.pipelines.manager import PipelineManager
from crawler.store.base import StoreError
from crawler.store.feeds import FeedError


class Strict:
    """A pipeline that takes failures alone."""

    error: Exception

    def process_item(self, item: Any) -> Any:
        if isinstance(item, Failure):
            return item
        raise self.error


def processed(item: Any, error: Exception) -> Any:
    step = Strict()
    step.error = error
    manager = PipelineManager(step, crawler=get_crawler())
    return asyncio.run(manager.process_item_async(item))


@pytest.mark.parametrize("kind", [Article, Duplicate])
def test_a_page_is_a_failure_in_its_place(kind: type[Any], caplog: pytest.LogCaptureFixture) -> None:
    crawl = Crawl(depth=2, status=200, fetched_at="2026-03-01T06:00:00Z")
    item = kind(requested_url="https://news.example/1.html", url="https://news.example/one.html", crawl=crawl)
    failure = processed(item, KeyError("byline"))
    assert isinstance(failure, Failure)
    assert (failure.url, failure.reason, failure.depth) == ("https://news.example/1.html", "internal", 2)
    assert failure.detail == "KeyError: 'byline'"
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]


def test_the_links_of_a_page_have_no_line_to_lose() -> None:
    with pytest.raises(KeyError):
        processed(RelatedLinks([]), KeyError("rank"))


@pytest.mark.parametrize(
    "error", [DropItem("as it was"), StoreError("store.db: is full"), FeedError("a.jsonl: is full")]
)
def test_what_is_meant_is_passed_on(error: Exception) -> None:
    with pytest.raises(type(error)):
        processed(Article(), error)
