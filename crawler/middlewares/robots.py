"""robots.txt, as RFC 9309 has it: what cannot be read because the server fails is a no, what is not there a yes.

The file is asked for once a host and kept for at most a day, with the job's state in the store; its first 500 KiB
count. While it is fetched only requests to its own host wait. Scrapy's signal `robots_parsed` tells others (the pace)
what it says.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, NotConfigured, StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.engine import engine_room
from crawler.items import FailureReason
from crawler.middlewares.given_up import Refused
from crawler.store.jobs import job_of

logger = logging.getLogger(__name__)

SIZE_LIMIT = 500 * 1024
"""Bytes that are read: the least that RFC 9309 asks for, the most that large crawlers read."""
LIFETIME = 24 * 3600
"""Seconds: RFC 9309, 2.4."""
_KEPT = 4 * 1024 * 1024
_PRIORITY = 1_000_000_000
_AGENT_LINE = re.compile(r"\s*user[- ]?agent\s*[: ]\s*(\S.*)?$", re.I)
_TOKEN = re.compile(r"[a-z_-]+", re.I)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt comes to; without a parser everything is allowed, or, with a reason, nothing."""

    until: float
    """When it must be asked for again, in seconds since 1970."""
    parser: RobotParser | None = None
    text: str = ""
    reason: FailureReason | None = None
    detail: str = ""


class Robots:
    """Asks robots.txt before anything else of a host."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.token = product_token(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])
        self._parser = load_object(settings["ROBOTSTXT_PARSER"])
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._known: OrderedDict[str, Rules] = OrderedDict()
        self._asked: dict[str, asyncio.Future[Rules]] = {}
        self._new: dict[str, Rules] = {}
        crawler.signals.connect(self._cut, signals.bytes_received)
        crawler.signals.connect(self._opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        return cls(crawler)

    def _opened(self) -> None:
        job_of(self.crawler).keep("robots", self)

    def state(self) -> Mapping[str, Any]:
        """What was learnt since this was last called."""
        found = {origin: [r.until, r.parser and r.text, r.reason, r.detail] for origin, r in self._new.items()}
        self._new.clear()
        return found

    def restore(self, state: Mapping[str, Any]) -> None:
        """What a killed run had learnt, so far as it is not a day old."""
        for origin, (until, text, reason, detail) in state.items():
            if until > time():
                self._known[origin] = Rules(
                    until, None if text is None else self._parse(text), text or "", reason, detail
                )

    async def process_request(self, request: Request) -> None:
        """Refuse what the host's robots.txt forbids."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules(request)
        if rules.reason is not None:
            raise Refused(rules.reason, rules.detail)
        if rules.parser is not None and not rules.parser.allowed(request.url, self.token):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            raise Refused("robots", "disallowed by robots.txt")
        request.meta["robots"] = "allow"

    async def _rules(self, request: Request) -> Rules:
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        known = self._known.get(origin)
        if known is not None and known.until > time():
            self._known.move_to_end(origin)
            return known
        if origin not in self._asked:
            self._asked[origin] = asyncio.ensure_future(self._fetch(origin, request))
        # Shielded: one waiting request that goes away must not take the others' answer with it.
        return await asyncio.shield(self._asked[origin])

    async def _fetch(self, origin: str, request: Request) -> Rules:
        try:
            rules = await self._read(origin, request)
        except Exception as error:
            rules = self._unreachable(origin, error)
        self._keep(origin, rules)
        del self._asked[origin]
        return rules

    async def _read(self, origin: str, request: Request) -> Rules:
        ask = Request(
            f"{origin}/robots.txt",
            callback=NO_CALLBACK,
            priority=_PRIORITY,
            dont_filter=True,
            meta={"dont_obey_robotstxt": True, "robots_size": 0, "max_retry_times": 1},
        )
        self.crawler.stats.inc_value("robotstxt/request_count")
        response = await engine_room(self.crawler).download(ask)
        self.crawler.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status == 429 or response.status >= 500:
            raise Refused("robots", f"HTTP status {response.status}")
        if not 200 <= response.status < 300:
            return Rules(time() + LIFETIME)
        return await self._parsed(response, request)

    async def _parsed(self, response: Response, request: Request) -> Rules:
        text = relevant(decoded(response.body[:SIZE_LIMIT]), self.token)
        parser = self._parse(text)
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=parser, request=request)
        return Rules(time() + LIFETIME, parser, text)

    def _parse(self, text: str) -> RobotParser:
        parser: RobotParser = build_from_crawler(self._parser, self.crawler, text.encode())
        return parser

    def _unreachable(self, origin: str, error: Exception) -> Rules:
        if isinstance(error, Refused) and error.reason == "address":
            return Rules(time() + LIFETIME, reason=error.reason, detail=str(error))
        if "max redirections" in str(error):  # RFC 9309, 2.3.1.2: counts as not there
            return Rules(time() + LIFETIME)
        why = str(error) or type(error).__name__
        logger.warning("%s/robots.txt cannot be read (%s): nothing is asked there", origin, why)
        self.crawler.stats.inc_value("related/robots_unreachable")
        reason: FailureReason = "robots"
        if isinstance(error, CannotResolveHostError):
            reason = "dns"
        elif isinstance(error, DownloadConnectionRefusedError):
            reason = "connection"
        return Rules(time() + LIFETIME, reason=reason, detail=f"robots.txt cannot be read: {why}")

    def _keep(self, origin: str, rules: Rules) -> None:
        self._known[origin] = self._new[origin] = rules
        self._known.move_to_end(origin)
        while sum(len(r.text) + 64 for r in self._known.values()) > _KEPT and len(self._known) > 1:
            self._known.popitem(last=False)

    def _cut(self, data: bytes, request: Request) -> None:
        """Stop a robots.txt that does not end; what came of it counts."""
        size = request.meta.get("robots_size")
        if size is not None:
            request.meta["robots_size"] = size + len(data)
            if size + len(data) > SIZE_LIMIT:
                raise StopDownload(fail=False)


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
