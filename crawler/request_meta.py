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

from crawler.items import FailureReason

_HOP = "hop"
_RECORD = "record"
_TRIED = "tried"
_DRAWN = "drawn"

RUNS = 10
"""Runs of a recurring job in which a page is tried before it is given up: a host may be away for some hours, and what
waits for one that is gone for good holds each run up for minutes."""


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
        return {_HOP: self._fields()}

    def pack(self, url: str) -> str:
        """The hop as text, for asking again in a later run at the URL that answered."""
        return json.dumps(self._fields() | {"requested_url": url}, ensure_ascii=False, separators=(",", ":"))

    def _fields(self) -> dict[str, Any]:
        """Field -> value; all are plain, so that nothing needs to be copied."""
        return {name: getattr(self, name) for name in self.__slots__}

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


@dataclass(frozen=True, slots=True)
class Tried:
    """That a request was sent in vain, and is to be sent again."""

    reason: FailureReason
    detail: str
    """Of the last attempt, as failures.jsonl would have them."""
    postponed: int = 0
    """How often its retries were used up and it was put back until its host is there again."""
    sent: int = 0
    """How often it was sent before it was last put back."""
    ended: bool = False
    """Whether the crawl ends without the host: the failure counts."""
    begun_anew: bool = False
    """Whether its retries began anew because it failed in another way than before."""
    run: str = ""
    """The run that took it over from an earlier one; empty where none did."""
    runs: int = 1
    """In how many runs in a row it was tried."""

    @classmethod
    def of(cls, request: Request) -> Tried | None:
        """What a request carries; None where it was never sent."""
        fields = request.meta.get(_TRIED)
        return None if fields is None else cls(**fields)

    @classmethod
    def note(cls, request: Request, reason: FailureReason, detail: str) -> None:
        """Let a request, and so its retries, carry why it failed.

        A page's own errors and the network's do not use up each other's retries: at the first change from one to the
        other they begin anew. Only at the first, or a page that fails in turns would be asked for for ever.
        """
        before = cls.of(request) or cls(reason, detail)
        if (before.reason == "http") != (reason == "http") and not before.begun_anew and "retry_times" in request.meta:
            before = replace(before, begun_anew=True, sent=before.sent + request.meta.pop("retry_times"))
        request.meta[_TRIED] = asdict(replace(before, reason=reason, detail=detail))

    def put_back(self, request: Request) -> Request:
        """The request again, with its retries begun anew."""
        again = request.replace(dont_filter=True)
        again.meta[_TRIED] = asdict(replace(self, postponed=self.postponed + 1, sent=attempts(request)))
        again.meta.pop("retry_times", None)
        return again

    def begin_run(self, request: Request, run: str) -> None:
        """Let a request that an earlier run left over outlive as many rests of its host as one of this run; the last
        time in the last of RUNS runs."""
        if self.run != run and self.runs < RUNS:
            request.meta[_TRIED] = asdict(replace(self, postponed=0, run=run, runs=self.runs + 1))

    def end(self, request: Request) -> None:
        """Have the request given up when it is asked for."""
        request.meta[_TRIED] = asdict(replace(self, ended=True))


@dataclass(frozen=True, slots=True)
class Drawn:
    """That a page was asked for and is asked for once more, as a browser draws it."""

    redirects: tuple[str, ...] = ()
    """The addresses that led to it the first time."""

    @classmethod
    def of(cls, carrier: Any) -> Drawn | None:
        """What a request, or the request that a response answers, carries; None where no browser has part in it."""
        fields = _meta(carrier).get(_DRAWN)
        return None if fields is None else cls(tuple(fields["redirects"]))

    def as_meta(self) -> dict[str, Any]:
        """The entries of `Request.meta` that carry it."""
        return {_DRAWN: asdict(self)}


def attempts(carrier: Request | Response) -> int:
    """How often a page was asked for: once, once for each retry, as often as before its host rested, and once before a
    browser drew it."""
    meta = _meta(carrier)
    tried = meta.get(_TRIED) or {"sent": 0, "ended": False}
    before = int(_DRAWN in meta)
    return before + int(tried["sent"]) + int(meta.get("retry_times", 0)) + (0 if tried["ended"] else 1)


def _meta(carrier: Any) -> Mapping[str, Any]:
    if isinstance(carrier, Response):
        carrier = carrier.request
    return carrier.meta if isinstance(carrier, Request) else {}
