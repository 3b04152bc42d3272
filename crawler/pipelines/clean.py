"""Boilerplate out of texts and titles, with proof; a page of which nothing is left is no article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.crawler import Crawler

from crawler.items import Article, Failure
from crawler.store.jobs import job_of
from crawler.text.cleaning import clean_article
from crawler.text.repeats import SiteRepeats


class Clean:
    """Cuts by the rules, then by what the site repeats: a page is judged by the pages that came before it."""

    def __init__(self, crawler: Crawler) -> None:
        self.repeats = SiteRepeats()
        self._changed: set[str] = set()
        self._pages = 0
        job_of(crawler).keep("site repeats", self)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Clean:
        return cls(crawler)

    def state(self) -> dict[str, Any]:
        """The repeats of the sites read since the last call, each with when it was last read."""
        changed, self._changed = sorted(self._changed), set()
        return {site: [self._pages, self.repeats.dump_site(site)] for site in changed}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Know again what the sites repeat."""
        in_order = sorted(state.items(), key=lambda entry: (entry[1][0], entry[0]))
        self._pages = in_order[-1][1][0]
        self.repeats = SiteRepeats.load({site: counts for site, (_, counts) in in_order})

    def shares(self, site: str) -> bool:
        return True

    def learn_from(self, worker: str, entries: Mapping[str, Any]) -> None:
        """Know what other workers saw sites repeat."""
        for site, (_, counts) in entries.items():
            self.repeats.merge_site(site, counts)

    def process_item(self, item: Any) -> Any:
        """The item; a Failure in place of an article of which nothing is left."""
        if not isinstance(item, Article):
            return item
        self._clean(item)
        if item.text:
            return item
        return Failure.of(
            item.requested_url, item.crawl, "not-article", "nothing is left of the text once boilerplate is cut"
        )

    def _clean(self, article: Article) -> None:
        clean_article(article, repeats=lambda words: self.repeats.is_repeat(article.site, words))
        self._pages += 1
        self._changed.add(article.site)
        self.repeats.observe(article.site, article.id, [p for p in article.text.split("\n") if p])
