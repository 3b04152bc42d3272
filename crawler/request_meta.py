"""What travels with a request through Scrapy, typed: how it came about, and which archive record answered it.

`Request.meta` is an untyped mapping that is copied by retries and redirects and written to the frontier as JSON. Its
keys are known here alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from scrapy import Request
from scrapy.http import Response

_HOP = "hop"
_RECORD = "record"


@dataclass(frozen=True, slots=True)
class Hop:
    """How a request came about."""

    requested_url: str
    seed_url: str
    parent_url: str | None = None
    depth: int = 0
    list_depth: int = 0
    """How many seed lists led here."""
    root: str = ""
    """The seed of the command line that all this goes back to."""
    offered_relevance: float = 1.0
    """The relevance of the link that led here; 1 for a seed."""

    @classmethod
    def of(cls, carrier: Request | Response) -> Hop:
        """The hop of a request, or of the request that a response answers; KeyError where it has none."""
        return cls(**carrier.meta[_HOP])

    @classmethod
    def find(cls, carrier: Any) -> Hop | None:
        """The hop of a request or response; None where it has none, as robots.txt has, or where this is neither."""
        fields = _meta(carrier).get(_HOP)
        return None if fields is None else cls(**fields)

    def as_meta(self) -> dict[str, Any]:
        """The entries of `Request.meta` that carry it."""
        return {_HOP: asdict(self)}

    def pack(self, url: str) -> str:
        """The hop as text, for asking again in a later run at the URL that answered."""
        return json.dumps(asdict(replace(self, requested_url=url)), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpack(cls, text: str) -> Hop:
        """The hop that was packed."""
        fields: Mapping[str, Any] = json.loads(text)
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """The archive record that a response was read from, or written to."""

    date: str = ""
    """WARC-Date; empty where the crawl neither replays nor records."""
    place: str | None = None
    """FILE:OFFSET."""
    too_large: bool = False
    """Whether the body is larger than is read of one."""

    @classmethod
    def of(cls, carrier: Request | Response | None) -> ArchiveRecord:
        """The record of a request or response; an empty one where there is none."""
        return cls(**_meta(carrier).get(_RECORD, {}))

    def attach(self, request: Request) -> None:
        """Let a request carry it."""
        request.meta[_RECORD] = asdict(self)


def attempts(carrier: Request | Response) -> int:
    """How often a request was sent: once, and once for each retry."""
    return int(_meta(carrier).get("retry_times", 0)) + 1


def _meta(carrier: Any) -> Mapping[str, Any]:
    if isinstance(carrier, Response):
        carrier = carrier.request
    return carrier.meta if isinstance(carrier, Request) else {}
