"""How fast a host is asked: as slowly as it wishes, within bounds, and not at all once it keeps failing.

Hosts wait each for itself: a wait is put on the host's own download slot.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawler.engine import engine_room
from crawler.items import FailureReason
from crawler.middlewares.given_up import Refused
from crawler.middlewares.robots import product_token

logger = logging.getLogger(__name__)

_BUSY = (429, 503)
_SLOW_TWICE = 1
"""Times that a page which took too long is asked for again: each costs its host's other pages DOWNLOAD_TIMEOUT."""


@dataclass(slots=True)
class Host:
    """How a host has fared so far."""

    answered: bool = False
    failed: int = 0
    """Attempts in a row that failed."""
    last: FailureReason = "connection"
    aside: bool = False


class Pace:
    """Crawl-delay, Retry-After, and hosts put aside."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if settings["RELATED_REPLAY"]:
            raise NotConfigured  # a replay asks nobody
        self.crawler = crawler
        self._room = engine_room(crawler)
        self._longest = settings.getfloat("RELATED_WAIT_LIMIT")
        self._patience = settings.getint("RELATED_HOST_FAILURES")
        self._token = product_token(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])
        self._hosts: dict[str, Host] = {}
        crawler.signals.connect(self._robots, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Pace:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse a request to a host that was put aside."""
        host = self._host(request)
        if host.aside:
            raise Refused(host.last, f"the host was put aside after {host.failed} failures in a row")

    def process_response(self, request: Request, response: Response) -> Response:
        """Wait as long as a busy host asks; a page that is to wait longer than the bound is given up."""
        host = self._host(request)
        if response.status in _BUSY:
            self._failed(host, request, "http")
            wait = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            if wait is None:
                wait = min(2.0 ** min(host.failed, 10), self._longest)
            elif wait > self._longest:
                request.meta["dont_retry"] = True
            self._rest(request, min(wait, self._longest))
        elif response.status >= 500:
            self._failed(host, request, "http")
        else:
            host.answered, host.failed = True, 0
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a failure of the host; what was refused here is none."""
        if isinstance(exception, IgnoreRequest):
            return
        reason: FailureReason = "connection"
        if isinstance(exception, CannotResolveHostError):
            reason = "dns"
        elif "imeout" in type(exception).__name__:
            reason = "timeout"
            request.meta["max_retry_times"] = min(_SLOW_TWICE, request.meta.get("max_retry_times", _SLOW_TWICE))
        gone = isinstance(exception, CannotResolveHostError | DownloadConnectionRefusedError)
        self._failed(self._host(request), request, reason, weight=2 if gone else 1)

    def _failed(self, host: Host, request: Request, reason: FailureReason, weight: int = 1) -> None:
        host.failed += weight
        host.last = reason
        # A host that did answer has bad pages rather than a bad day: it gets ten times the patience.
        if not host.aside and host.failed >= self._patience * (10 if host.answered else 1):
            host.aside = True
            self.crawler.stats.inc_value("related/hosts_put_aside")
            logger.warning("Put aside %s: %d failures in a row", self._key(request), host.failed)

    def _robots(self, robotparser: RobotParser, request: Request) -> None:
        """Take a Crawl-delay over, up to the bound."""
        delay = robotparser.crawl_delay(self._token)
        if delay:
            delay = min(delay, self._longest)
            own = float(self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
            if delay > own:
                self._room.slow_down(self._key(request), delay)

    def _rest(self, request: Request, seconds: float) -> None:
        """Let the host's slot send nothing for so long."""
        if seconds > 0:
            self._room.hold(self._key(request), seconds)
            self.crawler.stats.inc_value("related/waits")

    def _key(self, request: Request) -> str:
        return self._room.host_key(request)

    def _host(self, request: Request) -> Host:
        return self._hosts.setdefault(self._key(request), Host())


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
