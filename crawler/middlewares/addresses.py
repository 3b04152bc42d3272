"""No page sends the crawler into a private network: every request is looked at, redirects and robots.txt included.

The host is judged as it is written, then by the address that its name leads to. The address actually connected to is
judged once more by the download handler (crawler/handlers/guarded.py), as a name may lead elsewhere the second time.
Behind the operator's proxy it is the proxy that resolves names: what is written is judged, and a name so far as it can
be resolved here at once. Where names cannot be, as in many a network whose only way out is the proxy, nobody waits.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any, cast
from urllib.request import getproxies, proxy_bypass

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from crawler.middlewares.given_up import Refused
from crawler.urls.address import address_refusal, literal, read_allowed, url_refusal, without_credentials

_PATIENCE = 1.0
"""Seconds that a name is looked for behind a proxy."""
_BLIND = 3
"""Names in a row that are not found behind a proxy, after which none is looked for for a while."""
_BLIND_SECONDS = 60.0


class Addresses:
    """Refuses requests to addresses that are not public, unless RELATED_ALLOW_PRIVATE opens them."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings["RELATED_REPLAY"]:
            raise NotConfigured  # a replay asks nobody
        self.crawler = crawler
        self.allowed = read_allowed(crawler.settings["RELATED_ALLOW_PRIVATE"])
        self._proxies = getproxies()
        self._unknown: set[str] = set()
        self._blind_until = 0.0

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
        address = await self._known_here(host) if self._is_proxied(request, host) else await _resolve(host)
        why = address and address_refusal(address, self.allowed)
        return f"{host} leads to {address}: {why}" if why else None

    def _is_proxied(self, request: Request, host: str) -> bool:
        """Whether a proxy will ask for a request, as Scrapy's HttpProxyMiddleware decides it further on."""
        if "proxy" in request.meta:
            return bool(request.meta["proxy"])
        return urlparse_cached(request).scheme in self._proxies and not proxy_bypass(host)

    async def _known_here(self, host: str) -> str | None:
        """The address of a name behind a proxy: None where it is not found soon, and without looking where the last
        names were not."""
        if self._blind_until > monotonic():
            return None
        address = await _resolve(host, _PATIENCE)
        if address is not None:
            self._unknown.clear()
            return address
        self._unknown.add(host)
        if len(self._unknown) >= _BLIND:
            self._unknown.clear()
            self._blind_until = monotonic() + _BLIND_SECONDS
        return None


async def _resolve(host: str, patience: float | None = None) -> str | None:
    """The address of a name, from the cache that the connection uses too; None where it has none: then the download
    fails, or the proxy knows better. patience: seconds that are waited for it; None: what DNS_TIMEOUT says."""
    from twisted.internet import reactor  # the crawl's own, installed by now

    try:
        found: Deferred[Any] = cast("Any", reactor).resolve(host)
        return str(await asyncio.wait_for(_awaited(found), patience))
    except Exception:
        return None


async def _awaited(found: Deferred[Any]) -> Any:
    return await maybe_deferred_to_future(found)
