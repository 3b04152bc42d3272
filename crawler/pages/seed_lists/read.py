"""Seed lists: feeds (RSS, Atom, RDF, JSON), sitemaps and their indexes, OPML, robots.txt -> the URLs in them.

What a URL is, is found out by reading it: `read_list()` says None for anything that is not such a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from time import process_time

from crawler.pages.seed_lists.entries import Entry, ListKind, SeedList
from crawler.pages.seed_lists.plain_lists import read_plain
from crawler.pages.seed_lists.unpack import pieces
from crawler.pages.seed_lists.xml_lists import HEAD, find_start, read_entries
from crawler.urls.canonical import canonical

MOST_ENTRIES = 50_000
"""Entries of a list that are read: the bound of sitemaps.org."""
LONGEST_PLAIN = 5 * 1024 * 1024
"""Bytes of a list in plain text or JSON that are read: 50,000 addresses of 100 characters."""

_NEVER = datetime.min.replace(tzinfo=UTC)
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def read_list(body: bytes, url: str, seconds: float = 2.0) -> SeedList | None:
    """The list that a body holds; None where it holds none. What is broken is read as far as it goes.

    Reading stops after MOST_ENTRIES entries or so many seconds of processor time; what was read by then counts.
    """
    deadline = process_time() + seconds
    opened = _open(body, url)
    if opened is None:
        return None
    kind, entries = opened
    found: dict[str, Entry] = {}
    cut = None
    for entry in entries:
        # Spellings of one address are seldom met in sitemaps, and costly to tell in long ones.
        found.setdefault(canonical(entry.url) if kind == "feed" else entry.url, entry)
        if len(found) >= MOST_ENTRIES:
            cut = f"it has more than {MOST_ENTRIES} entries"
        elif process_time() > deadline:
            cut = f"reading took more than {seconds:g} s"
        if cut:
            break
    ordered = list(found.values())
    if kind != "feed":
        ordered.sort(key=lambda entry: entry.date or _NEVER, reverse=True)
    return SeedList(kind, tuple(ordered), cut)


def _open(body: bytes, url: str) -> tuple[ListKind, Iterator[Entry]] | None:
    """The kind of a list and its entries, read as they are asked for."""
    content = pieces(body)
    head = b""
    while len(head) < HEAD and (piece := next(content, b"")):
        head += piece
    if head.startswith(_BOMS):
        text = (head + b"".join(content)).decode("utf-16", "replace")
        head, content = text.encode("utf-8", "replace"), iter(())
    start = find_start(head)
    if start is None:
        if b"\0" in head or (b"<" in head[:1024] and not head.lstrip().startswith(b"{")):
            return None  # a page, or a file
        rest = b"".join(content)
        return read_plain((head + rest)[:LONGEST_PLAIN].decode("utf-8", "replace"), url)
    declaration = b"" if body.startswith(_BOMS) else start.declaration
    return start.kind, read_entries(chain([declaration, head[start.root :]], content), start.kind, url)
