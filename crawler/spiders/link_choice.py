"""Which of a page's links are followed, and why the others are not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from scrapy import Request

from crawler.items import Link, LinkReason, RelatedLinks
from crawler.pages.article import Extraction
from crawler.request_meta import Hop
from crawler.spiders import records
from crawler.spiders.priorities import SEED_PRIORITY
from crawler.spiders.requests import Requests
from crawler.spiders.selection import Selection
from crawler.spiders.topics import PageRating, Topics
from crawler.store.worker_conflicts import edge_list_id


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """Chooses by the arguments, by what was seen, and by the bound on articles."""

    requests: Requests
    selection: Selection
    topics: Topics
    max_articles: int | None
    max_links: int
    """Links taken from one page."""

    def follow(self, found: Extraction, hop: Hop, origin: records.Origin, rating: PageRating) -> Iterator[Any]:
        """The page's links as one item, then the requests for those that are followed.

        What is asked for is marked as seen, so the requests go out whatever goes wrong with the links.
        """
        asked: list[Request] = []
        try:
            links = self._choose(found, hop, origin, rating, asked)
        except Exception:
            yield from asked
            raise
        if links:
            yield RelatedLinks(links)
        yield from asked

    def ask(self, link: Link, hop: Hop, priority: int, asked: list[Request]) -> None:
        """Ask for a link that nothing speaks against; its request is added to `asked`."""
        if link.reason is not None:
            return
        request = self.requests.ask(hop, priority)
        if isinstance(request, Request):
            link.followed = True
            asked.append(request)
        else:
            link.reason = request

    def is_first_reading(self, source: str) -> bool:
        """Whether a page's links are not written yet in this run: it may be reached under several addresses."""
        return self.requests.job.frontier.mark(edge_list_id(source))

    def not_written(self, links: list[Link]) -> list[Link]:
        """A page's links without those that an earlier run wrote, where the page is read again for what changed."""
        before = self.requests.earlier_runs.offered(links[0].source_id) if links else set()
        return [link for link in links if link.target_id not in before]

    def _choose(
        self, found: Extraction, hop: Hop, origin: records.Origin, rating: PageRating, asked: list[Request]
    ) -> list[Link]:
        """The page's links, so far as they were not written before, each with why it is not followed; the requests for
        the others are added to `asked`."""
        links = records.links(found, origin, self.max_links)
        self.topics.rate_links(links, rating)
        too_old = found.article is not None and self.selection.article_too_old(found.article, origin.fetched_at)
        for link in links:
            link.reason = link.reason or ("since" if too_old else self._refuses(link, hop, origin.fetched_at))
            if link.reason is None:
                self.ask(link, _onward(hop, link), round(link.priority * 1e6) - SEED_PRIORITY, asked)
        return self.not_written(links)

    def _refuses(self, link: Link, hop: Hop, fetched_at: str) -> LinkReason | None:
        """Why a link is not followed; None where nothing speaks against it."""
        reason = self.selection.refuses(link, hop.seed_url, hop.depth, fetched_at)
        if reason is not None:
            return reason
        if self.requests.job.frontier.seen(link.target_id):
            return "seen"
        if (known := self.requests.skips(link.target_id)) is not None:
            return known
        if self.requests.stats.get_value("related/articles", 0) >= (self.max_articles or math.inf):
            return "budget"
        return None


def _onward(hop: Hop, link: Link) -> Hop:
    """The hop along a link."""
    return replace(
        hop,
        requested_url=link.url,
        parent_url=link.source_url,
        depth=hop.depth + 1,
        list_depth=0,
        offered_relevance=link.relevance,
    )
