"""A list's bytes in pieces: gzip undone, however many members it has, and as far as it goes where it is cut off."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

LIMIT = 50 * 1024 * 1024
"""The most of an unpacked list that is read, in bytes: the bound of sitemaps.org."""

_PIECE = 64 * 1024
_MAGIC = b"\x1f\x8b"


def pieces(body: bytes) -> Iterator[bytes]:
    """The content of a list, unpacked where it is gzip (twice, where a server packed a packed file), up to LIMIT."""
    content: Iterable[bytes] = (body[place : place + _PIECE] for place in range(0, len(body), _PIECE))
    for _ in range(2):
        content = iter(content)
        first = next(content, b"")
        content = chain([first], content)
        if first.startswith(_MAGIC):
            content = _unpacked(content)
    size = 0
    for piece in content:
        yield piece[: LIMIT - size]
        size += len(piece)
        if size >= LIMIT:
            return


def _unpacked(packed: Iterable[bytes]) -> Iterator[bytes]:
    unpack = zlib.decompressobj(31)
    for piece in packed:
        data = piece
        while data:
            if unpack.eof:  # another member, or what someone left behind the last
                if not data.startswith(_MAGIC[:1]):
                    return
                unpack = zlib.decompressobj(31)
            try:
                found = unpack.decompress(data, _PIECE)
            except zlib.error:
                return
            if found:
                yield found
            data = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
