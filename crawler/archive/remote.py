"""A file on a web server, read as if it lay on disk: streamed, and entered at any offset by a Range request.

Reading forwards takes one request. A step back within what was just read costs nothing, any other place a new request.
A connection that breaks is taken up again where it broke. Nothing is kept on disk.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from typing import cast
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from crawler import __version__

TIMEOUT = 30.0
"""Seconds without a byte after which a connection counts as broken."""
WAITS = (1.0, 4.0, 15.0, 60.0)
"""Seconds before a request is made again; then the file counts as unreadable."""
KEPT = 256 * 1024
"""Bytes behind the position that are kept: the framing of records looks back less."""
_SKIPPED = 1024 * 1024
"""Bytes that are read and thrown away rather than asking anew behind them."""
_CHUNK = 64 * 1024
_AGAIN = (408, 429, 500, 502, 503, 504)


def is_url(name: str) -> bool:
    """Whether a name is an address on the web."""
    return name.lower().startswith(("http://", "https://"))


class RemoteFile(io.RawIOBase):
    """A seekable file of bytes. OSError, in one line, where the server does not give it."""

    def __init__(self, url: str, sleep: Callable[[float], None] = time.sleep) -> None:
        super().__init__()
        self.url = url
        self._sleep = sleep
        self._at = 0  # where the next read begins
        self._buffer = bytearray()  # what was received last
        self._begin = 0  # its place in the file
        self._answer: HTTPResponse | None = None
        self._identity: tuple[str, str] | None = None
        self._size: int | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            offset += self.size()
        elif whence == io.SEEK_CUR:
            offset += self._at
        self._at = offset
        return offset

    def size(self) -> int:
        """Bytes of the file; OSError where the server does not say."""
        if self._size is None:
            self._ask(self._at)
        if self._size is None:
            raise OSError(f"{self.url}: the server does not say how long it is")
        return self._size

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes, fewer only at the end of the file; all that is left where size is negative."""
        end = None if size < 0 else self._at + size
        pieces: list[bytes] = []
        while end is None or self._at < end:
            wanted = _CHUNK if end is None else end - self._at
            piece = self._buffered(wanted) or self._received(wanted)
            if not piece:
                break
            pieces.append(piece)
            self._at += len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        self._hang_up()
        super().close()

    def _buffered(self, wanted: int) -> bytes:
        start = self._at - self._begin
        return bytes(self._buffer[start : start + wanted]) if 0 <= start < len(self._buffer) else b""

    def _received(self, wanted: int) -> bytes:
        """Bytes at the position, off the wire; empty at the end of the file."""
        for wait in (*WAITS, None):
            if not self._comes_next():
                if self._size is not None and self._at >= self._size:
                    return b""
                self._ask(self._at)
            while self._fill():
                if self._reached > self._at:
                    return self._buffered(wanted)
            self._hang_up()
            if self._size is None or self._reached >= self._size:
                return b""
            if wait is not None:
                self._sleep(wait)
        raise OSError(f"{self.url}: the connection breaks again and again")

    @property
    def _reached(self) -> int:
        """How far it was received."""
        return self._begin + len(self._buffer)

    def _comes_next(self) -> bool:
        """Whether the answer that is being received will soon come to the position."""
        return self._answer is not None and self._reached <= self._at <= self._reached + _SKIPPED

    def _fill(self) -> bool:
        """Take one piece off the wire; whether there was one: none comes at the end and where the connection breaks."""
        piece = b""
        if self._answer is not None:
            with suppress(OSError, HTTPException):
                piece = self._answer.read1(_CHUNK)
        self._buffer += piece
        surplus = len(self._buffer) - KEPT - _CHUNK
        if surplus > 0:
            del self._buffer[:surplus]
            self._begin += surplus
        return bool(piece)

    def _ask(self, offset: int) -> None:
        """Ask for the file from an offset on."""
        self._hang_up()
        self._buffer.clear()
        self._answer, self._begin = self._tried(offset)
        if self._answer is None:
            return
        headers = self._answer.headers
        identity = (headers.get("ETag", ""), headers.get("Last-Modified", ""))
        if self._identity not in (None, identity):
            raise OSError(f"{self.url}: it changed while it was read")
        self._identity = identity
        total = (headers.get("Content-Range") or "").rpartition("/")[2] or headers.get("Content-Length", "")
        self._size = int(total) if total.isascii() and total.isdecimal() else None

    def _tried(self, offset: int) -> tuple[HTTPResponse | None, int]:
        """The server's answer, and the offset that its body begins at; none where the file ends before the offset."""
        headers = {"Range": f"bytes={offset}-", "Accept-Encoding": "identity", "User-Agent": _USER_AGENT}
        for wait in (*WAITS, None):
            try:
                answer = cast(HTTPResponse, _OPENER.open(Request(self.url, headers=headers), timeout=TIMEOUT))
                return answer, offset if answer.status == 206 else 0
            except HTTPError as error:
                error.close()
                if error.code == 416:
                    self._size = offset if self._size is None else self._size
                    return None, offset
                if error.code not in _AGAIN or wait is None:
                    raise OSError(f"{self.url}: HTTP status {error.code}") from error
            except (OSError, HTTPException, ValueError) as error:
                reason = error.reason if isinstance(error, URLError) else error
                if wait is None or isinstance(error, ValueError):
                    raise OSError(f"{self.url}: {reason}") from error
            self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _hang_up(self) -> None:
        if self._answer is not None:
            self._answer.close()
            self._answer = None


class _WebOnly(HTTPRedirectHandler):
    """Follows redirects within the web: not to ftp:, which urllib would open too."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if not is_url(newurl):
            raise URLError(f"it redirects to {newurl!r}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER = build_opener(_WebOnly)
_USER_AGENT = f"related-news-crawler/{__version__}"
