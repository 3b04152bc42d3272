"""Copies: the same page, the same text. The first stays an article, the others become lines of duplicates.jsonl."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scrapy.crawler import Crawler

from crawler.items import Article, CopyMethod, Duplicate


@dataclass(frozen=True, slots=True)
class Known:
    """A story that is out."""

    id: str
    cluster_id: str


class Dedupe:
    """Compares within the run, in order of arrival: first by canonical URL, then by text."""

    def __init__(self, crawler: Crawler) -> None:
        self.enabled = crawler.settings.getbool("RELATED_DEDUPE_ENABLED")
        self._by_id: dict[str, Known] = {}
        self._by_text: dict[str, Known] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Dedupe:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item; a Duplicate in place of an article that is a copy."""
        if not isinstance(item, Article) or not self.enabled:
            return item
        if item.id in self._by_id:
            return _copy(item, self._by_id[item.id], "url")
        known = self._by_text.get(item.text_hash)
        if known is not None:
            self._by_id[item.id] = known
            return _copy(item, known, "exact")
        self._by_id[item.id] = self._by_text[item.text_hash] = Known(item.id, item.cluster_id)
        return item


def _copy(article: Article, known: Known, method: CopyMethod) -> Duplicate:
    return Duplicate(
        id=article.id,
        url=article.url,
        requested_url=article.requested_url,
        canonical_url=article.canonical_url,
        site=article.site,
        title=article.title,
        date_published=article.date_published,
        duplicate_of=known.id,
        cluster_id=known.cluster_id,
        method=method,
        crawl=article.crawl,
    )
