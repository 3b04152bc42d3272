"""Why a request got no answer to read: what Scrapy raises -> a reason of failures.jsonl."""

from __future__ import annotations

from typing import get_args

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.items import FailureReason

_REASONS: tuple[tuple[type[BaseException], FailureReason], ...] = (
    (HttpError, "http"),
    (CannotResolveHostError, "dns"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too-large"),
    (UnsupportedURLSchemeError, "address"),
    (NotSupported, "address"),
    (DownloadConnectionRefusedError, "connection"),
    (DownloadFailedError, "connection"),
    (ResponseDataLossError, "connection"),
)


def reason_of(error: BaseException) -> tuple[FailureReason, str]:
    """The reason, and a sentence."""
    if isinstance(error, HttpError):
        return "http", f"HTTP status {error.response.status}"
    detail = str(error) or type(error).__name__
    known: FailureReason | None = getattr(error, "reason", None)
    if known is not None and known in get_args(FailureReason):  # given up by one of our own, which says why
        return known, detail
    if isinstance(error, IgnoreRequest):
        # Scrapy's middlewares say only in words why they gave a request up.
        if "robots.txt" in detail:
            return "robots", "disallowed by robots.txt"
        if "redirect" in detail:
            return "redirects", detail
        return ("too-large" if "size" in detail else "http"), detail
    return next((reason for cls, reason in _REASONS if isinstance(error, cls)), "connection"), detail
