"""Requests that nobody answered: put back into the frontier while their host, or the network, has a bad minute.

The retry middleware has given a request up when it comes here. It becomes a failure only where the fault is the
page's own, or where its host did not come back.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest, NotConfigured

from crawler.engine import engine_room
from crawler.items import FailureReason
from crawler.middlewares.given_up import HostUnreachable, Refused, network_reason
from crawler.outages import outages
from crawler.request_meta import Hop, Tried


class Unanswered:
    """A downloader middleware between the retries and the spider."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings["RELATED_REPLAY"]:
            raise NotConfigured  # an archive has no bad minute
        self.crawler = crawler
        self._outages = outages(crawler)
        self._room = engine_room(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Unanswered:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Give up what was put back and has no chance any more, because the crawl ends."""
        tried = Tried.of(request)
        if tried is not None and tried.ended:
            raise Refused(tried.reason, tried.detail)

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request once more, for when its host is back; None where its failure counts."""
        if Hop.find(request) is None:
            return None  # robots.txt and the like: whoever asked must know
        if isinstance(exception, HostUnreachable):
            reason, rest = exception.reason, exception.seconds
        elif isinstance(exception, IgnoreRequest):
            return None
        else:
            reason, rest = network_reason(exception), None
        host, detail = self._room.host_key(request), str(exception) or type(exception).__name__
        known = self._outages.health(host)
        gone = isinstance(exception, HostUnreachable | CannotResolveHostError | DownloadConnectionRefusedError)
        if gone or not known.answered:
            chances = self._outages.chances(host, reason)  # before the rest makes it the network's fault
            if self._outages.rest(host, rest, only_robots=reason == "robots-unreachable", why=detail):
                self.crawler.stats.inc_value("related/host_rests")
        elif self._outages.resting(host):
            chances = self._outages.chances(host, reason)
        else:
            return None
        return self._postponed(request, reason, detail, chances)

    def _postponed(self, request: Request, reason: FailureReason, detail: str, chances: int) -> Request | None:
        Tried.note(request, reason, detail)
        tried = Tried.of(request)
        if tried is None or tried.postponed >= chances:
            return None
        self.crawler.stats.inc_value("related/postponed")
        return tried.put_back(request)
