"""The chain of pipelines, in which an error costs a record and leaves a line: Scrapy's own drops it without one."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.exceptions import DropItem
from scrapy.pipelines import ItemPipelineManager

from crawler.items import Article, Duplicate, Failure
from crawler.store.base import StoreError
from crawler.store.feeds import FeedError

logger = logging.getLogger(__name__)


class PipelineManager(ItemPipelineManager):
    """Sends a failure down the chain in place of an article that a pipeline failed at."""

    async def process_item_async(self, item: Any) -> Any:
        """The item as the chain leaves it."""
        try:
            return await super().process_item_async(item)
        except (DropItem, StoreError, FeedError):
            raise
        except Exception as error:
            if not isinstance(item, Article | Duplicate):
                raise  # a page's links have no line of their own to lose; a failure is logged with its URL
            logger.error("A fault of this program at %s", item.url, exc_info=error)
            detail = f"{type(error).__name__}: {error}"
            logger.warning("Gave up %s: internal (%s)", item.requested_url, detail)
            return await super().process_item_async(Failure.of(item.requested_url, item.crawl, "internal", detail))
