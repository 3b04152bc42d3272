"""No page sends the crawler into a private network: every request is looked at, redirects and robots.txt included.

The host is judged as it is written, then by the address that its name leads to. The address actually connected to is
judged once more by the download handler (crawler/handlers/guarded.py), as a name may lead elsewhere the second time.
Behind the operator's proxy a name that cannot be resolved here is left to the proxy.
"""

from __future__ import annotations

from typing import Any, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from crawler.middlewares.given_up import Refused
from crawler.urls.address import address_refusal, literal, read_allowed, url_refusal, without_credentials


class Addresses:
    """Refuses requests to addresses that are not public, unless RELATED_ALLOW_PRIVATE opens them."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings["RELATED_REPLAY"]:
            raise NotConfigured  # a replay asks nobody
        self.crawler = crawler
        self.allowed = read_allowed(crawler.settings["RELATED_ALLOW_PRIVATE"])

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Addresses:
        return cls(crawler)

    async def process_request(self, request: Request) -> Request | None:
        """Refuse a request by its host or by what its name leads to; take credentials out of its URL."""
        plain = without_credentials(request.url)
        if plain != request.url:
            return request.replace(url=plain)
        why = url_refusal(request.url, self.allowed) or await self._resolved_refusal(request)
        if why is not None:
            self.crawler.stats.inc_value("related/addresses_refused")
            raise Refused("address", why)
        return None

    async def _resolved_refusal(self, request: Request) -> str | None:
        host = urlparse_cached(request).hostname or ""
        if self.allowed.host(host) or literal(host) is not None:
            return None
        address = await _resolve(host)
        why = address and address_refusal(address, self.allowed)
        return f"{host} leads to {address}: {why}" if why else None


async def _resolve(host: str) -> str | None:
    """The address of a name, from the cache that the connection uses too; None where it has none: then the download
    fails, or the proxy knows better."""
    from twisted.internet import reactor  # the crawl's own, installed by now

    try:
        found: Deferred[Any] = cast("Any", reactor).resolve(host)
        return str(await maybe_deferred_to_future(found))
    except Exception:
        return None
