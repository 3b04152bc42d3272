"""The related spider with a few faults, for tests/web/news.py: what real spiders and pipelines run into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import DropItem
from scrapy.http import Response

from crawler import settings
from crawler.items import Article
from crawler.request_meta import Hop
from crawler.spiders.related import RelatedSpider


class DropSome:
    """A pipeline that drops the articles of some pages."""

    def process_item(self, item: Any) -> Any:
        if isinstance(item, Article) and "/dropped/" in item.url:
            raise DropItem("told to")
        return item


class FaultySpider(RelatedSpider):
    """Yields nothing for some pages, raises on others, reads stories over two pages."""

    name = "related"
    custom_settings = {"ITEM_PIPELINES": {**settings.ITEM_PIPELINES, "tests.web.spider.DropSome": 50}}  # noqa: RUF012

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Any]:
        path = urlsplit(response.url).path
        if path.startswith("/nothing/"):
            return
        if path.startswith("/broken/") and "3.html" in path:
            raise RuntimeError("a fault at the beginning of a callback")
        if path.startswith("/long/") and not path.endswith("-2.html"):
            yield self._second_page(response)
            return
        yield from super().parse(response, **kwargs)
        if path.startswith("/broken/"):
            raise RuntimeError("a fault at the end of a callback, after the article, its links and requests")

    def _second_page(self, response: Response) -> Request:
        """Asked for in the name of the first; that one's own lines come with it."""
        return Request(
            response.url.replace(".html", "-2.html"),
            callback=self.parse,
            errback=self.failed,
            meta=Hop.of(response).as_meta(),
            dont_filter=True,
        )
