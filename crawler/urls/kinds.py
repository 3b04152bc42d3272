"""What a URL probably leads to, judged by its address alone: an article, a section, a file, a social site, an advert.

Patterns hold for the web at large: dates and long numbers in paths, slugs of several words, file endings.
Words and hosts are data: rules/data/related.toml, [[address]].
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from crawler.rules.related import related_rules
from crawler.urls.canonical import site

UrlKind = Literal["article", "section", "media", "social", "sponsored", "front", "other"]

_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|pdf|docx?|xlsx?|pptx?|zip|rar|gz|mp3|mp4|m4a|m3u8|avi|mov|apk|exe|css|js|xml|rss)$"
)
_PAGE = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$")
_DATE = re.compile(r"(?:^|[/_-])(?:19|20)\d{2}[/_-]?(?:[01]?\d|[a-z]{3})(?:[/_-]|[0-3]\d|$)")
_LIST = re.compile(r"(?:list|node|channel|column|category|cat|tag|topic|index|page)[_-]?\d*(?:\.\w{3,5})?$", re.I)
_NUMBER = re.compile(r"\d{5,}")
_ID = re.compile(r"^(?=[^/]*\d)[a-z0-9_-]*[a-z0-9]{8,}$", re.I)
_LIST = re.compile(r"(?:list|node|channel|column|category|cat|tag|topic|index|page)[_-]?\d*(?:\.\w{3,5})?$", re.I)
_STORY_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,}")
_ID_PARAMETER = re.compile(
    r"(?:^|&)(?:[a-z_]*id|aid|nid|p|article|context|tid|no|newsid|story|idx|docid)=[^&]*\d{2,}", re.I
)


@lru_cache(maxsize=32768)
def url_kind(url: str) -> UrlKind:
    """The kind of an absolute http(s) URL; "other" where its address does not say."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return "other"
    rules = related_rules()
    known = rules.host(host)
    if known == "sponsored":
        return "sponsored"
    if known == "social":
        return "social"
    path = parts.path.lower().rstrip("/")
    if _FILE.search(path):
        return "media"
    if not path and not parts.query:
        return "front"
    segments = [s for s in path.split("/") if s]
    words: set[str | None] = {rules.segments.get(s) for s in (*segments[:-1], *host.split(".")[:-2])}
    if "sponsored" in words or (segments and rules.segments.get(segments[-1]) == "sponsored"):
        return "sponsored"
    if "section" in words or (segments and rules.segments.get(segments[-1]) == "section"):
        return "section"
    if segments and _LIST.match(segments[-1]):
        return "other"
    return "article" if _is_article(segments, parts.query) else "other"


def likeness(own: str, url: str) -> bool | None:
    """Whether a URL has the make of an article's, judged by one of the site's own (`own`); None on another site.

    Most sites give each story a number or a slug of several words: where the own address has a number, so have others.
    """
    if _domain(own) != _domain(url):
        return None
    mine, other = _marks(own), _marks(url)
    if mine.number:
        return other.number or (mine.words >= 4 and other.words >= 5)
    return other.number or other.words >= max(3, min(5, mine.words // 2))


@dataclass(frozen=True, slots=True)
class _Marks:
    number: bool
    """A run of four digits that is no year, or a long id with digits."""
    words: int
    """Words of the slug."""


@lru_cache(maxsize=32768)
def _marks(url: str) -> _Marks:
    path = url.split("#")[0].partition("://")[2].partition("/")[2]
    path, _, query = path.partition("?")
    segments = [s for s in path.split("/") if s and not _LIST.match(s)]
    path = "/".join(segments)
    slug = max((len([w for w in re.split(r"[-_+.]|%20", s) if w]) for s in segments), default=0)
    number = bool(_STORY_NUMBER.search(path)) or any(_ID.match(_PAGE.sub("", s)) for s in segments[-2:])
    return _Marks(number or bool(_ID_PARAMETER.search(query)), slug)


def _domain(url: str) -> str:
    parts = url.split("/", 3)
    return _site_of(parts[2].lower()) if len(parts) > 2 else ""


@lru_cache(maxsize=8192)
def _site_of(netloc: str) -> str:
    return site(netloc.rpartition("@")[2].partition(":")[0])


def _is_article(segments: list[str], query: str) -> bool:
    """Whether path or query bear an article's marks: a date, a number of the story, a slug of several words."""
    if _ID_PARAMETER.search(query):
        return True
    if not segments:
        return False
    path, last = "/".join(segments), _PAGE.sub("", segments[-1])
    words = [w for w in re.split(r"[-_+]|%20", last) if w]
    if len(words) >= 4 or (len(words) >= 3 and len(last) >= 20):
        return True
    if last in ("index", "default", "list", "home"):
        return False
    return bool(
        _NUMBER.search(path)
        or _ID.match(last)
        or (_DATE.search(path) and len(segments) > 1)
        or (_PAGE.search(segments[-1]) and any(c.isdigit() for c in last))
    )
