"""A request that is given up before or after it is sent: with its reason, as failures.jsonl writes it."""

from __future__ import annotations

from scrapy.exceptions import CannotResolveHostError, IgnoreRequest

from crawler.items import FailureReason


class Refused(IgnoreRequest):
    """Given up by one of this room; Scrapy neither retries it nor logs it, the spider writes the record."""

    def __init__(self, reason: FailureReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class HostUnreachable(Refused):
    """Given up because nothing may be asked of the host for now: its robots.txt cannot be read."""

    def __init__(self, reason: FailureReason, detail: str, seconds: float) -> None:
        """seconds: until the host may be asked again."""
        super().__init__(reason, detail)
        self.seconds = seconds


def network_reason(error: Exception) -> FailureReason:
    """The reason of a failure below HTTP."""
    if isinstance(error, CannotResolveHostError):
        return "dns"
    return "timeout" if "imeout" in type(error).__name__ else "connection"
