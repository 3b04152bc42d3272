"""A request that is given up before or after it is sent: with its reason, as failures.jsonl writes it."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from crawler.items import FailureReason


class Refused(IgnoreRequest):
    """Given up by one of this room; Scrapy neither retries it nor logs it, the spider writes the record."""

    def __init__(self, reason: FailureReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
