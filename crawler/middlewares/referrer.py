"""Which page led here is nobody else's business, whatever policy a page declares."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.referer import RefererMiddleware


class NoReferrer(RefererMiddleware):
    """Stands where Scrapy's middleware would, which lets a page's Referrer-Policy header stand above its setting."""

    def get_processed_request(self, request: Request, response: Response | None) -> Request:
        """The request as it is."""
        return request
