"""An HTTP answer out of a WARC record: its head, and its body with transfer and content codings undone.

Programs that write archives differ: some keep the codings of the wire, some undo them and leave the headers that name
them. So a coding is undone only where the bytes have it. Source: RFC 9110 (codings), RFC 9112, 7.1 (chunks).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import brotli
import zstandard

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecordLoader

MOST_CODINGS = 3
"""Codings on top of one another; one is usual, more are only met in bombs."""

_TAIL = 1024
_ENDS = (b"</html", b"</rss>", b"</feed>", b"</rdf:rdf>", b"</urlset>", b"</sitemapindex>")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-f]{1,12})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n", re.I)
_STATUS = re.compile(r"[1-5]\d\d\b")


def record_loader() -> ArcWarcRecordLoader:
    """warcio's reader of records, with the status lines of HTTP/2, HTTP/3 and of programs that name no version.

    warcio is imported here because most crawls read no archive, and it brings a library of file systems with it.
    """
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeadersParser

    loader = ArcWarcRecordLoader()
    versions = [f"HTTP/{version}" for version in ("1.1", "1.0", "2.0", "2", "3.0", "3", "0.9", "1")]
    loader.http_parser = StatusAndHeadersParser([*versions, "HTTP", "ICY"])
    return loader


def status_code(status_line: str) -> int:
    """The status of an answer's first line, without its version; 0 where it gives none."""
    found = _STATUS.match(status_line.strip())
    return int(found[0]) if found else 0


def is_whole(body: bytes) -> bool:
    """Whether a page, a feed or a sitemap ends as one."""
    tail = body[-_TAIL:].lower()
    return any(end in tail for end in _ENDS) or (body[:1] == b"{" and tail.rstrip().endswith(b"}"))


def decoded(payload: bytes, transfer: str, content: str, limit: int) -> bytes:
    """The body behind its codings, as named by Transfer-Encoding and Content-Encoding, at most limit + 1 bytes of it.

    ValueError where a coding is not known or its data is broken.
    """
    codings = [*_names(content), *_names(transfer)]
    if len(codings) > MOST_CODINGS + 1:
        raise ValueError(f"{len(codings)} codings on top of one another")
    for coding in reversed(codings):
        payload = _undone(payload, coding, limit)
    return payload[: limit + 1]


def _names(header: str) -> list[str]:
    """The codings that a header names, without those that change nothing."""
    names = (name.strip().lower() for name in header.split(","))
    return [name for name in names if name not in ("", "identity", "none", "utf-8")]


def _undone(payload: bytes, coding: str, limit: int) -> bytes:
    if coding not in _DECODERS:
        raise ValueError(f"the coding {coding[:20]!a} is not known")
    magic, decode = _DECODERS[coding]
    if not payload or (magic and not payload.startswith(magic)) or _is_page(payload):
        return payload
    try:
        return decode(payload, limit + 1)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise ValueError(f"the body is not {coding} ({error})") from error


def _is_page(payload: bytes) -> bool:
    """Whether a body begins as a page does: then its coding was undone by whoever wrote the record."""
    return payload[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<head"))


def _unchunked(payload: bytes, limit: int) -> bytes:
    """The chunks put together, as far as they go; the payload itself where it does not begin with a chunk."""
    pieces: list[bytes] = []
    size, place = 0, 0
    while size < limit and (head := _CHUNK_SIZE.match(payload, place)):
        length = int(head[1], 16)
        if length == 0:
            return b"".join(pieces)
        pieces.append(payload[head.end() : head.end() + length])
        size += length
        place = head.end() + length
        place += 2 if payload[place : place + 2] == b"\r\n" else payload[place : place + 1] == b"\n"
    return b"".join(pieces) if pieces else payload


def _gunzip(payload: bytes, limit: int) -> bytes:
    """Every member of a gzip stream; what follows the last one is left out."""
    pieces: list[bytes] = []
    while payload.startswith(b"\x1f\x8b") and limit > 0:
        unpack = zlib.decompressobj(31)
        pieces.append(unpack.decompress(payload, limit))
        limit -= len(pieces[-1])
        payload = unpack.unused_data
    return b"".join(pieces)


def _inflate(payload: bytes, limit: int) -> bytes:
    """deflate as the standard has it (zlib), or bare as some servers send it."""
    try:
        return zlib.decompressobj(15).decompress(payload, limit)
    except zlib.error:
        return zlib.decompressobj(-15).decompress(payload, limit)


def _unbrotli(payload: bytes, limit: int) -> bytes:
    body: bytes = brotli.Decompressor().process(payload, output_buffer_limit=limit)
    return body[:limit]


def _unzstd(payload: bytes, limit: int) -> bytes:
    return zstandard.ZstdDecompressor().stream_reader(payload, read_across_frames=True).read(limit)


_DECODERS: dict[str, tuple[bytes, Callable[[bytes, int], bytes]]] = {
    "chunked": (b"", _unchunked),
    "gzip": (b"\x1f\x8b", _gunzip),
    "x-gzip": (b"\x1f\x8b", _gunzip),
    "deflate": (b"", _inflate),
    "br": (b"", _unbrotli),
    "zstd": (b"\x28\xb5\x2f\xfd", _unzstd),
}
"""Coding -> the bytes that its data begins with, where it has such, and what undoes it."""
