"""An HTTP answer out of a WARC record: its head, and its body with transfer and content codings undone.

Programs that write archives differ: some keep the codings of the wire, some undo them and leave the headers that name
them, some name the wrong one. So a coding is undone only where the bytes have it. Source: RFC 9110 (codings), RFC 9112,
7.1 (chunks).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import brotli
import zstandard

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeaders

MOST_CODINGS = 3
"""Codings on top of one another; one is usual, more are only met in bombs."""

_TAIL = 1024
_ENDS = (b"</html", b"</rss>", b"</feed>", b"</rdf:rdf>", b"</urlset>", b"</sitemapindex>")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-f]{1,12})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n", re.I)
_STATUS = re.compile(r"(?<![\d.])([1-5]\d\d)(?!\d)")
_STATUS_LINE = re.compile(rb"(?:HTTP|H[23]\b|SPDY|QUIC|ICY)[\w./-]{0,9}[ \t]+[1-5]\d\d(?!\d)", re.I)
_MOST_HEADS = 4
"""Heads of answers in one record."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ZSTD_PIECE = 512
"""Bytes that zstd unpacks at once: a block of 128 KiB may be as short as four."""


def record_loader() -> ArcWarcRecordLoader:
    """warcio's reader of records.

    warcio is imported here because most crawls read no archive, and it brings a library of file systems with it.
    """
    from warcio.recordloader import ArcWarcRecordLoader

    return ArcWarcRecordLoader()


def status_code(status_line: str) -> int:
    """The status of an answer's first line, with what its version left of it; 0 where it gives none."""
    found = _STATUS.search(status_line)
    return int(found[1]) if found else 0


def head_and_body(block: bytes, has_head: bool) -> tuple[StatusAndHeaders | None, bytes]:
    """An answer's head and its body. None and the block itself where that is a body alone: a page may be one even in a
    record that says it has a head (has_head); for anything else there ValueError.

    A head may have any version or none that is known (HTTP/2, h3-29, bare HTTP), blank lines before it, and others
    before it: interim answers (100, 103), a proxy's.
    """
    from warcio.statusandheaders import StatusAndHeadersParser

    parser = StatusAndHeadersParser([], verify=False)
    head: StatusAndHeaders | None = None
    for _ in range(_MOST_HEADS):
        begun = block.lstrip(b"\r\n")
        if not _STATUS_LINE.match(begun):
            break
        stream = BytesIO(begun)
        head = parser.parse(stream)
        block = stream.read()
    if head is None and has_head and block and not _is_page(block):
        raise ValueError("no HTTP head")
    return head, block


def is_whole(body: bytes) -> bool:
    """Whether a page, a feed or a sitemap ends as one."""
    tail = body[-_TAIL:].lower()
    return any(end in tail for end in _ENDS) or (body[:1] == b"{" and tail.rstrip().endswith(b"}"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body behind its codings."""

    body: bytes
    ended: bool = True
    """Whether the data of every coding was there to its end."""


def decoded(payload: bytes, transfer: str, content: str, limit: int) -> Decoded:
    """The body behind its codings, as named by Transfer-Encoding and Content-Encoding, at most limit + 1 bytes of it.

    ValueError where a coding is not known or its data is broken.
    """
    codings = [*_names(content), *_names(transfer)]
    if len(codings) > MOST_CODINGS + 1:
        raise ValueError(f"{len(codings)} codings on top of one another")
    if "chunked" not in codings and _is_chunked(payload):
        codings.append("chunked")
    found = Decoded(payload)
    for coding in reversed(codings):
        undone = _undone(found.body, coding, limit)
        found = Decoded(undone.body, found.ended and undone.ended)
    if not codings and _coding_of(payload):
        found = _undone(payload, "", limit)
    return Decoded(found.body[: limit + 1], found.ended or len(found.body) > limit)


def _names(header: str) -> list[str]:
    """The codings that a header names, without those that change nothing."""
    names = (name.strip().lower() for name in header.split(","))
    return [name for name in names if name not in ("", "identity", "none", "utf-8")]


def _undone(payload: bytes, coding: str, limit: int) -> Decoded:
    """The bytes behind one coding: the one that they begin with, else the one named; text has none."""
    coding = coding if coding == "chunked" else _coding_of(payload) or coding
    if not payload or _is_page(payload) or (coding in _MAGIC.values() and _coding_of(payload) is None):
        return Decoded(payload)
    try:
        if coding not in _DECODERS:
            raise ValueError(f"the coding {coding[:20]!a} is not known")
        return _DECODERS[coding](payload, limit + 1)
    except (ValueError, zlib.error, brotli.error, zstandard.ZstdError) as error:
        if _is_text(payload) and _coding_of(payload) is None:
            return Decoded(payload)
        raise ValueError(f"the body is not {coding[:20]} ({error})") from error


def _coding_of(payload: bytes) -> str | None:
    """The coding whose first bytes these are."""
    return next((coding for magic, coding in _MAGIC.items() if payload.startswith(magic)), None)


def _is_page(payload: bytes) -> bool:
    """Whether a body begins as a page does: then its coding was undone by whoever wrote the record."""
    return payload[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<head"))


def _is_text(payload: bytes) -> bool:
    """Whether a body begins without a control character: packed data hardly does."""
    return not _CONTROLS.search(payload, 0, 512)


def _is_chunked(payload: bytes) -> bool:
    """Whether a body that nobody calls chunked is: a page begins behind the first chunk's size, and a size follows."""
    head = _CHUNK_SIZE.match(payload)
    if head is None or not _is_page(payload[head.end() :]):
        return False
    end = head.end() + int(head[1], 16)
    return end < len(payload) and _CHUNK_SIZE.match(payload, end + 2) is not None


def _unchunked(payload: bytes, limit: int) -> Decoded:
    """The chunks put together, as far as they go; the payload itself where it does not begin with a chunk."""
    pieces: list[bytes] = []
    size, place = 0, 0
    while size < limit and (head := _CHUNK_SIZE.match(payload, place)):
        length = int(head[1], 16)
        if length == 0:
            return Decoded(b"".join(pieces))
        pieces.append(payload[head.end() : head.end() + length])
        size += length
        place = head.end() + length
        place += 2 if payload[place : place + 2] == b"\r\n" else payload[place : place + 1] == b"\n"
    return Decoded(b"".join(pieces), ended=place == len(payload)) if pieces else Decoded(payload)


def _gunzip(payload: bytes, limit: int) -> Decoded:
    """Every member of a gzip stream; what follows the last one is left out."""
    pieces: list[bytes] = []
    ended = True
    while payload.startswith(b"\x1f\x8b") and limit > 0:
        unpack = zlib.decompressobj(31)
        pieces.append(unpack.decompress(payload, limit))
        limit -= len(pieces[-1])
        payload, ended = unpack.unused_data, unpack.eof
    return Decoded(b"".join(pieces), ended)


def _inflate(payload: bytes, limit: int) -> Decoded:
    """deflate as the standard has it (zlib), or bare as some servers send it."""
    for window in (15, -15):
        unpack = zlib.decompressobj(window)
        try:
            return Decoded(unpack.decompress(payload, limit), unpack.eof)
        except zlib.error:
            if window < 0:
                raise
    raise AssertionError("the loop returns or raises")


def _unbrotli(payload: bytes, limit: int) -> Decoded:
    unpack = brotli.Decompressor()
    body: bytes = unpack.process(payload, output_buffer_limit=limit)
    return Decoded(body[:limit], unpack.is_finished())


def _unzstd(payload: bytes, limit: int) -> Decoded:
    """Every frame of a zstd stream."""
    pieces: list[bytes] = []
    ended = True
    while payload.startswith(b"\x28\xb5\x2f\xfd") and limit > 0:
        unpack = zstandard.ZstdDecompressor().decompressobj()
        place = 0
        while not unpack.eof and place < len(payload) and limit > 0:
            pieces.append(unpack.decompress(payload[place : place + _ZSTD_PIECE]))
            limit -= len(pieces[-1])
            place += _ZSTD_PIECE
        payload, ended = unpack.unused_data + payload[place:], unpack.eof
    return Decoded(b"".join(pieces), ended)


_DECODERS: dict[str, Callable[[bytes, int], Decoded]] = {
    "chunked": _unchunked,
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
"""The first bytes of a coding's data, of those that have such."""
