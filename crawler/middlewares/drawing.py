"""RELATED_BROWSER: a page whose plain form holds no story is asked for once more, and drawn by a browser.

The spider asks (request_meta.Drawn); the answer comes by the same way as every other, and is drawn when nothing is left
to redirect, decode or retry. Without the setting nothing of it is loaded.
"""

from __future__ import annotations

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response

from crawler.request_meta import Drawn
from crawler.text.encoding import decode

_OF_THE_PLAIN_FORM = ("Content-Encoding", "Content-Length", "ETag", "Last-Modified")
"""Headers that are not true of what a browser made of the answer."""


class Drawing:
    """A downloader middleware, on the way back after all that may change an answer."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("RELATED_BROWSER"):
            raise NotConfigured
        from crawler.browser.drawing import Browser  # the extra `browser`: loaded where it is asked for

        self._browser = Browser(crawler)
        crawler.signals.connect(self._browser.close, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Drawing:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The page as a browser draws it, where that was asked for."""
        if Drawn.of(request) is None or response.status != 200 or not isinstance(response, HtmlResponse):
            return response
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        drawn = await self._browser.draw(response.url, decode(response.body, content_type)[0])
        headers = response.headers.copy()
        for name in _OF_THE_PLAIN_FORM:
            headers.pop(name, None)
        headers["Content-Type"] = "text/html; charset=utf-8"
        return response.replace(body=drawn.encode("utf-8", "replace"), headers=headers, encoding="utf-8")
