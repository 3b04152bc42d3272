"""Copies: the same page, the same text, nearly the same text. The first stays an article, the others become lines of
duplicates.jsonl."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scrapy.crawler import Crawler

from crawler.crawl_spider import crawl_spider
from crawler.items import Article
from crawler.store.base import Story
from crawler.store.jobs import job_of
from crawler.store.worker_conflicts import duplicate
from crawler.text.fingerprint import Sketch, sketch, text_hash
from crawler.text.origin import Copy, credited, probable_origin
from crawler.text.templates import LONGEST_TITLE


class Dedupe:
    """Compares in order of arrival: by canonical URL, by text, by likeness. mode=all compares within the run alone."""

    def __init__(self, crawler: Crawler) -> None:
        self.enabled = crawler.settings.getbool("RELATED_DEDUPE_ENABLED")
        earlier_runs = crawl_spider(crawler).earlier_runs
        self._memory = job_of(crawler).memory(whole=earlier_runs is not None and earlier_runs.mode != "all")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Dedupe:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item; a Duplicate in place of an article that is a copy."""
        if not isinstance(item, Article):
            return item
        item.text_hash = text_hash(item.text)
        item.source = item.source or credited(item.text)
        sketched = sketch(item.text)
        compared = self.enabled and item.version == 1  # a later version is like the one before
        mine = Copy(item.site, item.publisher, item.source, item.date_published, item.title[:LONGEST_TITLE])
        match = self._memory.find(item.id, item.text_hash, sketched, mine.pack()) if compared else None
        if match is not None and match.story.text_hash != item.text_hash and match.method == "url":
            match = replace(match, similarity=self._likeness(match.story, sketched))
        if match is None:
            self._memory.add(Story(item.id, item.text_hash, item.cluster_id, item.version, mine.pack()), sketched)
            return item
        copy = duplicate(item, match)
        copy.origin = self._is_origin(mine, copy.cluster_id)
        if match.method != "url":
            story = Story(item.id, item.text_hash, copy.cluster_id, note=mine.pack())
            self._memory.add(story, sketched if match.method == "near" else None)
        return copy

    def _likeness(self, story: Story, sketched: Sketch) -> float:
        """How far a page that says something else than before is like what it was: 0 where it is another story."""
        near = self._memory.near(sketched)
        return near.similarity if near is not None and near.story.cluster == story.cluster else 0.0

    def _is_origin(self, mine: Copy, cluster: str) -> bool:
        """Whether a copy is probably the first of the copies read so far."""
        before = [Copy.unpack(story.note) for story in self._memory.cluster(cluster)]
        return probable_origin([*before, mine]) == len(before)
