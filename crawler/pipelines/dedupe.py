"""Copies: the same page, the same text, nearly the same text. The first stays an article, the others become lines of
duplicates.jsonl."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler

from crawler.items import Article, Duplicate
from crawler.store.base import Match, Story
from crawler.store.jobs import job_of
from crawler.text.fingerprint import sketch, text_hash


class Dedupe:
    """Compares within the run, in order of arrival: by canonical URL, by text, by likeness."""

    def __init__(self, crawler: Crawler) -> None:
        self.enabled = crawler.settings.getbool("RELATED_DEDUPE_ENABLED")
        self._memory = job_of(crawler).memory()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Dedupe:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item; a Duplicate in place of an article that is a copy."""
        if not isinstance(item, Article):
            return item
        item.text_hash = text_hash(item.text)
        sketched = sketch(item.text)
        match = self._memory.find(item.id, item.text_hash, sketched) if self.enabled else None
        if match is None:
            self._memory.add(Story(item.id, item.text_hash, item.cluster_id), sketched)
        elif match.method != "url":
            self._memory.add(Story(item.id, item.text_hash, match.story.cluster))
        return item if match is None else _copy(item, match)


def _copy(article: Article, match: Match) -> Duplicate:
    return Duplicate(
        id=article.id,
        url=article.url,
        requested_url=article.requested_url,
        canonical_url=article.canonical_url,
        site=article.site,
        title=article.title,
        date_published=article.date_published,
        duplicate_of=match.story.cluster,
        cluster_id=match.story.cluster,
        method=match.method,
        similarity=round(match.similarity, 4),
        crawl=article.crawl,
    )
