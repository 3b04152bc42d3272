"""What a URL probably leads to, judged by its address alone: an article, a section, a file, a social site, an advert.

Patterns hold for the web at large: dates and long numbers in paths, slugs of several words, file endings.
Words and hosts are data: rules/data/related.toml, [[address]].
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from crawler.rules.related import related_rules

UrlKind = Literal["article", "section", "media", "social", "sponsored", "front", "other"]

_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|pdf|docx?|xlsx?|pptx?|zip|rar|gz|mp3|mp4|m4a|m3u8|avi|mov|apk|exe|css|js|xml|rss)$"
)
_PAGE = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$")
_DATE = re.compile(r"(?:^|[/_-])(?:19|20)\d{2}[/_-]?(?:[01]?\d|[a-z]{3})(?:[/_-]|[0-3]\d|$)")
_NUMBER = re.compile(r"\d{5,}")
_ID = re.compile(r"^(?=[^/]*\d)[a-z0-9_-]*[a-z0-9]{8,}$", re.I)
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
    words = {rules.segments.get(s) for s in (*segments[:-1], *host.split(".")[:-2])}
    if "sponsored" in words or (segments and rules.segments.get(segments[-1]) == "sponsored"):
        return "sponsored"
    if "section" in words or (segments and rules.segments.get(segments[-1]) == "section"):
        return "section"
    return "article" if _is_article(segments, parts.query) else "section" if len(segments) <= 2 else "other"


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
