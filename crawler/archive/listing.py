"""Lists of WARC files: one name a line, as Common Crawl publishes them (warc.paths.gz).

A line is a URL or a path; in a list that comes from a server a path counts from that server's root, in a list on disk
from the working directory or from the list's folder.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from typing import IO, cast
from urllib.parse import urljoin, urlsplit

from crawler.archive.remote import RemoteFile, is_url

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of a list, unpacked; a month of Common Crawl has ten thousand names in one."""
_SUFFIXES = (".paths", ".paths.gz")


def is_list(name: str) -> bool:
    """Whether a name, a path or a URL, is that of a list."""
    return (urlsplit(name).path if is_url(name) else name).lower().endswith(_SUFFIXES)


def listed(name: str) -> list[str]:
    """The files that a list names, in its order, each once; OSError where it cannot be read, ValueError where it names
    none, or one that is not there, or a server other than its own."""
    found = dict.fromkeys(_resolved(name, entry) for entry in _entries(name))
    if not found:
        raise ValueError("it names no file")
    return list(found)


def _entries(name: str) -> Iterator[str]:
    with _open(name) as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if packed else file
        text = stream.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise ValueError(f"it is longer than {MOST_BYTES} bytes")
    for line in text.decode("utf-8", "replace").splitlines():
        if entry := line.strip("\ufeff \t"):
            yield entry


def _open(name: str) -> IO[bytes]:
    return cast("IO[bytes]", RemoteFile(name)) if is_url(name) else open(name, "rb")


def _resolved(name: str, entry: str) -> str:
    if is_url(name):
        url = entry if is_url(entry) else urljoin(name, "/" + entry.lstrip("/"))
        if urlsplit(url).netloc.lower() != urlsplit(name).netloc.lower():
            raise ValueError(f"it names {url}, which is on another server")
        return url
    if is_url(entry):
        return entry
    for path in (entry, os.path.join(os.path.dirname(name), entry)):
        if os.path.isfile(path):
            return path
    raise ValueError(f"it names {entry}, which is no file; of a list on a server give its URL")
