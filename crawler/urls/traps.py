"""URLs that go on for ever: paths that repeat themselves, and the make that a trap's pages share."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.urls.canonical import site

DEEPEST = 20
"""Segments of a path; the deepest honest news URL seen has nine."""
_REPEATS = 3
_NUMBERS = 4
_DIGITS = re.compile(r"\d+")
_SESSION = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6,}\Z|[0-9a-f-]{16,}\Z", re.I)
_SLUG = re.compile(r"(?:[^-_]+[-_]){3,}")


def endless(url: str) -> str | None:
    """Why a URL looks like one of endlessly many, in a phrase; None where it does not."""
    segments = _segments(url)
    if len(segments) > DEEPEST:
        return f"more than {DEEPEST} path segments"
    for segment in set(segments):
        most = _NUMBERS if segment.isdigit() else _REPEATS
        if segments.count(segment) >= most:
            return f"path segment {segment[:40]!r} {segments.count(segment)} times"
    return None


@lru_cache(maxsize=2048)
def shape(url: str) -> str:
    """The make of a URL: its site and path with numbers, ids and slugs taken out, and the names of its parameters.

    All pages of a calendar, of a wildcard host or behind session ids in the path have one make; so do a site's
    articles.
    """
    segments = [_kind(s) for s in _segments(url)[:DEEPEST]]
    try:
        query = urlsplit(url).query
    except ValueError:
        query = ""
    names = sorted({pair.partition("=")[0] for pair in query[:1000].split("&") if pair})
    return f"{site(url)}/{'/'.join(segments)}" + (f"?{'&'.join(names)}" if names else "")


def _segments(url: str) -> list[str]:
    try:
        path = urlsplit(url).path
    except ValueError:
        return []
    return [s for s in (part.partition(";")[0].lower() for part in path[:4096].split("/")) if s]


def _kind(segment: str) -> str:
    if _SESSION.match(segment):
        return "*"
    if _SLUG.match(segment):
        return "-"
    return _DIGITS.sub("0", segment)[:60]
