"""Requests for pages: each page is asked for once in a run, and not where earlier runs make it needless."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

from crawler.items import LinkReason
from crawler.request_meta import Drawn, Hop
from crawler.store.checkpoints import Job
from crawler.store.earlier_runs import EarlierRuns
from crawler.urls.address import without_credentials
from crawler.urls.canonical import canonical, fetchable, page_id
from crawler.urls.site_parameters import SiteParameters

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Requests:
    """Makes the requests of a crawl. callback, errback: methods of the spider, so that a request can be stored."""

    job: Job
    earlier_runs: EarlierRuns
    parameters: SiteParameters
    stats: StatsCollector
    callback: Callable[..., Any]
    errback: Callable[..., Any]

    def ask(self, hop: Hop, priority: int = 0, changed: datetime | None = None) -> Request | LinkReason:
        """A request for a page, which is marked as seen; or why there is none.

        "seen" in this run, "known" from earlier ones, no "address". changed: when the page changed, as a list says.
        """
        hop = replace(hop, requested_url=without_credentials(hop.requested_url))
        url = canonical(hop.requested_url)
        identity = page_id(url)
        pages = dict.fromkeys((identity, page_id(self.parameters.plain(url))))  # one and the same, most often
        if any(map(self.job.frontier.seen, pages)):
            return "seen"
        named = hop.parent_url is None  # by the user: asked even where it was no article the last time
        reason = self.skips(identity, changed, unless="failed" if named else None)
        if reason is not None:
            return reason
        request = self.request(hop, priority, page=identity)
        if request is None:
            return "address"
        for page in pages:
            self.job.frontier.mark(page)
        return request

    def skips(self, page: str, changed: datetime | None = None, unless: str | None = None) -> LinkReason | None:
        """Why it is needless to ask for a page, None where it is not: earlier runs have it, which is counted, or this
        one has been there."""
        why = self.earlier_runs.skips(page, changed)
        if why is None or why == unless:
            return None
        if why == "seen":
            return "seen"
        self.stats.inc_value(f"related/not_asked/{why}")
        return "known"

    def request(self, hop: Hop, priority: int = 0, **meta: Any) -> Request | None:
        """A request; None, logged and counted, where the address is malformed: it costs nothing but itself."""
        headers = self.earlier_runs.conditions(meta["page"]) if "page" in meta else {}
        if headers:
            meta["handle_httpstatus_list"] = [304]
        try:
            return Request(
                fetchable(hop.requested_url),
                callback=self.callback,
                errback=self.errback,
                headers=headers,
                meta={**hop.as_meta(), **meta},
                priority=priority,
                dont_filter=True,
            )
        except ValueError as error:
            logger.warning("Left out %r: it is malformed (%s)", hop.requested_url, error)
            self.stats.inc_value("related/malformed_urls")
            return None

    def drawn(self, response: Response, hop: Hop) -> Request:
        """A request for a page that was read, once more, as a browser draws it: at the address where it was found."""
        assert response.request is not None
        page = {"page": response.meta["page"]} if "page" in response.meta else {}
        drawn = Drawn(tuple(response.meta.get("redirect_urls", ())))
        return Request(
            response.url,
            callback=self.callback,
            errback=self.errback,
            meta={**hop.as_meta(), **page, **drawn.as_meta()},
            priority=response.request.priority,
            dont_filter=True,
        )
