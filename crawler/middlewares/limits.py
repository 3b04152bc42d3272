"""No site has the crawl to itself: bounds on what one page, host or registrable domain may lead to.

What is refused on the way in stands in links.jsonl with reason `limit`; what waited in the frontier when its make was
found to lead nowhere stands in failures.jsonl. Counted as related/limit/<bound>.
"""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.items import Article, Duplicate, Failure, RelatedLinks
from crawler.middlewares.given_up import Refused
from crawler.request_meta import Hop
from crawler.scraped import on_scraped
from crawler.store.jobs import job_of
from crawler.urls.canonical import site
from crawler.urls.traps import endless, shape

logger = logging.getLogger(__name__)

_NO_STORY = ("not-article", "wall", "not-found")

_SHAPES_KEPT = 50_000


class Novelty:
    """Which makes of URL still bring new stories: one that brings none so many times in a row is closed."""

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self._makes: OrderedDict[str, tuple[int, int]] = OrderedDict()
        """Make -> its pages so far, and how many of the last in a row brought no story."""
        self._changed: set[str] = set()

    def closed(self, url: str) -> bool:
        """Whether pages of this make are no longer asked for."""
        return self._misses(shape(url)) >= self.patience

    def learn(self, url: str, new: bool) -> bool:
        """Take a page's outcome in; True where it closes its make."""
        make = shape(url)
        pages, misses = self._makes.get(make, (0, 0))
        self._put(make, pages + 1, 0 if new else misses + 1)
        self._changed.add(make)
        return self._misses(make) == self.patience

    def state(self) -> Mapping[str, tuple[int, int]]:
        """The makes learnt of since this was last called, with their pages and misses."""
        found = {make: self._makes.get(make, (0, 0)) for make in sorted(self._changed)}
        self._changed.clear()
        return found

    def restore(self, state: Mapping[str, Sequence[int]]) -> None:
        """Take back what state() gave."""
        for make, (pages, misses) in state.items():
            self._put(make, pages, misses)

    def shares(self, make: str) -> bool:
        return True

    def learn_from(self, worker: str, entries: Mapping[str, Sequence[int]]) -> None:
        """Know of makes of URL what another worker knows. A host is one worker's at a time and its pages are counted
        on by the next: whoever counted more has the last word."""
        for make, (pages, misses) in entries.items():
            if pages > self._makes.get(make, (0, 0))[0]:
                self._put(make, pages, misses)

    def _misses(self, make: str) -> int:
        return self._makes.get(make, (0, 0))[1]

    def _put(self, make: str, pages: int, misses: int) -> None:
        self._makes[make] = pages, misses
        self._makes.move_to_end(make)
        while len(self._makes) > _SHAPES_KEPT:
            self._makes.popitem(last=False)


class Limits:
    """A spider middleware for what pages offer, and a downloader middleware for what waited: one object a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.longest = settings.getint("URLLENGTH_LIMIT")
        self.host_pages = settings.getint("RELATED_HOST_PAGES")
        self.site_pages = settings.getint("RELATED_SITE_PAGES")
        self.site_hosts = settings.getint("RELATED_SITE_HOSTS")
        self.novelty = Novelty(settings.getint("RELATED_NOVELTY"))
        self._pages: Counter[str] = Counter()
        self._elsewhere: dict[str, Counter[str]] = {}  # worker -> what it counted
        self._hosts: dict[str, set[str]] = {}
        self._changed: set[str] = set()
        on_scraped(crawler, self._learn)
        crawler.signals.connect(self._opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Limits:
        return cls(crawler)

    def _opened(self) -> None:
        job = job_of(self.crawler)
        job.register("limits", self)
        job.register("novelty", self.novelty)

    def state(self) -> Mapping[str, Any]:
        """The counts that changed since this was last called: a host's or a site's, and a site's hosts."""
        found: dict[str, Any] = {key: self._pages[key] for key in sorted(self._changed)}
        found |= {f"hosts of {d}": sorted(self._hosts[d]) for d in map(_domain, self._changed) if d in self._hosts}
        self._changed.clear()
        return found

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what state() gave."""
        for key, value in state.items():
            if isinstance(value, list):
                self._hosts[key.removeprefix("hosts of ")] = set(value)
            else:
                self._pages[key] = value

    def shares(self, key: str) -> bool:
        return True

    def learn_from(self, worker: str, entries: Mapping[str, Any]) -> None:
        """Count what another worker counted, too."""
        counted = self._elsewhere.setdefault(worker, Counter())
        for key, value in entries.items():
            if isinstance(value, list):
                self._hosts.setdefault(key.removeprefix("hosts of "), set()).update(value)
            else:
                counted[key] = value

    def _count(self, key: str) -> int:
        return self._pages[key] + sum(counted[key] for counted in self._elsewhere.values())

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """A page's links with those beyond a bound not followed, and the requests that are left."""
        refused: set[str] = set()
        async for one in result:
            if isinstance(one, RelatedLinks):
                refused |= self._judge(one)
            elif (hop := Hop.find(one)) is None or hop.requested_url not in refused:
                yield one
                continue
            if isinstance(one, RelatedLinks):
                yield one

    def _judge(self, links: RelatedLinks) -> set[str]:
        refused = set()
        for link in links.links:
            bound = self._bound(link.url) if link.followed else None
            if bound is not None:
                link.followed, link.reason = False, "limit"
                refused.add(link.url)
                self.crawler.stats.inc_value(f"related/limit/{bound}")
        return refused

    def _bound(self, url: str) -> str | None:
        """The bound that a link is beyond; where it is beyond none, it counts from now on."""
        if len(url) > self.longest:
            return "url-length"
        if endless(url):
            return "path"
        if self.novelty.closed(url):
            return "novelty"
        host, domain = urlsplit(url).hostname or "", site(url)
        hosts = self._hosts.setdefault(domain, set())
        if host not in hosts and len(hosts) >= self.site_hosts:
            return "hosts"
        # An address and a bare name are a site of their own: the host's bound holds for them.
        if self._count(host) >= self.host_pages or self._count(f"site {domain}") >= self.site_pages:
            return "pages"
        hosts.add(host)
        self._pages.update((host, f"site {domain}"))
        self._changed |= {host, f"site {domain}"}
        return None

    def _learn(self, item: Any) -> None:
        url, new = None, False
        if isinstance(item, Article):
            url, new = item.requested_url, True
        elif isinstance(item, Duplicate):
            url = item.requested_url
        elif isinstance(item, Failure) and (item.reason in _NO_STORY or item.status in (404, 410)):
            url = item.url
        if url and self.novelty.learn(url, new):
            logger.warning("Closed %s: %d pages in a row brought no new story", shape(url), self.novelty.patience)


def _domain(key: str) -> str:
    """The registrable domain of a key `site DOMAIN`; empty for a host's."""
    return key.removeprefix("site ") if key.startswith("site ") else ""


class Waiting:
    """Refuses requests from the frontier whose make was closed since, and those that a redirect made too long."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.limits: Limits | None = None
        crawler.signals.connect(self._opened, signals.engine_started)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Waiting:
        return cls(crawler)

    def _opened(self) -> None:
        self.limits = self.crawler.get_spider_middleware(Limits)

    def process_request(self, request: Request) -> None:
        """Let a request through, or give it up."""
        hop = Hop.find(request)
        if self.limits is None or hop is None:
            return
        if len(request.url) > self.limits.longest and request.meta.get("redirect_times"):
            self.crawler.stats.inc_value("related/limit/url-length")
            raise Refused("redirects", f"redirected to a URL of {len(request.url)} characters")
        if hop.depth and self.limits.novelty.closed(request.url):
            self.crawler.stats.inc_value("related/limit/novelty")
            raise Refused("not-article", f"{self.limits.novelty.patience} pages of its make brought no new story")
