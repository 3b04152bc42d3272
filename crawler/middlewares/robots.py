"""robots.txt, as RFC 9309 has it: what cannot be read because the server fails is a no, what is not there a yes.

The file is asked for once a host and kept for at most a day, with the job's state in the store; its first 500 KiB
count, or what came of it where it was cut off. While it is fetched only requests to its own host wait. One that cannot
be read is asked for again after RELATED_ROBOTS_RETRY; until then its host rests. Scrapy's signal `robots_parsed` tells
others (the pace) what it says.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, NotConfigured, StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.engine import engine_room
from crawler.items import FailureReason
from crawler.middlewares.given_up import HostUnreachable, Refused
from crawler.outages import outages
from crawler.settings.readers import durations
from crawler.store.jobs import job_of

logger = logging.getLogger(__name__)

SIZE_LIMIT = 500 * 1024
"""Bytes that are read: the least that RFC 9309 asks for, the most that large crawlers read."""
LIFETIME = 24 * 3600
"""Seconds: RFC 9309, 2.4."""
_KEPT = 4 * 1024 * 1024
"""Bytes of text kept, in memory and with the job."""
_PARSED = 512 * 1024
"""Bytes of text whose parsers are kept: some 15 MiB."""
_MARK = "robots_txt"
_PRIORITY = 1_000_000_000
_AGENT_LINE = re.compile(r"\s*user[- ]?agent\s*[: ]\s*(\S.*)?$", re.I)
_TOKEN = re.compile(r"[a-z_-]+", re.I)


@dataclass(slots=True)
class Rules:
    """What a host's robots.txt comes to; without a text everything is allowed, or, with a reason, nothing."""

    until: float
    """When it must be asked for again, in seconds since 1970."""
    text: str | None = None
    reason: FailureReason | None = None
    detail: str = ""
    retry_in: float = 0.0
    """Seconds until it is asked for again, where it could not be read."""
    parser: RobotParser | None = None
    """Of the text, once somebody asked: it takes some thirty times the text's memory."""


class Robots:
    """Asks robots.txt before anything else of a host."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.token = product_token(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])
        self._room = engine_room(crawler)
        self._outages = outages(crawler)
        self._make_parser = load_object(settings["ROBOTSTXT_PARSER"])
        self._retries = durations(settings["RELATED_ROBOTS_RETRY"])
        self._known: OrderedDict[str, Rules] = OrderedDict()
        self._size = 0
        self._parsed: OrderedDict[str, Rules] = OrderedDict()  # those of _known that have a parser
        self._asked: dict[str, asyncio.Future[Rules]] = {}
        self._failures: Counter[str] = Counter()  # of each origin, in a row
        self._changed: set[str] = set()
        self._received: dict[str, bytearray] = {}  # URL of a robots.txt under way -> what came of it
        crawler.signals.connect(self._started, signals.headers_received)
        crawler.signals.connect(self._came, signals.bytes_received)
        crawler.signals.connect(self._opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        return cls(crawler)

    def _opened(self) -> None:
        job_of(self.crawler).register("robots", self)

    def state(self) -> Mapping[str, Any]:
        """What changed since this was last called; null for what is kept no longer. What could not be read is a matter
        of this minute, and never part of it."""
        found: dict[str, Any] = {}
        for origin in sorted(self._changed):
            rules = self._known.get(origin)
            lasting = rules is not None and not rules.retry_in
            found[origin] = [rules.until, rules.text, rules.reason, rules.detail] if rules and lasting else None
        self._changed.clear()
        return found

    def restore(self, state: Mapping[str, Any]) -> None:
        """What a run that goes on had learnt, so far as it is not a day old, within the bound on memory."""
        for origin, entry in sorted(state.items(), key=lambda item: (item[1] or [0])[0]):
            if entry is not None and entry[0] > time():
                until, text, reason, detail = entry
                self._keep(origin, Rules(until, text, reason, detail))

    async def process_request(self, request: Request) -> None:
        """Refuse what the host's robots.txt forbids."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules(request)
        if rules.reason is not None and rules.retry_in:
            raise HostUnreachable(rules.reason, rules.detail, rules.retry_in)
        if rules.reason is not None:
            raise Refused(rules.reason, rules.detail)
        parser = await self._parser_of(rules, request)
        if parser is not None and not parser.allowed(request.url, self.token):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            raise Refused("robots", "disallowed by robots.txt")
        request.meta["robots"] = "allow"

    async def _rules(self, request: Request) -> Rules:
        origin = _origin(request)
        known = self._known.get(origin)
        if known is not None and known.until > time() and self._holds(known, request):
            self._known.move_to_end(origin)
            return known
        if origin not in self._asked:
            self._asked[origin] = asyncio.ensure_future(self._fetch(origin))
        # Shielded: one waiting request that goes away must not take the others' answer with it.
        return await asyncio.shield(self._asked[origin])

    def _holds(self, rules: Rules, request: Request) -> bool:
        """Whether rules still hold; that nothing could be read holds while the host rests and no longer."""
        return not rules.retry_in or self._outages.resting(self._room.host_key(request))

    async def _fetch(self, origin: str) -> Rules:
        try:
            rules = await self._read(origin)
            self._failures.pop(origin, None)
        except Exception as error:
            rules = self._not_read(origin, error)
        self._received.pop(_address(origin), None)
        self._keep(origin, rules)
        self._changed.add(origin)
        del self._asked[origin]
        return rules

    async def _read(self, origin: str) -> Rules:
        ask = Request(
            _address(origin),
            callback=NO_CALLBACK,
            priority=_PRIORITY,
            dont_filter=True,
            meta={"dont_obey_robotstxt": True, _MARK: 0, "max_retry_times": 1},
        )
        self.crawler.stats.inc_value("robotstxt/request_count")
        try:
            response = await self._room.download(ask)
        except Exception:
            came = self._received.get(_address(origin))
            if not came:
                raise
            return self._rules_of(bytes(came))  # it was cut off: what came of it counts
        self.crawler.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status == 429 or response.status >= 500:
            raise Refused("robots-unreachable", f"HTTP status {response.status}")
        if not 200 <= response.status < 300:
            return Rules(time() + LIFETIME)
        return self._rules_of(response.body)

    def _rules_of(self, body: bytes) -> Rules:
        return Rules(time() + LIFETIME, relevant(decoded(body[:SIZE_LIMIT]), self.token))

    async def _parser_of(self, rules: Rules, request: Request) -> RobotParser | None:
        """The parser of a text, made when it is first asked for in this process: then others hear what the file says,
        the pace of its Crawl-delay, whether it was fetched now or before a restart."""
        if rules.text is None:
            return None
        origin = _origin(request)
        if rules.parser is None:
            rules.parser = build_from_crawler(self._make_parser, self.crawler, rules.text.encode())
            await self.crawler.signals.send_catch_log_async(
                signals.robots_parsed, robotparser=rules.parser, request=request
            )
        self._parsed[origin] = rules
        self._parsed.move_to_end(origin)
        parser = rules.parser
        while len(self._parsed) > 1 and sum(len(r.text or "") for r in self._parsed.values()) > _PARSED:
            self._parsed.popitem(last=False)[1].parser = None
        return parser

    def _not_read(self, origin: str, error: Exception) -> Rules:
        """The rules where no robots.txt came: nothing may be asked, for some minutes (RFC 9309, 2.3.1.4)."""
        if isinstance(error, Refused) and error.reason == "address":
            return Rules(time() + LIFETIME, reason=error.reason, detail=str(error))
        if "max redirections" in str(error):  # RFC 9309, 2.3.1.2: counts as not there
            return Rules(time() + LIFETIME)
        why = str(error) or type(error).__name__
        wait = self._retries[min(self._failures[origin], len(self._retries) - 1)]
        self._failures[origin] += 1
        logger.warning("%s/robots.txt cannot be read (%s): nothing is asked there for %g s", origin, why, wait)
        self.crawler.stats.inc_value("related/robots_unreachable")
        reason: FailureReason = "robots-unreachable"
        if isinstance(error, CannotResolveHostError):
            reason = "dns"
        elif isinstance(error, DownloadConnectionRefusedError):
            reason = "connection"
        detail = f"robots.txt cannot be read: {why}"
        return Rules(time() + wait, reason=reason, detail=detail, retry_in=wait)

    def _keep(self, origin: str, rules: Rules) -> None:
        """Keep rules within the bound on memory, the longest unused of the others going first."""
        self._size += _size(rules) - (_size(self._known[origin]) if origin in self._known else 0)
        self._known[origin] = rules
        self._known.move_to_end(origin)
        while self._size > _KEPT and len(self._known) > 1:
            gone, old = self._known.popitem(last=False)
            self._size -= _size(old)
            self._parsed.pop(gone, None)
            self._changed.add(gone)

    def _started(self, request: Request, headers: Any, body_length: Any) -> None:
        """Begin anew with what comes of a robots.txt."""
        if is_robots(request):
            self._received[request.url] = bytearray()

    def _came(self, data: bytes, request: Request) -> None:
        """Keep what comes, and stop a robots.txt that does not end."""
        if not is_robots(request):
            return
        received = self._received.setdefault(request.url, bytearray())
        received += data
        if len(received) > SIZE_LIMIT:
            raise StopDownload(fail=False)


def is_robots(request: Request) -> bool:
    """Whether a request is for a robots.txt that this module asked for."""
    return _MARK in request.meta


def _origin(request: Request) -> str:
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _address(origin: str) -> str:
    return f"{origin}/robots.txt"


def _size(rules: Rules) -> int:
    return len(rules.text or "") + 64


def product_token(agent: str) -> str:
    """The name that a robots.txt calls a crawler by: the User-Agent up to its version."""
    found = _TOKEN.match(agent.strip())
    return found[0].lower() if found else "*"


def decoded(body: bytes) -> str:
    """The text of a robots.txt: UTF-8, or UTF-16 where it is marked so."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "ignore")
    return body.decode("utf-8-sig", "ignore")


def relevant(text: str, token: str) -> str:
    """A robots.txt with the groups of other crawlers made one: a file may name thousands, and a parser keeps a set of
    rules for each. Groups are matched by the product token alone, to the letter but for case (RFC 9309, 2.2.1)."""
    lines = []
    for line in text.splitlines():
        agent = _AGENT_LINE.match(line.partition("#")[0])
        if agent:
            named = (agent[1] or "").strip()
            mine = _TOKEN.match(named)
            who = "*" if named.startswith("*") else token if mine and mine[0].lower() == token else "another-crawler"
            line = f"User-agent: {who}"
        lines.append(line)
    return "\n".join(lines)
