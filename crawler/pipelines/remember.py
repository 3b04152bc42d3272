"""What came of each page and what it offers, written down for later runs."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.crawl_spider import crawl_spider
from crawler.items import Article, Duplicate, Failure, RelatedLinks, Skipped
from crawler.pipelines.versions import content
from crawler.store.earlier_runs import seconds
from crawler.urls.canonical import canonical, page_id

_PASSING = frozenset({"timeout", "connection", "dns", "robots", "robots-unreachable", "address", "redirects"})
"""Reasons that say nothing about the page: it may be there the next time."""
_OF_SCOPE = frozenset({"since", "language"})
"""Reasons that lie in what was asked for."""
_LATER = frozenset({408, 425, 429})


class Remember:
    """Notes every record for later runs."""

    def __init__(self, crawler: Crawler) -> None:
        earlier_runs = crawl_spider(crawler).earlier_runs
        if earlier_runs is None:
            raise NotConfigured  # without a word: Scrapy would log it as a warning
        self.crawler = crawler
        self.earlier_runs = earlier_runs

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Remember:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item as it is."""
        if isinstance(item, Article):
            self._article(item)
        elif isinstance(item, Duplicate) and item.method == "url":
            self.earlier_runs.is_again(item.requested_url, item.id)
        elif isinstance(item, Duplicate):
            self.earlier_runs.is_copy(item.requested_url, item.id, "")
        elif isinstance(item, Failure):
            self._failure(item)
        elif isinstance(item, Skipped):
            self.earlier_runs.is_failure(item.url, page_id(canonical(item.url)), None, lasting=True, of_scope=True)
        elif isinstance(item, RelatedLinks) and item.links:
            self.earlier_runs.offer(item.links[0].source_id, [link.target_id for link in item.links])
        return item

    def _article(self, article: Article) -> None:
        changed = article.previous_text_hash is not None
        self.earlier_runs.is_story(
            article.requested_url, article.id, content(article), seconds(article.date_published), changed=changed
        )
        if changed:
            self.crawler.stats.inc_value("related/revisits/changed")

    def _failure(self, failure: Failure) -> None:
        passing = failure.reason in _PASSING or failure.status in _LATER or (failure.status or 0) >= 500
        self.earlier_runs.is_failure(
            failure.url,
            page_id(canonical(failure.url)),
            failure.status,
            lasting=not passing,
            of_scope=failure.reason in _OF_SCOPE,
        )
