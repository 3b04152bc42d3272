"""The last look at a record before it is written: it is whole, and it is counted."""

from __future__ import annotations

from collections import Counter
from typing import Any

from scrapy.crawler import Crawler

from crawler.items import Article, Failure, RelatedLinks, Skipped


class Validate:
    """Checks and counts what goes out."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Validate:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item, counted by its kind and its reasons."""
        if isinstance(item, Article):
            _check(item)
        self._count(item)
        return item

    def _count(self, item: Any) -> None:
        stats = self.crawler.stats
        if isinstance(item, RelatedLinks):
            stats.inc_value("related/links", len(item.links))
            for kind, count in Counter(link.kind for link in item.links).items():
                stats.inc_value(f"related/links_kind/{kind}", count)
            for reason, count in Counter(link.reason or "followed" for link in item.links).items():
                stats.inc_value(f"related/links_reason/{reason}", count)
        elif isinstance(item, Failure):
            stats.inc_value("related/failures")
            stats.inc_value(f"related/failures_reason/{item.reason}")
        elif isinstance(item, Skipped):
            stats.inc_value("related/skipped")
            stats.inc_value(f"related/skipped_reason/{item.reason}")
        elif isinstance(item, Article):
            stats.inc_value("related/articles")
            for cut in item.removed:
                stats.inc_value(f"related/removed_rule/{cut.rule}")
        else:
            stats.inc_value("related/duplicates")
            stats.inc_value(f"related/duplicates_method/{item.method}")


def _check(article: Article) -> None:
    """An article that breaks its own form is a fault of this program: loud, not silent."""
    if not (article.id and article.text and article.text_hash and article.cluster_id):
        raise ValueError(f"incomplete record of {article.url}")
