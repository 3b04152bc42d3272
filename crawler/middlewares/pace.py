"""How fast a host is asked: as slowly as it wishes, within bounds.

Hosts wait each for itself. What each attempt came to is told to crawler/outages.py, which decides when a host rests.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawler.engine import engine_room
from crawler.middlewares.given_up import network_reason
from crawler.middlewares.robots import product_token
from crawler.outages import outages
from crawler.request_meta import Tried

_BUSY = (429, 503)
_SLOW_TWICE = 1
"""Times that a page which took too long is asked for again: each costs its host's other pages DOWNLOAD_TIMEOUT."""


class Pace:
    """Crawl-delay and Retry-After kept, failures of hosts counted."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if settings["RELATED_REPLAY"]:
            raise NotConfigured  # a replay asks nobody
        self.crawler = crawler
        self._room = engine_room(crawler)
        self._outages = outages(crawler)
        self._longest = settings.getfloat("RELATED_WAIT_LIMIT")
        self._token = product_token(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])
        crawler.signals.connect(self._robots, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Pace:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Wait as long as a busy host asks; a page that is to wait longer than the bound is given up."""
        host = self._key(request)
        if response.status < 500 and response.status not in _BUSY:
            self._outages.answered(host)
            return response
        self._outages.responded(host)
        why = f"HTTP status {response.status}"
        self._failed(host, why)
        Tried.note(request, "http", why)
        if response.status in _BUSY:
            wait = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            if wait is None:
                wait = min(2.0 ** min(self._outages.health(host).failures, 10), self._longest)
            elif wait > self._longest:
                request.meta["dont_retry"] = True
            self._wait(host, min(wait, self._longest))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a failure of the host; what was refused here is none."""
        if isinstance(exception, IgnoreRequest):
            return
        reason, why = network_reason(exception), str(exception) or type(exception).__name__
        Tried.note(request, reason, why)
        if reason == "timeout":
            request.meta["max_retry_times"] = min(_SLOW_TWICE, request.meta.get("max_retry_times", _SLOW_TWICE))
        gone = isinstance(exception, CannotResolveHostError | DownloadConnectionRefusedError)
        self._failed(self._key(request), why, weight=2 if gone else 1)

    def _failed(self, host: str, why: str, weight: int = 1) -> None:
        if self._outages.failed(host, weight, why):
            self.crawler.stats.inc_value("related/host_rests")

    def _robots(self, robotparser: RobotParser, request: Request) -> None:
        """Take a Crawl-delay over, up to the bound."""
        delay = robotparser.crawl_delay(self._token)
        if delay:
            delay = min(delay, self._longest)
            own = float(self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
            if delay > own:
                self._room.slow_down(self._key(request), delay)

    def _wait(self, host: str, seconds: float) -> None:
        """Let the host's slot send nothing for so long."""
        if seconds > 0:
            self._room.hold(host, seconds)
            self.crawler.stats.inc_value("related/waits")

    def _key(self, request: Request) -> str:
        return self._room.host_key(request)


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait, never less than 0; None where it says nothing readable."""
    text = (value or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
