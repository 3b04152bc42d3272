"""What a site says about use: written into `rights` as observed, and obeyed where RELATED_OBEY_RIGHTS asks for it.

Sources: X-Robots-Tag and robots meta (Google's and Bing's documentation; noai as DeviantArt introduced it), TDM
Reservation Protocol (W3C community group): header, meta tag, and /.well-known/tdmrep.json, which is asked for only
where rights are obeyed: it costs each host a request.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.engine import engine_room
from crawler.items import Article, Failure, Rights
from crawler.request_meta import Hop

logger = logging.getLogger(__name__)

_POLICY_LIMIT = 200_000
_FORBIDS = re.compile(r"(?<![a-z-])(?:noai|noindex|none)(?![a-z-])", re.I)
_NAMED = re.compile(r"^\s*([a-z0-9_-]+)\s*:\s*(?=\S)", re.I)
_DIRECTIVES = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})


class RightsReader:
    """A spider middleware: completes the `rights` of articles; where rights are obeyed, a reserved one is a failure."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.obey = crawler.settings.getbool("RELATED_OBEY_RIGHTS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RightsReader:
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The items, articles with their rights."""
        async for item in result:
            if isinstance(item, Article) and isinstance(response, Response):
                yield self._with_rights(item, response)
            else:
                yield item

    def _with_rights(self, article: Article, response: Response) -> Article | Failure:
        meta = response.meta if response.request else {}
        article.rights.robots = article.rights.robots or meta.get("robots")
        article.rights.tdm = article.rights.tdm or meta.get("tdm")
        why = reservation(article.rights, self.crawler.settings["BOT_NAME"]) if self.obey else None
        if why is None:
            return article
        self.crawler.stats.inc_value("related/rights_obeyed")
        logger.warning("Gave up %s: robots (%s)", article.requested_url, why)
        return Failure.of(article.requested_url, article.crawl, "robots", why)


class Policies:
    """A downloader middleware: each host's /.well-known/tdmrep.json, where rights are obeyed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.obey = crawler.settings.getbool("RELATED_OBEY_RIGHTS") and not crawler.settings["RELATED_REPLAY"]
        self._asked: dict[str, asyncio.Future[list[dict[str, Any]]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Policies:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Note the host's reservation for this path beside the answer."""
        if self.obey and Hop.find(request) is not None and response.status == 200:
            parts = urlsplit(response.url)
            rules = await self._policy(f"{parts.scheme}://{parts.netloc}")
            request.meta["tdm"] = policy_for(parts.path or "/", rules)
        return response

    async def _policy(self, origin: str) -> list[dict[str, Any]]:
        if origin not in self._asked:
            self._asked[origin] = asyncio.ensure_future(self._fetch(origin))
        return await asyncio.shield(self._asked[origin])

    async def _fetch(self, origin: str) -> list[dict[str, Any]]:
        ask = Request(
            f"{origin}/.well-known/tdmrep.json",
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"download_maxsize": _POLICY_LIMIT, "max_retry_times": 0},
        )
        try:
            answer = await engine_room(self.crawler).download(ask)
        except Exception as error:
            logger.debug("No TDM policy of %s: %s", origin, error)
            return []
        return read_policy(answer.body) if answer.status == 200 else []


def reservation(rights: Rights, bot: str = "") -> str | None:
    """What in a page's rights speaks against using it, in a sentence; None where nothing does."""
    for name, value in (("robots meta tag", rights.meta), ("X-Robots-Tag", rights.header)):
        found = _FORBIDS.search(_for_everyone(value or "", bot))
        if found:
            return f"{name} says {found[0].lower()}"
    if rights.tdm and rights.tdm.split(",")[0].strip() == "1":
        return "text and data mining is reserved (TDM reservation)"
    return None


def _for_everyone(value: str, bot: str) -> str:
    """A robots value without the directives that name another crawler (X-Robots-Tag: otherbot: noindex)."""
    kept, who = [], ""
    for part in value.split(","):
        named = _NAMED.match(part)
        if named and named[1].lower() not in _DIRECTIVES:
            who = named[1].lower()
            part = part[named.end() :]
        if who in ("", "*", bot.lower()):
            kept.append(part)
    return ",".join(kept)


def read_policy(body: bytes) -> list[dict[str, Any]]:
    """The entries of a tdmrep.json; none where it is not one."""
    try:
        entries = json.loads(body[:_POLICY_LIMIT])
    except (ValueError, RecursionError):
        return []
    return [e for e in entries if isinstance(e, dict)][:1000] if isinstance(entries, list) else []


def policy_for(path: str, entries: list[dict[str, Any]]) -> str | None:
    """The reservation of the first entry whose location fits a path: "1", "0", or None where none fits."""
    for entry in entries:
        location = entry.get("location")
        if isinstance(location, str) and _fits(location, path):
            return str(entry.get("tdm-reservation"))[:20]
    return None


def _fits(pattern: str, path: str) -> bool:
    """Whether a path fits a pattern of robots.txt's kind: * for anything, $ for the end. Linear."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in rest:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not whole or at == len(path) or (bool(rest) and path.endswith(rest[-1]))
