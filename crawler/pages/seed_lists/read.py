"""Seed lists: feeds (RSS, Atom, RDF, JSON), sitemaps and their indexes, OPML, robots.txt -> the URLs in them.

What a URL is, is found out by reading it: `read_list()` says None for anything that is not such a list.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from time import process_time

from crawler.pages.dom.limits import TooHeavy, time_limit
from crawler.pages.seed_lists.entries import Entry, ListKind, SeedList
from crawler.pages.seed_lists.plain_lists import read_plain
from crawler.pages.seed_lists.unpack import pieces
from crawler.pages.seed_lists.xml_lists import HEAD, find_start, read_entries
from crawler.text.encoding import declared_encodings
from crawler.urls.canonical import canonical

MOST_ENTRIES = 50_000
"""Entries of a list that are read: the bound of sitemaps.org."""
LONGEST_PLAIN = 5 * 1024 * 1024
"""Bytes of a list in plain text or JSON that are read: 50,000 addresses of 100 characters."""

_NEVER = datetime.min.replace(tzinfo=UTC)
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
"""How a list begins, with a byte order mark or without, that has two bytes a character."""


def read_list(body: bytes, url: str, seconds: float = 2.0) -> SeedList | None:
    """The list that a body holds; None where it holds none. What is broken is read as far as it goes.

    Reading stops after MOST_ENTRIES entries or so many seconds of processor time, twice as many where one entry takes
    them all; what was read by then counts.
    """
    found: dict[str, Entry] = {}
    kind: ListKind | None = None
    try:
        with time_limit(2 * seconds):
            opened = _open(body, url)
            if opened is None:
                return None
            kind, entries = opened
            cut = _take(entries, found, kind, seconds)
    except TooHeavy as error:
        if kind is None:
            return None
        cut = str(error)
    ordered = list(found.values())
    if kind != "feed":
        ordered.sort(key=lambda entry: entry.date or _NEVER, reverse=True)
    return SeedList(kind, tuple(ordered), cut)


def _take(entries: Iterator[Entry], found: dict[str, Entry], kind: ListKind, seconds: float) -> str | None:
    """Put entries into `found`, by address; why reading ended before their end, None where it did not."""
    deadline = process_time() + seconds
    for entry in entries:
        # Spellings of one address are seldom met in sitemaps, and costly to tell in long ones.
        found.setdefault(canonical(entry.url) if kind == "feed" else entry.url, entry)
        if len(found) >= MOST_ENTRIES:
            return f"it has more than {MOST_ENTRIES} entries"
        if process_time() > deadline:
            return f"reading took more than {seconds:g} s"
    return None


def _open(body: bytes, url: str) -> tuple[ListKind, Iterator[Entry]] | None:
    """The kind of a list and its entries, read as they are asked for."""
    content = pieces(body)
    head = b""
    while len(head) < HEAD and (piece := next(content, b"")):
        head += piece
    if wide := next((codec for mark, codec in _WIDE.items() if head.startswith(mark)), None):
        text = (head + b"".join(content)).decode(wide, "replace")
        head, content = text.encode("utf-8", "replace"), iter(())
    start = find_start(head)
    if start is None:
        if b"\0" in head or (b"<" in head[:1024] and not head.lstrip().startswith(b"{")):
            return None  # a page, or a file
        rest = b"".join(content)
        return read_plain((head + rest)[:LONGEST_PLAIN].decode("utf-8", "replace"), url)
    rest_of_list = chain([head[start.root :]], content)
    declared = [] if wide else declared_encodings(start.declaration, None)
    return start.kind, read_entries(_as_utf8(rest_of_list, declared[0] if declared else "utf-8"), start.kind, url)


def _as_utf8(content: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The content in the one encoding that needs no declaration: libraries of XML know fewer than the web has, and a
    declaration that is not true costs the whole list."""
    if encoding == "utf-8":
        yield from content
        return
    decoder = getincrementaldecoder(encoding)(errors="replace")
    for piece in content:
        yield decoder.decode(piece).encode("utf-8", "replace")
