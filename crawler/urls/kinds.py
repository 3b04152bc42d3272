"""What a URL probably leads to, judged by its address alone: an article, a section, a file, a social site, an advert.

Patterns hold for the web at large: dates and long numbers in paths, slugs of several words, file endings.
Words and hosts are data: rules/data/related.toml, [[address]].
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

from crawler.rules.related import related_rules
from crawler.rules.scripts import CJK
from crawler.urls.canonical import site

UrlKind = Literal["article", "section", "media", "social", "sponsored", "front", "other"]

_FILES = frozenset(
    ("jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "ico", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx")
) | frozenset(("zip", "rar", "gz", "mp3", "mp4", "m4a", "m3u8", "avi", "mov", "apk", "exe", "css", "js", "xml", "rss"))
_PAGES = frozenset(("html", "htm", "shtml", "shtm", "php", "asp", "aspx", "jsp"))
_DATE = re.compile(r"(?:^|[/_-])(?:19|20)\d{2}[/_-]?(?:[01]?\d|[a-z]{3})(?:[/_-]|[0-3]\d|$)")
_LIST = re.compile(r"(?:list|node|channel|column|category|cat|tag|topic|index|page)[_-]?\d*(?:\.\w{3,5})?$")
_STORY_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,}")
_ID_PARAMETER = re.compile(r"(?:^|&)(?:\w{0,12}id|nid|p|article|context|no|story|idx)=[^&]*\d{2,}", re.I)
_SPACELESS = re.compile(rf"[\u0e00-\u0e7f{CJK}]")
_DIGIT = re.compile(r"\d")
_BETWEEN = re.compile(r"[-_+.]|%20")
_LONG = 300
"""So much of a path is looked at, in characters."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """What an address shows of an article's make."""

    number: bool
    """A number of the story (four digits that are no year), or a long id with digits."""
    words: int
    """Words of the slug, at most."""
    last: int
    """Words of the last segment."""
    dated: bool


@lru_cache(maxsize=2048)
def url_kind(url: str) -> UrlKind:
    """The kind of an absolute http(s) URL; "other" where its address does not say."""
    netloc, path, query = _cut(url)
    known, labels = _host_kinds(netloc)
    if known == "sponsored" or "sponsored" in labels:
        return "sponsored"
    if known == "social":
        return "social"
    segments = [s for s in path.lower().split("/") if s]
    if not segments:
        return "article" if _ID_PARAMETER.search(query) else "other" if query else "front"
    if segments[-1].rpartition(".")[2] in _FILES and "." in segments[-1]:
        return "media"
    rules = related_rules().segments
    words = {rules[s] for s in segments if s in rules}
    if "sponsored" in words:
        return "sponsored"
    if "section" in labels:
        return "section"
    signs = _signs_of(path, query)
    slug = signs.last >= 4 or (signs.last == 3 and len(segments[-1]) >= 20)
    if "section" in words and not (signs.dated and slug):
        return "section"  # A date and a headline under the name of a section are its story: /people/2017/03/27/….
    if _LIST.match(segments[-1]):
        return "other"
    return "article" if signs.number or slug or (signs.dated and len(segments) > 1) else "other"


@lru_cache(maxsize=2048)
def likeness(own: str, url: str) -> bool | None:
    """Whether a URL is formed as an article's, judged by one of the site's own (`own`); None on another site.

    Most sites give each story a number or a slug of several words: where the own address has a number, so have others.
    """
    netloc, path, query = _cut(url)
    netloc_own, path_own, query_own = _cut(own)
    if netloc != netloc_own and _site_of(netloc) != _site_of(netloc_own):
        return None
    mine, other = _signs_of(path_own, query_own), _signs_of(path, query)
    if mine.number:
        return other.number or (mine.words >= 4 and other.words >= 5)
    return other.number or other.words >= max(3, min(5, mine.words // 2))


@lru_cache(maxsize=2048)
def _cut(url: str) -> tuple[str, str, str]:
    """Host with port, path and query of an absolute URL."""
    rest = url.partition("#")[0].partition("://")[2]
    rest, _, query = rest.partition("?")
    netloc, _, path = rest.partition("/")
    return netloc.lower(), path[:_LONG], query[:_LONG]


@lru_cache(maxsize=2048)
def _host_kinds(netloc: str) -> tuple[str | None, frozenset[str]]:
    """The kind of a host, and the kinds that the labels before its domain speak for."""
    rules = related_rules()
    host = netloc.rpartition("@")[2].partition(":")[0]
    return rules.host(host), frozenset(rules.segments[p] for p in host.split(".")[:-2] if p in rules.segments)


@lru_cache(maxsize=2048)
def _site_of(netloc: str) -> str:
    return site(netloc.rpartition("@")[2].partition(":")[0])


@lru_cache(maxsize=2048)
def _signs_of(path: str, query: str) -> _Signs:
    segments = [s for s in path.split("/") if s]
    if segments and _LIST.match(segments[-1]):
        segments.pop()
    words, last, number = 0, 0, False
    for segment in segments:
        name, _, ending = segment.rpartition(".")
        segment = name if name and ending in _PAGES else segment
        last = 1 if segment.isalnum() else len([w for w in _BETWEEN.split(segment) if w])
        if "%" in segment:
            last = max(last, _encoded_words(segment))
        words = max(words, last)
    dated = False
    if _DIGIT.search(path):
        dated = _DATE.search(path.lower()) is not None
        number = _STORY_NUMBER.search("/".join(segments)) is not None or any(_is_id(s) for s in segments[-2:])
    return _Signs(
        number or (bool(query) and _ID_PARAMETER.search(query) is not None),
        words,
        last,
        dated,
    )


def _encoded_words(segment: str) -> int:
    """Words of a percent-encoded slug: two signs of a script without spaces are one."""
    text = unquote(segment)
    words = [word for word in _BETWEEN.split(text) if word]
    return len(words) + sum(len(_SPACELESS.findall(word)) // 2 for word in words)


def _is_id(segment: str) -> bool:
    """Whether a segment ends on a long code with digits: d41586-024-03432, AST1F4445T1, 9f3ac01be2."""
    name, _, ending = segment.rpartition(".")
    segment = name if name and ending in _PAGES else segment
    tail = segment[-8:]
    return len(tail) == 8 and tail.isalnum() and tail.isascii() and _DIGIT.search(tail) is not None
