"""What a page asks for while it is drawn, answered by the crawler: through the same middlewares and the same slots as
every page, so under the same guard of addresses, the same robots.txt, limits and pace.

Only what can bring a story is fetched: scripts and data, with GET. Style sheets are empty, as scripts may wait for
them; pictures, fonts, films, frames, other documents and whatever would send something are refused.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, defaultdict
from contextlib import suppress
from time import monotonic
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route
from playwright.async_api import Request as Asked
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.browser.isolated_world import IsolatedWorld
from crawler.engine import engine_room

logger = logging.getLogger(__name__)

MOST = 100
"""Scripts and answers that one page may ask for; an honest page needs some dozens."""
CACHE = 16 * 1024 * 1024
"""Bytes of scripts that are kept, so that the pages of a site ask for them once."""
_FETCHED = ("script", "xhr", "fetch")
_DROPPED = frozenset({"accept-encoding", "connection", "cookie", "host", "referer", "user-agent"})
"""Headers of the browser's that are the crawler's to send, or nobody's."""
_CORS = "access-control-"
_BLANK = "<!doctype html><title></title>"


class ScriptCache:
    """The scripts that were asked for last, by URL, within a bound on memory."""

    def __init__(self, most: int = CACHE) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[str, Response] = OrderedDict()

    def get(self, url: str) -> Response | None:
        """A script that is kept."""
        found = self._kept.get(url)
        if found is not None:
            self._kept.move_to_end(url)
        return found

    def keep(self, url: str, response: Response) -> None:
        """Keep a script; the longest unused ones go where there are too many."""
        if url in self._kept or len(response.body) > self._most:
            return
        self._kept[url] = response
        self._size += len(response.body)
        while self._size > self._most:
            self._size -= len(self._kept.popitem(last=False)[1].body)


class PageRequests:
    """Answers the requests of one page: first with a blank document, then with the page's own, once."""

    def __init__(self, crawler: Crawler, html: str, seconds: float, cache: ScriptCache) -> None:
        """html: the page as its server sent it; seconds: how long it may take, from begin() on."""
        settings = crawler.settings
        self._room = engine_room(crawler)
        self._stats = crawler.stats
        self._documents = [_BLANK, html]
        self._seconds = seconds
        self._until = 0.0
        self._cache = cache
        self._bytes_left = settings.getint("DOWNLOAD_MAXSIZE")
        side_by_side = max(1, settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        self._turns: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(side_by_side))
        self._asked = 0
        self._open = self._answered = 0
        self._over = False

    async def attach(self, page: Page, request: Request) -> None:
        """Answer whatever a new page asks for from now on, and shut the windows that it opens; scrapy-playwright calls
        it."""
        await page.route("**/*", self._answer)
        page.on("popup", _shut)

    def begin(self) -> None:
        """The page's time begins."""
        self._until = monotonic() + self._seconds

    async def drawn(self, world: IsolatedWorld) -> None:
        """Wait until the page is loaded, asks for nothing and has nothing to do, or until its time is up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._left()):
                seen = -1
                while self._open or seen != self._answered:
                    seen = self._answered
                    await world.idle()

    def _left(self) -> float:
        """Seconds that are left of the page's time."""
        return max(0.0, self._until - monotonic())

    def end(self) -> None:
        """Fetch nothing more."""
        self._over = True

    async def _answer(self, route: Route, asked: Asked) -> None:
        self._open += 1
        try:
            answer = await self._find(asked)
            if answer is None:
                await route.abort("aborted")
            else:
                await route.fulfill(**answer)
        except PlaywrightError:  # the page is gone
            logger.debug("Not answered: %s", asked.url, exc_info=True)
        finally:
            self._open -= 1
            self._answered += 1

    async def _find(self, asked: Asked) -> dict[str, Any] | None:
        """What to answer, as Playwright's fulfill() takes it; None to refuse."""
        if asked.is_navigation_request():
            return _document(self._documents.pop(0)) if self._documents and _is_main(asked) else None
        if asked.resource_type == "stylesheet":
            return {"status": 200, "headers": {"content-type": "text/css"}, "body": ""}
        if asked.resource_type not in _FETCHED or asked.method != "GET":
            return None
        response = self._cache.get(asked.url) or await self._fetch(asked)
        if response is None:
            return None
        if asked.resource_type == "script" and response.status == 200:
            self._cache.keep(asked.url, response)
        return {"status": response.status, "headers": _headers(response), "body": response.body}

    async def _fetch(self, asked: Asked) -> Response | None:
        """The answer of a server; None where there is none, or where the page has asked for enough."""
        request = _request(asked)
        host = "" if request is None else self._room.host_key(request)
        self._asked += 1
        if request is None or self._asked > MOST:
            return None
        try:
            async with asyncio.timeout(self._left()), self._turns[host]:
                if self._over or self._bytes_left <= 0:
                    return None
                self._stats.inc_value("related/drawn/requests")
                request.meta["download_maxsize"] = self._bytes_left
                response = await self._room.download(request)
        except Exception as error:
            logger.debug("A page that is drawn goes without %s: %s", asked.url, error)
            return None
        self._bytes_left -= len(response.body)
        return response


def _request(asked: Asked) -> Request | None:
    """The request for what a page asks for, without what says where it comes from; None where the URL is malformed."""
    headers = {name: value for name, value in asked.headers.items() if name not in _DROPPED and name[:4] != "sec-"}
    try:
        return Request(asked.url, headers=headers, callback=NO_CALLBACK, dont_filter=True, meta={"dont_retry": True})
    except ValueError:
        return None


def _document(html: str) -> dict[str, Any]:
    return {"status": 200, "headers": {"content-type": "text/html; charset=utf-8"}, "body": html}


def _headers(response: Response) -> dict[str, str]:
    """The headers that decide what a script may do with an answer."""
    found = {name.decode("latin-1").lower(): value for name, value in response.headers.items()}
    return {
        name: b", ".join(values).decode("latin-1")
        for name, values in found.items()
        if name == "content-type" or name.startswith(_CORS)
    }


def _is_main(asked: Asked) -> bool:
    """Whether a document is for the page itself, not for a frame in it."""
    return asked.frame.parent_frame is None


async def _shut(window: Page) -> None:
    await window.close()
