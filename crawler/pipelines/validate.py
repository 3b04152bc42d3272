"""The last look at a record before it is written: what the feeds promise holds, or the page is a failure."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler

from crawler.items import Article, Failure, RelatedLinks


class Validate:
    """Counts what goes out; an article without a title and a text does not."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Validate:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item; a Failure in place of an article that cleaning left empty."""
        if isinstance(item, Article) and not item.text:
            item = _empty(item)
        self._count(item)
        return item

    def _count(self, item: Any) -> None:
        stats = self.crawler.stats
        if isinstance(item, RelatedLinks):
            stats.inc_value("related/links", len(item.links))
            for link in item.links:
                stats.inc_value(f"related/links_kind/{link.kind}")
                stats.inc_value(f"related/links_reason/{link.reason or 'followed'}")
        elif isinstance(item, Failure):
            stats.inc_value("related/failures")
            stats.inc_value(f"related/failures_reason/{item.reason}")
        elif isinstance(item, Article):
            stats.inc_value("related/articles")
            for cut in item.removed:
                stats.inc_value(f"related/removed_rule/{cut.rule}")
        else:
            stats.inc_value("related/duplicates")
            stats.inc_value(f"related/duplicates_method/{item.method}")


def _empty(article: Article) -> Failure:
    return Failure(
        url=article.requested_url,
        parent_url=article.crawl.parent_url,
        depth=article.crawl.depth,
        status=article.crawl.status,
        reason="not-article",
        detail="nothing is left of the text once boilerplate is cut",
        at=article.crawl.fetched_at,
    )
