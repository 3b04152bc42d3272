"""From an answer to what was read off it, or to the reason why nothing was: the same for a crawl and for an archive."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler.archive.reader import Record
from crawler.items import FailureReason
from crawler.pages.article import Extraction, extract
from crawler.pages.dom.limits import TooHeavy, check_size, time_limit
from crawler.pages.dom.page import Page
from crawler.plugins import PluginError, Plugins
from crawler.request_meta import ArchiveRecord
from crawler.rules.sites import SiteRule
from crawler.text.encoding import decode
from crawler.text.timestamps import read_stamp

logger = logging.getLogger(__name__)

_HTML = ("text/html", "application/xhtml+xml")
_VAGUE = ("", "text/plain", "application/octet-stream", "application/xml", "text/xml", "unknown/unknown")
_TAG = re.compile(rb"<(?:!doctype html|html|head|body)\b", re.I)
_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for a URL: status, headers (names in lower case), decoded body, and when."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: str
    too_large: bool = False

    @classmethod
    def from_response(cls, response: Response, fetched_at: str) -> Answer:
        """What a crawl was sent; fetched_at: when, as ISO 8601 in UTC."""
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        too_large = ArchiveRecord.of(response).too_large
        return cls(response.url, response.status, headers, response.body, fetched_at, too_large)

    @classmethod
    def from_record(cls, record: Record) -> Answer:
        """What an archive has."""
        headers = {name.lower(): value for name, value in record.headers}
        return cls(record.url, record.status, headers, record.body, record.date, record.too_large)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer could not be read."""

    reason: FailureReason
    detail: str


def read_answer(
    answer: Answer,
    seconds: float = 2.0,
    site_rules: Mapping[str, SiteRule] | None = None,
    plugins: Plugins | None = None,
) -> Extraction | Problem:
    """What an answer holds; a Problem too where reading it would take more than `seconds` of processor time.

    site_rules: domain -> rule, those of the project where None; plugins: the user's.

    Nothing in it can raise: a page must not end a run.
    """
    content_type = answer.headers.get("content-type")
    if not 200 <= answer.status < 300:
        return Problem("http", f"HTTP status {answer.status}")
    if answer.too_large:
        return Problem("too-large", "the body is larger than the bound")
    if answer.body and not looks_like_html(content_type, answer.body):
        return Problem("not-html", f"no HTML; Content-Type {content_type or 'missing'}")
    if not answer.body.strip():
        return Problem("not-html", "the body is empty")
    try:
        with time_limit(seconds):
            return _read(answer, content_type, site_rules, plugins)
    except TooHeavy as error:
        return Problem("parser", str(error))
    except PluginError as error:
        logger.error("At %s: %s", answer.url, error, exc_info=error.__cause__)
        return Problem("internal", str(error))
    except Exception as error:
        logger.debug("Could not read %s", answer.url, exc_info=True)
        return Problem("parser", f"{type(error).__name__}: {error}")


NoPage = Literal["robots", "redirect", "not-html"]


def no_page(answer: Answer) -> NoPage | None:
    """Why an archived answer is no page that somebody wanted to read; None where it is one, readable or not."""
    if urlsplit(answer.url).path == "/robots.txt":
        return "robots"
    if 300 <= answer.status < 400:
        return "redirect"
    found = 200 <= answer.status < 300 and answer.body and not answer.too_large
    return "not-html" if found and not looks_like_html(answer.headers.get("content-type"), answer.body) else None


def _read(
    answer: Answer, content_type: str | None, site_rules: Mapping[str, SiteRule] | None, plugins: Plugins | None
) -> Extraction:
    html, encoding = decode(answer.body, content_type)
    check_size(html)
    page = Page(html, answer.url, headers=answer.headers, fetched_at=read_stamp(answer.fetched_at), encoding=encoding)
    used = plugins or Plugins()
    found = extract(page, site_rules=site_rules, link_judges=used.link_judges)
    for read in used.readers:
        found = read(page, found)
    return found


def looks_like_html(content_type: str | None, body: bytes) -> bool:
    """Whether a body may be a page: by its type and, where that is missing or vague, by its beginning."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    head = body[:2048]
    if b"\0" in head and not head.startswith(_BOMS) and not _TAG.search(head.replace(b"\0", b"")):
        return False
    if kind in _HTML:
        return not head.lstrip().startswith((b"%PDF-", b"\x89PNG", b"GIF8", b"PK\x03\x04", b"\xff\xd8\xff"))
    lowered = head.lower()
    return kind in _VAGUE and (b"<html" in lowered or b"<!doctype html" in lowered)
