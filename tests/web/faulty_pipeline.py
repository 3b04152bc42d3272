"""The related spider with a pipeline that fails at some pages."""

from __future__ import annotations

from typing import Any

from crawler import settings
from crawler.items import Article
from crawler.spiders.related import RelatedSpider


class FailAtSome:
    """Raises at the articles of every tenth page but the first, which is the seed: a crawl whose seed fails ends so."""

    def process_item(self, item: Any) -> Any:
        if isinstance(item, Article) and item.url.endswith("0.html") and not item.url.endswith("/0.html"):
            raise RuntimeError("a fault in a pipeline")
        return item


class FaultyPipelineSpider(RelatedSpider):
    """The spider itself is sound."""

    name = "related"
    custom_settings = {"ITEM_PIPELINES": {**settings.ITEM_PIPELINES, "tests.web.faulty_pipeline.FailAtSome": 50}}  # noqa: RUF012
