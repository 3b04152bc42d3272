"""In a refresh a known story comes out again only where its text changed: as its next version."""

from __future__ import annotations

import hashlib
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.crawl_spider import crawl_spider
from crawler.items import Article
from crawler.store.base import Story
from crawler.store.earlier_runs import seconds
from crawler.store.jobs import job_of
from crawler.text.fingerprint import sketch, text_hash


class Versions:
    """Compares a page that is asked again with what it was. Other pages, and other modes, pass through."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.earlier_runs = crawl_spider(crawler).earlier_runs
        job = job_of(crawler)
        self._here, self._earlier = job.memory(), job.memory(whole=True)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Versions:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item; DropItem for a story that is as it was."""
        if self.earlier_runs is None or self.earlier_runs.mode != "refresh" or not isinstance(item, Article):
            return item
        known = self._known(item)
        if known is None:
            return item
        item.text_hash = text_hash(item.text)
        if self._is_same(item, known) or self._is_still_a_copy(item, known):
            return self._same(item, known)
        if item.id != known.page and not self._is_like(item, known):
            return item  # the address leads to another story now
        before = [known, *self._earlier.cluster(known.cluster)]  # it may have had another address
        item.version = 1 + max(story.version for story in before)
        item.previous_text_hash = known.text_hash
        item.cluster_id = known.cluster
        return item

    def _known(self, item: Article) -> Story | None:
        """The story that a page was in an earlier run, at this address or at the one that leads here now."""
        assert self.earlier_runs is not None
        if self._here.page(item.id) is not None:
            return None  # read in this run already
        known, asked = self._earlier.page(item.id), self.earlier_runs.asked_page(item.requested_url)
        here, there = self.earlier_runs.visit(item.id), self.earlier_runs.visit(asked or item.id)
        moved = there is not None and there.state in ("story", "gone") and (here is None or here.state == "copy")
        return (self._earlier.page(asked) if asked and moved else None) or known

    def _is_same(self, item: Article, known: Story) -> bool:
        """Whether a page says what it said. What is cut as a repeat hangs on the pages read before, so the text as it
        was cut and the text as it came are looked at, and one of them is enough."""
        visit = self.earlier_runs.visit(known.page) if self.earlier_runs else None
        return item.text_hash == known.text_hash or (visit is not None and visit.content == content(item))

    def _is_still_a_copy(self, item: Article, known: Story) -> bool:
        visit = self.earlier_runs.visit(known.page) if self.earlier_runs else None
        return visit is not None and visit.state == "copy" and self._is_like(item, known)

    def _is_like(self, item: Article, known: Story) -> bool:
        match = self._earlier.near(sketch(item.text))
        return match is not None and match.story.cluster == known.cluster

    def _same(self, item: Article, known: Story) -> Article:
        if item.id != known.page:
            return item  # it moved: a copy under a new address
        assert self.earlier_runs is not None
        visit = self.earlier_runs.visit(known.page)
        if visit is not None and visit.state == "copy":
            self.earlier_runs.is_copy(item.requested_url, item.id, content(item))
        else:
            self.earlier_runs.is_story(item.requested_url, item.id, content(item), seconds(item.date_published))
        self.crawler.stats.inc_value("related/revisits/unchanged")
        raise DropItem(f"{item.requested_url}: as it was", log_level="DEBUG")


def content(article: Article) -> str:
    """Digest of a text, whatever the order of its paragraphs."""
    paragraphs = {" ".join(p.split()) for p in article.text.split("\n")} - {""}
    return hashlib.sha256("\n".join(sorted(paragraphs)).encode()).hexdigest()[:16]
