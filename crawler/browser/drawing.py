"""Pages drawn by a browser: scrapy-playwright keeps the browser, its contexts and pages; the crawler answers whatever a
page asks for (page_requests.py).

The browser starts with the first page that needs it. A host has a context of its own, which lasts as long as a page of
the host is drawn: no page finds anything that another left.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings
from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler
from scrapy_playwright.provider import PlaywrightBrowserProvider

from crawler.browser.page_requests import PageRequests, ScriptCache
from crawler.browser.program import find_program, is_root, launch_options, write_limited
from crawler.items import FailureReason

logger = logging.getLogger(__name__)

GRACE = 5.0
"""Seconds beyond its time in which a page must say what it shows; one whose scripts never pause does not."""
_CLOSING = 10.0
_CONTENT = "'<!doctype html>' + document.documentElement.outerHTML.slice(0, {most})"


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
        self._pages: Counter[str] = Counter()  # host -> its pages at this moment
        self._scripts = ScriptCache()

    async def draw(self, url: str, html: str) -> str:
        """A page as it is when its scripts are through, at most DOWNLOAD_MAXSIZE characters; html: as it was sent.
        DrawingError where the browser does not manage."""
        async with self._turns:
            handler = await self._started()
            host = urlsplit(url).hostname or ""
            requests = PageRequests(self._crawler, html, monotonic() + self._seconds, self._scripts)
            self._pages[host] += 1
            try:
                async with asyncio.timeout(self._seconds + GRACE):
                    page = await handler.open_page(url, host, requests, self._crawler.settings["USER_AGENT"])
                    await page.goto(url, wait_until="commit")
                    await requests.drawn(page)
                    return await self._content(page)
            except TimeoutError:
                raise DrawingError("timeout", f"its scripts did not pause within {self._seconds:g} s") from None
            except PlaywrightError as error:
                raise DrawingError("browser", f"the browser did not draw it: {_first_line(error)}") from error
            finally:
                requests.end()
                await self._leave(handler, host)

    async def close(self) -> None:
        """End the browser, and whatever it left."""
        handler, self._handler = self._handler, None
        if handler is not None:
            with suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(handler.close(), _CLOSING)
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    async def _started(self) -> _Handler:
        async with self._starting:
            if self._handler is None:
                self._folder = self._folder or tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
                program = find_program(self._crawler.settings["RELATED_BROWSER_PATH"])
                options = launch_options(write_limited(program, Path(self._folder.name)))
                if is_root():
                    logger.warning("The browser runs without its sandbox, as the crawler runs as root")
                self._handler = _Handler(self._crawler, options)
            return self._handler

    async def _content(self, page: Page) -> str:
        """The page's HTML, asked for where its scripts cannot change the answer."""
        session = await page.context.new_cdp_session(page)
        tree = await session.send("Page.getFrameTree")
        frame = {"frameId": tree["frameTree"]["frame"]["id"]}
        world = await session.send("Page.createIsolatedWorld", frame)
        ask = {
            "expression": _CONTENT.format(most=self._most + 1),
            "contextId": world["executionContextId"],
            "returnByValue": True,
        }
        answer = await session.send("Runtime.evaluate", ask)
        html = answer["result"].get("value")
        if not isinstance(html, str):
            raise DrawingError("browser", "the browser does not say what it drew")
        if len(html) > self._most:
            raise DrawingError("too-large", f"the page as drawn is longer than {self._most} characters")
        return html

    async def _leave(self, handler: _Handler, host: str) -> None:
        """Shut the context of a host that has no page left, and a browser that is not there any more."""
        self._pages[host] -= 1
        try:
            async with asyncio.timeout(_CLOSING):
                if self._pages[host] <= 0:
                    del self._pages[host]
                    await handler.shut_context(host)
                if not handler.is_alive and self._handler is handler:
                    await self.close()
        except (PlaywrightError, TimeoutError) as error:
            logger.debug("The browser's context of %s was not shut: %s", host, error)


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

    @property
    def is_alive(self) -> bool:
        """Whether the browser is there, or was not needed yet."""
        return not hasattr(self, "browser_provider") or (hasattr(self, "browser") and self.browser.is_connected())

    async def open_page(self, url: str, host: str, requests: PageRequests, agent: str) -> Page:
        """A blank page at a URL, in the host's context."""
        async with self._launching:
            if not hasattr(self, "browser_provider"):
                await self._launch()
        context = {"user_agent": agent, "service_workers": "block", "accept_downloads": False}
        meta = {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_context": host,
            "playwright_context_kwargs": context,
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


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
