"""The way to the network: Scrapy's own handler, with a look at who is at the other end before anything is said.

A name that led to a public address when it was checked may lead to a private one when it is connected to (DNS
rebinding); so the peer's address is judged on the open connection, and a refused one is closed unused. Connections to
the operator's proxy, and to hosts that RELATED_ALLOW_PRIVATE opens by name, are not judged.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _LenientHTTP11ClientProtocol
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import Factory
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from crawler.handlers.connections import IdlePool, most_idle, raise_file_limit
from crawler.urls.address import Allowed, address_refusal, read_allowed
from crawler.urls.redaction import redact

NO_ANSWER = (
    DownloadConnectionRefusedError,
    CannotResolveHostError,
    DownloadTimeoutError,
    DownloadFailedError,
    ResponseDataLossError,
)
"""What is raised where nobody answers, or not to the end."""
HEAD_LIMIT = 256 * 1024
"""Bytes of status line and headers; browsers stop at about as many, honest sites send a few thousand."""


class PeerRefused(IgnoreRequest):
    """The connection led to an address that must not be asked."""

    reason = "address"


class HeadTooLarge(IgnoreRequest):
    """Headers without end."""

    reason = "too-large"


class GuardedHandler(BaseDownloadHandler):
    """Downloads http and https."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._allowed = read_allowed(crawler.settings["RELATED_ALLOW_PRIVATE"])
        self._judged = _Connections(crawler, self._allowed)
        self._open = _Connections(crawler, None)

    async def download_request(self, request: Request) -> Response:
        """The answer to a request; PeerRefused where the connection led to a forbidden address."""
        proxy = request.meta.get("proxy")
        if proxy:
            return await self._through(proxy, request)
        host = urlparse_cached(request).hostname or ""
        return await (self._open if self._allowed.host(host) else self._judged).download_request(request)

    async def _through(self, proxy: str, request: Request) -> Response:
        """The answer that a proxy gives; where there is none, the error names the proxy: it may be what is down."""
        try:
            return await self._open.download_request(request)
        except NO_ANSWER as error:
            error.args = (f"through the proxy {redact(proxy)}: {error}",)
            raise

    async def close(self) -> None:
        await self._judged.close()
        await self._open.close()


class _Connections(HTTP11DownloadHandler):
    """Scrapy's handler over connections that are judged (or not: allowed is None) and whose answers' heads end."""

    def __init__(self, crawler: Crawler, allowed: Allowed | None) -> None:
        super().__init__(crawler)
        pool = IdlePool(self._pool._reactor, most_idle(raise_file_limit()))
        pool.maxPersistentPerHost = self._pool.maxPersistentPerHost
        self._pool = pool
        # The same door by which Scrapy brings its own protocol in.
        self._pool._factory = partial(_Factory, allowed)  # type: ignore[assignment]

    async def download_request(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except Exception as error:
            raise _cause(error) from error


def _cause(error: BaseException) -> BaseException:
    """One of ours where it lies beneath what Twisted made of it."""
    seen: BaseException | None = error
    for _ in range(5):
        if isinstance(seen, PeerRefused | HeadTooLarge):
            return seen
        inner = getattr(seen, "reasons", None)
        seen = inner[0].value if inner else (seen.__cause__ if seen else None)
    return error


class _Factory(Factory):
    noisy = False

    def __init__(self, allowed: Allowed | None, quiescent: Any, _metadata: object) -> None:
        self._allowed = allowed
        self._quiescent = quiescent

    def buildProtocol(self, addr: IAddress | None) -> _Protocol:
        """The protocol of a connection that was just made, before a byte is sent."""
        host = getattr(addr, "host", None)
        if self._allowed is not None and host is not None:
            why = address_refusal(host, self._allowed)
            if why is not None:
                raise PeerRefused(f"connected to {host}: {why}")
        return _Protocol(self._quiescent)  # type: ignore[no-untyped-call]


class _Protocol(_LenientHTTP11ClientProtocol):
    """Gives an answer up whose head does not end."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        answer = super().request(request)
        # Twisted's parser gives a line of 16 KiB up; what is promised is HEAD_LIMIT for all lines together.
        self._parser.MAX_LENGTH = HEAD_LIMIT  # type: ignore[union-attr]
        return answer

    def dataReceived(self, data: bytes) -> None:
        if getattr(self._parser, "state", None) in (STATUS, HEADER):
            self._head += len(data)
            if self._head > HEAD_LIMIT + 65536:
                error = HeadTooLarge(f"the headers are longer than {HEAD_LIMIT} bytes")
                self._giveUp(Failure(error))  # type: ignore[no-untyped-call]
                self.transport.abortConnection()  # type: ignore[union-attr]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]
