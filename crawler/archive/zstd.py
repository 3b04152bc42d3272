"""The records of a WARC file packed by Zstandard: a frame a record, behind a dictionary where the file has one.

Source: IIPC, Zstandard Compression for WARC Files 1.0; RFC 8878.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, cast

import zstandard

from crawler.archive.framing import LIMIT, Frame, begins_as_record, holds_one_record, plain_frames

_MAGIC = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_MOST_OF_DICTIONARY = 16 * 1024 * 1024
_CHUNK = 2048
"""Bytes unpacked at a time: at most 64 MiB come out of them."""


class _Unpacked:
    """A stream whose damage is an OSError, as gzip's is."""

    def __init__(self, stream: zstandard.ZstdDecompressionReader) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except zstandard.ZstdError as error:
            raise OSError(str(error)) from error


def is_zstd(file: IO[bytes]) -> bool:
    """Whether the file begins as Zstandard; the position stays at 0."""
    file.seek(0)
    magic = file.read(len(_MAGIC))
    file.seek(0)
    return magic == _MAGIC or _SKIPPABLE.match(magic) is not None


def zstd_frames(file: IO[bytes], start: int) -> Iterator[Frame]:
    """Every record from an offset on, faults included; a file of one frame over all is read from its beginning."""
    unpacker, offset = _unpacker(file), start
    if one_frame_over_all(file):
        file.seek(0)
        yield from plain_frames(cast("IO[bytes]", _Unpacked(unpacker.stream_reader(file, read_across_frames=True))))
        return
    while (found := _frame(file, unpacker, offset)) is not None:
        frame, end = found
        if frame is not None:
            yield frame
        if end is None:
            return
        offset = end


def one_frame_over_all(file: IO[bytes]) -> bool:
    """Whether the first frame with data holds more than a record."""
    unpacker, offset = _unpacker(file), 0
    while (found := _frame(file, unpacker, offset)) is not None:
        frame, end = found
        if frame is not None or end is None:
            return frame is not None and not frame.fault and not holds_one_record(frame.data, frame.cut)
        offset = end
    return False


def zstd_frame_at(file: IO[bytes], offset: int) -> Frame:
    """The record that begins at an offset that zstd_frames() gave."""
    found = _frame(file, _unpacker(file), offset)
    frame = found[0] if found else None
    return frame or Frame(offset, b"", "no record begins there")


def _unpacker(file: IO[bytes]) -> zstandard.ZstdDecompressor:
    """What unpacks the file's frames, by the dictionary in its first one where there is one, itself packed or not."""
    file.seek(0)
    head = file.read(8)
    if not head.startswith(_DICTIONARY) or len(head) < 8:
        return zstandard.ZstdDecompressor()
    data = file.read(min(int.from_bytes(head[4:], "little"), _MOST_OF_DICTIONARY))
    if data.startswith(_MAGIC):
        try:
            data = zstandard.ZstdDecompressor().decompress(data, max_output_size=_MOST_OF_DICTIONARY)
        except zstandard.ZstdError:
            return zstandard.ZstdDecompressor()
    return zstandard.ZstdDecompressor(dict_data=zstandard.ZstdCompressionDict(data))


def _frame(
    file: IO[bytes], unpacker: zstandard.ZstdDecompressor, offset: int
) -> tuple[Frame | None, int | None] | None:
    """The record at an offset and where the next frame begins, None for one that is to be skipped; None at the end."""
    file.seek(offset)
    head = file.read(8)
    if not head.strip(b"\0"):
        return None
    if _SKIPPABLE.match(head):
        return None, offset + 8 + int.from_bytes(head[4:], "little")
    file.seek(offset)
    unpack = unpacker.decompressobj()
    pieces: list[bytes] = []
    size = read = 0
    while not unpack.eof:
        chunk = file.read(_CHUNK)
        read += len(chunk)
        if not chunk:
            return Frame(offset, b"", "the file ends in the middle of a record"), None
        try:
            piece = unpack.decompress(chunk)
        except zstandard.ZstdError as error:
            return Frame(offset, b"", f"broken Zstandard data ({error})"), _next(file, offset + 1)
        if size < LIMIT:
            pieces.append(piece)
        size += len(piece)
    end = offset + read - len(unpack.unused_data)
    data = b"".join(pieces)[:LIMIT]
    fault = None if begins_as_record(data) else "does not begin as a WARC record"
    return Frame(offset, b"" if fault else data, fault, cut=size > LIMIT), end


def _next(file: IO[bytes], offset: int) -> int | None:
    """Where, from an offset on, the next frame begins."""
    file.seek(offset)
    base, buffer = offset, b""
    while chunk := file.read(64 * 1024):
        buffer += chunk
        at = buffer.find(_MAGIC)
        if at >= 0:
            return base + at
        base += max(0, len(buffer) - 3)
        buffer = buffer[-3:]
    return None
