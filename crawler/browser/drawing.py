"""Pages drawn by a browser: scrapy-playwright keeps the browser, its contexts and pages; the crawler answers whatever a
page asks for (page_requests.py).

The browser starts with the first page that needs it. A page has a context of its own, which ends with it: no host sees
anything of another, and no page finds what an earlier one left.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings
from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler
from scrapy_playwright.provider import PlaywrightBrowserProvider

from crawler.browser.isolated_world import IsolatedWorld
from crawler.browser.page_requests import PageRequests, ScriptCache
from crawler.browser.program import find_program, is_root, launch_options, write_limited
from crawler.items import FailureReason

logger = logging.getLogger(__name__)

GRACE = 3.0
"""Seconds beyond its time in which a page must say what it shows; one whose scripts never pause does not."""
_STARTING, _CLOSING = 60.0, 10.0
"""Seconds that a browser has to start, and to end."""


class DrawingError(IgnoreRequest):
    """A page that was not drawn; Scrapy neither retries nor logs it, the spider writes the record."""

    def __init__(self, reason: FailureReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Browser:
    """A browser that draws a few pages at a time. One object a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._seconds = settings.getfloat("RELATED_BROWSER_SECONDS")
        self._most = settings.getint("DOWNLOAD_MAXSIZE")
        self._turns = asyncio.Semaphore(settings.getint("RELATED_BROWSER_PAGES"))
        self._starting = asyncio.Lock()
        self._handler: _Handler | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._drawn = 0
        self._scripts = ScriptCache()

    async def draw(self, url: str, html: str) -> str:
        """A page as it is when its scripts are through, at most DOWNLOAD_MAXSIZE characters; html: as it was sent.
        DrawingError where the browser does not manage."""
        async with self._turns:
            handler = await self._started()
            self._drawn += 1
            context = f"{urlsplit(url).hostname} {self._drawn}"
            requests = PageRequests(self._crawler, html, self._seconds, self._scripts)
            try:
                page = await self._open(handler, url, context, requests)
                return self._bounded(await self._drawn_html(page, url, requests))
            except DrawingError:
                raise
            except Exception as error:  # those of the driver have no class of their own
                await self._retire(handler)
                raise DrawingError("browser", f"the browser did not draw it: {_explain(error)}") from error
            finally:
                requests.end()
                await self._leave(handler, context)

    async def _open(self, handler: _Handler, url: str, context: str, requests: PageRequests) -> Page:
        try:
            async with asyncio.timeout(_STARTING):
                return await handler.open_page(url, context, requests, self._crawler.settings["USER_AGENT"])
        except TimeoutError:
            raise DrawingError("browser", f"the browser did not start within {_STARTING:g} s") from None

    async def _drawn_html(self, page: Page, url: str, requests: PageRequests) -> str:
        crashed = asyncio.Event()
        try:
            async with asyncio.timeout(self._seconds + GRACE) as limit:
                page.on("crash", lambda _: _cut_short(limit, crashed))
                requests.begin()
                await page.goto(url, wait_until="commit")
                world = await IsolatedWorld.enter(page)
                await requests.drawn(world)
                return await world.html(self._most + 1)
        except TimeoutError:
            if crashed.is_set():
                raise DrawingError("browser", "its scripts took too much memory, or broke the browser") from None
            raise DrawingError("timeout", f"its scripts did not pause within {self._seconds:g} s") from None

    async def close(self) -> None:
        """End the browser, and whatever it left."""
        handler, self._handler = self._handler, None
        if handler is not None:
            with suppress(Exception):  # whatever is left of it ends with the crawl
                await asyncio.wait_for(handler.close(), _CLOSING)
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    async def _started(self) -> _Handler:
        async with self._starting:
            if self._handler is None:
                self._folder = self._folder or tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
                program = find_program(self._crawler.settings["RELATED_BROWSER_PATH"])
                sandbox = self._crawler.settings.getbool("RELATED_BROWSER_SANDBOX") and not is_root()
                options = launch_options(write_limited(program, Path(self._folder.name)), sandbox=sandbox)
                if is_root():
                    logger.warning("The browser runs without its sandbox, as the crawler runs as root")
                logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)  # what fails is said once, by us
                self._handler = _Handler(self._crawler, options)
            return self._handler

    def _bounded(self, html: str) -> str:
        if len(html) > self._most:
            raise DrawingError("too-large", f"the page as drawn is longer than {self._most} characters")
        return html

    async def _leave(self, handler: _Handler, context: str) -> None:
        """End a page's context."""
        try:
            async with asyncio.timeout(_CLOSING):
                await handler.shut_context(context)
        except Exception as error:
            logger.debug("The browser's context %s was not shut: %s", context, error)

    async def _retire(self, handler: _Handler) -> None:
        """Let go of a browser that does not answer any more: the next page starts another."""
        if self._handler is handler and not await handler.answers():
            await self.close()


class _Handler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """scrapy-playwright's handler with settings of our own alone: a page is opened blank, and answered by us."""

    def __init__(self, crawler: Crawler, options: dict[str, Any]) -> None:
        super().__init__(crawler)
        at_once = crawler.settings.getint("RELATED_BROWSER_PAGES")
        own = {"PLAYWRIGHT_LAUNCH_OPTIONS": options, "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": at_once}
        self.config = Config.from_settings(Settings(own))
        self.config.target_closed_max_retries = 0
        self.browser_provider_cls = PlaywrightBrowserProvider
        self._launching = asyncio.Lock()

    async def answers(self) -> bool:
        """Whether the browser still does what it is asked."""
        try:
            async with asyncio.timeout(_CLOSING):
                await (await self.browser.new_context()).close()
        except Exception:  # it is not there, or was never started
            return False
        return True

    async def open_page(self, url: str, context: str, requests: PageRequests, agent: str) -> Page:
        """A blank page at a URL, in a context of that name."""
        async with self._launching:
            if not hasattr(self, "browser_provider"):
                await self._launch()
        options = {"user_agent": agent, "service_workers": "block", "accept_downloads": False}
        meta = {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_context": context,
            "playwright_context_kwargs": options,
            "playwright_page_init_callback": requests.attach,
            "playwright_page_goto_kwargs": {"wait_until": "commit"},
        }
        opened = Request(url, meta=meta)
        await self.download_request(opened)
        page: Page = opened.meta["playwright_page"]
        return page

    async def shut_context(self, name: str) -> None:
        """End a context and its pages."""
        found = self.context_wrappers.get(name)
        if found is not None:
            await found.context.close()


def _cut_short(limit: asyncio.Timeout, crashed: asyncio.Event) -> None:
    """Wait no longer for a page that crashed: it answers nothing, and not all of Playwright notices."""
    crashed.set()
    with suppress(RuntimeError):  # nobody waits for it any more
        limit.reschedule(asyncio.get_running_loop().time())


def _explain(error: Exception) -> str:
    said = str(error).strip() or type(error).__name__
    if "sandboxing failed" in said:
        return "its sandbox does not work on this machine; see RELATED_BROWSER_SANDBOX"
    return said.splitlines()[0][:200]
