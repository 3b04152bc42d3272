"""Where the records of a WARC file begin and end, for plain, gzipped and zipped (WACZ) files.

Framing is apart from parsing so that one broken record costs one record: after a fault the next beginning is looked
for, and reading goes on there. Offsets count bytes in the file as it lies on disk.
Source: ISO 28500 (WARC 1.1), annex D (a gzip member a record); RFC 1952.
"""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

LIMIT = 64 * 1024 * 1024
"""The most of one record that is held in memory, in bytes; what is beyond it is passed over."""

_CHUNK = 64 * 1024
_HEAD_LIMIT = 1024 * 1024
_PEEK = 1024
"""Bytes of a gzip member that are enough to see what it begins with."""
_GZIP_MAGIC = b"\x1f\x8b\x08"
_VERSION = re.compile(rb"WARC/\d")
_LENGTH = re.compile(rb"\r?\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.I)
_HEAD_END = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Frame:
    """One record's bytes, unpacked: at offset; or, with fault set, a place where no record could be read."""

    offset: int
    data: bytes
    fault: str | None = None
    cut: bool = False
    """Whether data was cut at LIMIT."""


class NotChunked(ValueError):
    """A gzip file of one stream over all records: it can be read on, but not entered at a record."""


def is_gzip(file: IO[bytes]) -> bool:
    """Whether the file begins as gzip; the position stays at 0."""
    file.seek(0)
    magic = file.read(len(_GZIP_MAGIC))
    file.seek(0)
    return magic == _GZIP_MAGIC


def frames(file: IO[bytes], start: int = 0) -> Iterator[Frame]:
    """Every record of a seekable file, in order, faults included.

    start: the offset of a frame that this gave before, to go on from; a gzip file of one stream is read from its
    beginning all the same.
    """
    if not is_gzip(file):
        file.seek(start)
        yield from plain_frames(file, start)
        return
    first = next(_members(file, 0), None)
    if first and not first.fault and not holds_one_record(first.data, first.cut):
        file.seek(0)
        with gzip.GzipFile(fileobj=file) as stream:
            yield from plain_frames(stream)  # type: ignore[arg-type]
        return
    yield from _members(file, start)


def frame_at(file: IO[bytes], offset: int) -> Frame:
    """The record that begins at an offset that frames() gave."""
    if not is_gzip(file):
        file.seek(offset)
        return next(plain_frames(file, offset))
    frame = next(_members(file, offset))
    if not holds_one_record(frame.data, frame.cut):
        raise NotChunked
    return frame


def seekable_by_record(file: IO[bytes]) -> bool:
    """Whether records can be entered at their offsets."""
    if not is_gzip(file):
        return True
    first = next(_members(file, 0), None)
    return first is None or bool(first.fault) or holds_one_record(first.data, first.cut)


def ends_whole(file: IO[bytes]) -> bool:
    """Whether a file of a gzip member a record ends where a record ends: only the last one is unpacked."""
    start = _last_member(file)
    if start is None:
        return False
    return not any(frame.fault for frame in _members(file, start))


def _last_member(file: IO[bytes]) -> int | None:
    """Where the last gzip member that unpacks to a WARC record begins, looked for from the file's end backwards."""
    end = file.seek(0, os.SEEK_END)
    while end > 0:
        start = max(0, end - _CHUNK)
        file.seek(start)
        data = file.read(end - start + _PEEK)  # a member may begin at the very end of this part
        at = data.rfind(_GZIP_MAGIC, 0, end - start + len(_GZIP_MAGIC) - 1)
        while at >= 0:
            if _unpacks_to_record(data[at : at + _PEEK]):
                return start + at
            at = data.rfind(_GZIP_MAGIC, 0, at)
        end = start
    return None


def begins_as_record(data: bytes) -> bool:
    """Whether bytes begin with a record's first line."""
    return _VERSION.match(data) is not None


def holds_one_record(data: bytes, cut: bool) -> bool:
    """Whether these bytes hold one record and no more."""
    end = _HEAD_END.search(data)
    length = _LENGTH.search(data, 0, end.end() if end else 0)
    if not end or not length:
        return True
    size = end.end() + int(length[1])
    return size >= len(data) if cut else not data[size : size + 64].strip()


def _members(file: IO[bytes], start: int) -> Iterator[Frame]:
    offset = start
    while True:
        file.seek(offset)
        frame, end = _member(file, offset)
        if frame is None:
            return
        if frame.fault is None and not _VERSION.match(frame.data):
            frame = Frame(offset, b"", "does not begin as a WARC record")
        yield frame
        if frame.fault and end is None:
            end = _next_member(file, offset + 1)
        if end is None:
            return
        offset = end


def _member(file: IO[bytes], offset: int) -> tuple[Frame | None, int | None]:
    """The gzip member at the file's position and where the next begins; None at the end of the file."""
    unpack = zlib.decompressobj(31)
    pieces: list[bytes] = []
    size, read = 0, 0
    while not unpack.eof:
        chunk = unpack.unconsumed_tail
        if not chunk:
            chunk = file.read(_CHUNK)
            read += len(chunk)
        if not chunk:
            if read == 0:
                return None, None
            return Frame(offset, b"", "the file ends in the middle of a record"), None
        if read == len(chunk) and not chunk.strip(b"\0"):
            return None, None
        try:
            piece = unpack.decompress(chunk, _CHUNK * 16)
        except zlib.error as error:
            return Frame(offset, b"", f"broken gzip data ({error})"), None
        if size < LIMIT:
            pieces.append(piece)
        size += len(piece)
    end = offset + read - len(unpack.unused_data)
    return Frame(offset, b"".join(pieces), cut=size > LIMIT), end


def _next_member(file: IO[bytes], offset: int) -> int | None:
    """Where, from an offset on, the next gzip member begins that unpacks to a WARC record."""
    file.seek(offset)
    buffer, base = b"", offset
    while chunk := file.read(_CHUNK):
        buffer += chunk
        at = buffer.find(_GZIP_MAGIC)
        while at >= 0:
            if len(buffer) - at < _PEEK:
                buffer += file.read(_PEEK)
            if _unpacks_to_record(buffer[at : at + _PEEK]):
                return base + at
            at = buffer.find(_GZIP_MAGIC, at + 1)
        base += max(0, len(buffer) - 2)
        buffer = buffer[-2:]
    return None


def _unpacks_to_record(data: bytes) -> bool:
    try:
        return bool(_VERSION.match(zlib.decompressobj(31).decompress(data, 64)))
    except zlib.error:
        return False


def plain_frames(file: IO[bytes], start: int = 0) -> Iterator[Frame]:
    """Records of an unpacked stream, read forwards only."""
    buffer, offset = b"", start
    while True:
        buffer, offset = _skip_blank(file, buffer, offset)
        if not buffer:
            return
        try:
            buffer, end = _fill_head(file, buffer)
        except (OSError, EOFError, zlib.error) as error:
            yield Frame(offset, b"", f"broken gzip data ({error})")
            return
        length = _LENGTH.search(buffer, 0, end) if end else None
        if not end or not length or not _VERSION.match(buffer):
            yield Frame(offset, b"", "does not begin as a WARC record")
            buffer, offset = _resync(file, buffer, offset)
            continue
        size = end + int(length[1])
        data, rest, whole = _take(file, buffer, size)
        yield Frame(offset, data, None if whole else "the file ends in the middle of a record", cut=size > LIMIT)
        if not whole:
            return
        buffer, offset = rest, offset + size


def _skip_blank(file: IO[bytes], buffer: bytes, offset: int) -> tuple[bytes, int]:
    while True:
        stripped = buffer.lstrip(b"\r\n")
        offset += len(buffer) - len(stripped)
        if stripped:
            return stripped, offset
        try:
            buffer = file.read(_CHUNK)
        except (OSError, EOFError, zlib.error):
            return b"", offset
        if not buffer:
            return b"", offset


def _fill_head(file: IO[bytes], buffer: bytes) -> tuple[bytes, int | None]:
    """Read on until the record's header is whole: the buffer and where the header ends."""
    while True:
        end = _HEAD_END.search(buffer)
        if end:
            return buffer, end.end()
        if len(buffer) > _HEAD_LIMIT:
            return buffer, None
        chunk = file.read(_CHUNK)
        if not chunk:
            return buffer, None
        buffer += chunk


def _take(file: IO[bytes], buffer: bytes, size: int) -> tuple[bytes, bytes, bool]:
    """The first size bytes (at most LIMIT of them), what follows, and whether all were there."""
    if len(buffer) >= size:
        return buffer[: min(size, LIMIT)], buffer[size:], True
    pieces, have = [buffer], len(buffer)
    while have < size:
        try:
            chunk = file.read(min(_CHUNK, size - have))
        except (OSError, EOFError, zlib.error):
            chunk = b""
        if not chunk:
            return b"".join(pieces)[:LIMIT], b"", False
        if have < LIMIT:
            pieces.append(chunk)
        have += len(chunk)
    return b"".join(pieces)[:LIMIT], b"", True


def _resync(file: IO[bytes], buffer: bytes, offset: int) -> tuple[bytes, int]:
    """Skip to the next line that begins a record."""
    begin = re.compile(rb"\nWARC/\d")
    while True:
        found = begin.search(buffer)
        if found:
            return buffer[found.start() + 1 :], offset + found.start() + 1
        try:
            chunk = file.read(_CHUNK)
        except (OSError, EOFError, zlib.error):
            chunk = b""
        if not chunk:
            return b"", offset + len(buffer)
        offset += max(0, len(buffer) - 8)
        buffer = buffer[-8:] + chunk
