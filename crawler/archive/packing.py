"""Records of a WARC file in whatever form it is packed: plain, gzip (framing.py) or Zstandard (zstd.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from crawler.archive import framing
from crawler.archive.framing import Frame, NotChunked
from crawler.archive.zstd import is_zstd, one_frame_over_all, zstd_frame_at, zstd_frames


def frames(file: IO[bytes], start: int = 0) -> Iterator[Frame]:
    """Every record of a seekable file, in order, faults included; start: as framing.frames() has it."""
    return zstd_frames(file, start) if is_zstd(file) else framing.frames(file, start)


def frame_at(file: IO[bytes], offset: int) -> Frame:
    """The record that begins at an offset that frames() gave; NotChunked where none can be entered."""
    if not is_zstd(file):
        return framing.frame_at(file, offset)
    if one_frame_over_all(file):
        raise NotChunked
    return zstd_frame_at(file, offset)


def seekable_by_record(file: IO[bytes]) -> bool:
    """Whether records can be entered at their offsets."""
    return not one_frame_over_all(file) if is_zstd(file) else framing.seekable_by_record(file)
