"""Content-Encoding undone, bounded while it grows: a few kilobytes may unpack to gigabytes, and headers may lie."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import ACCEPTED_ENCODINGS, HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.middlewares.given_up import Refused

MOST_CODINGS = 3
"""Codings on top of one another; one is usual, more are only met in bombs."""

_KNOWN = frozenset({*ACCEPTED_ENCODINGS, b"x-gzip"})
_MAGIC = {b"gzip": b"\x1f\x8b", b"x-gzip": b"\x1f\x8b", b"zstd": b"\x28\xb5\x2f\xfd"}


class Decoding(HttpCompressionMiddleware):
    """Scrapy's middleware, which stops at DOWNLOAD_MAXSIZE, with its faults as reasons."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The answer with its body decoded; as it came where its header names a coding that it does not have."""
        codings = _codings(response)
        if not codings:
            return response
        if len(codings) > MOST_CODINGS:
            raise Refused("encoding", f"{len(codings)} content codings on top of one another")
        if not response.body or _is_plain(response.body, codings[-1]):
            return _as_it_came(response)
        if not _KNOWN.issuperset(codings):
            raise Refused("encoding", f"the content coding {', '.join(_names(codings))} is not known")
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise Refused("too-large", "the body unpacks to more than DOWNLOAD_MAXSIZE") from error
        except Exception as error:  # each coding's library has errors of its own
            raise Refused("encoding", f"the body is not {', '.join(_names(codings))}") from error


def _codings(response: Response) -> list[bytes]:
    values = b",".join(response.headers.getlist("Content-Encoding"))
    return [c for c in (v.strip().lower() for v in values.split(b",")) if c and c != b"identity"]


def _names(codings: list[bytes]) -> list[str]:
    return [c[:20].decode("ascii", "replace") for c in codings]


def _is_plain(body: bytes, coding: bytes) -> bool:
    """Whether a body lacks its coding's first bytes, or begins as a page does where the coding has none."""
    magic = _MAGIC.get(coding)
    head = body[:512].lstrip().lower()
    return not body.startswith(magic) if magic else head.startswith((b"<!doctype", b"<html", b"<?xml", b"<head"))


def _as_it_came(response: Response) -> Response:
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    return response.replace(headers=headers)
