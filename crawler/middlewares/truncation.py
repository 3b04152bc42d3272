"""Answers that were cut off: asked for once more, and kept only if the page is there to its end.

A wrong Content-Length makes a whole page look cut; one that was cut ends before its closing tag. Either is counted and
logged. Of a robots.txt whatever came counts: crawler/middlewares/robots.py reads it.
"""

from __future__ import annotations

import logging

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from crawler.archive.payload import is_whole
from crawler.middlewares.given_up import Refused
from crawler.middlewares.robots import is_robots

logger = logging.getLogger(__name__)


class Truncation:
    """Looks at answers that Scrapy flags as cut (DOWNLOAD_FAIL_ON_DATALOSS is off)."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Truncation:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """A whole answer; else the request once more, or Refused where it was cut off again."""
        if "dataloss" not in response.flags or (is_robots(request) and response.body):
            return response
        if is_whole(response.body):
            self.crawler.stats.inc_value("related/wrong_lengths")
            logger.info("%s: shorter than its Content-Length, and whole", response.url)
            return response
        self.crawler.stats.inc_value("related/cut_off")
        assert self.crawler.spider is not None
        again = get_retry_request(request, spider=self.crawler.spider, reason="cut off", max_retry_times=1)
        if again is None:
            raise Refused("connection", f"the answer was cut off after {len(response.body)} bytes")
        return again
