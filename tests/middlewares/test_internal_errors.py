"""A fault of this program costs a page, not its record."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.items import Article
from crawler.middlewares.internal_errors import InternalErrors
from crawler.request_meta import Hop

HOP = Hop("https://news.example/a", seed_url="https://news.example/", depth=1)


def _answer() -> HtmlResponse:
    request = Request("https://news.example/a", meta=HOP.as_meta())
    return HtmlResponse(request.url, request=request, body=b"")


def test_a_page_without_a_record_becomes_a_failure() -> None:
    found = list(InternalErrors(get_crawler()).process_spider_exception(_answer(), KeyError("x")) or ())
    assert [(f.url, f.reason, f.detail) for f in found] == [(HOP.requested_url, "internal", "KeyError: 'x'")]


def test_a_page_that_has_its_record_gets_no_other() -> None:
    faults, answer = InternalErrors(get_crawler()), _answer()

    async def items() -> AsyncIterator[Any]:
        yield Article(url=answer.url)

    async def run() -> list[Any]:
        return [item async for item in faults.process_spider_output(answer, items())]

    assert [type(i) for i in asyncio.run(run())] == [Article]
    assert list(faults.process_spider_exception(answer, KeyError("x")) or ()) == []


def test_what_is_not_of_the_crawl_is_left_alone() -> None:
    request = Request("https://news.example/")
    assert (
        InternalErrors(get_crawler()).process_spider_exception(HtmlResponse(request.url, request=request), KeyError())
        is None
    )
