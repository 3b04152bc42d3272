"""What came of each site in a run: the manifest shows it, and the store keeps it to tell a site that changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler

from crawler.items import Article, Duplicate, Failure, RelatedLinks, Skipped
from crawler.request_meta import Hop, attempts
from crawler.scraped import on_scraped
from crawler.store.jobs import job_of
from crawler.urls.canonical import site

_WALLS = (401, 402, 403, 451)


@dataclass(slots=True)
class SiteCount:
    """One registrable domain."""

    asked: int = 0
    """Pages that were requested: not robots.txt, not a second attempt, not where a redirect led."""
    articles: int = 0
    failures: int = 0
    pages: int = 0
    """Pages that turned out to be stories, copies too."""
    textless: int = 0
    """Pages on which no text of a story was found."""
    linked: int = 0
    """Stories with related links."""
    dated: int = 0
    """Stories with a date."""
    walls: int = 0
    """Pages that answered with a wall, or with a status that forbids."""


class SiteCounts:
    """Counts by site as requests go out and records come."""

    def __init__(self, crawler: Crawler) -> None:
        self.sites: dict[str, SiteCount] = {}
        job_of(crawler).register("sites", self)
        crawler.signals.connect(self._asked, signals.request_reached_downloader)
        on_scraped(crawler, self._scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SiteCounts:
        return cls(crawler)

    @property
    def asked(self) -> int:
        """Pages that were requested, of all sites."""
        return sum(counts.asked for counts in self.sites.values())

    def state(self) -> Mapping[str, Any]:
        """The counts so far, for a restart."""
        return {"sites": self.rows()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take the counts back."""
        self.sites = {name: SiteCount(**counts) for name, counts in state["sites"].items()}

    def rows(self, *fields: str) -> dict[str, dict[str, int]]:
        """Site -> its counts, in order of name; fields: these alone."""
        found = {name: asdict(self.sites[name]) for name in sorted(self.sites)}
        return {name: {f: row[f] for f in fields or row} for name, row in found.items()}

    def _asked(self, request: Request) -> None:
        again = attempts(request) > 1 or request.meta.get("redirect_times")
        if Hop.find(request) is not None and not again:
            self._site(request.url).asked += 1

    def _scraped(self, item: Any) -> None:
        if isinstance(item, Failure):
            self._failed(item)
        elif isinstance(item, RelatedLinks) and any(link.kind == "related" for link in item.links):
            self._site(item.links[0].source_url).linked += 1
        elif isinstance(item, Article | Duplicate):
            counts = self._site(item.url)
            counts.pages += 1
            counts.dated += item.date_published is not None
            counts.articles += isinstance(item, Article)
        elif isinstance(item, Skipped):
            self._site(item.url).pages += 1

    def _failed(self, failure: Failure) -> None:
        counts = self._site(failure.url)
        counts.failures += 1
        counts.textless += failure.reason == "not-article"
        counts.walls += failure.reason == "wall" or failure.status in _WALLS

    def _site(self, url: str) -> SiteCount:
        return self.sites.setdefault(site(url), SiteCount())
