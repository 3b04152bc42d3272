"""Redirects that a page makes instead of its server: meta refresh in every form that browsers read, the Refresh header,
and a script that does nothing but lead elsewhere, on a page that shows nothing.

In <noscript>, or after more than a moment, a page of its own often reloads itself or leads to a plain edition: there a
redirect counts only where the page shows nothing else. Source: HTML Standard, "shared declarative refresh steps".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import cast

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import HtmlResponse, Response

from crawler.text.encoding import decode
from crawler.urls.canonical import canonical
from crawler.urls.resolve import absolute, has_host

MOMENT = 5.0
"""Seconds within which a page that shows something redirects; later ones reload what is read meanwhile."""
STUB = 400
"""Characters of text up to which a page shows nothing but that it leads elsewhere."""
_HEAD = 128 * 1024
"""Characters of a page in which a refresh is looked for."""

_SCRIPTED_PAGE = 4000
"""Characters of a page that only leads elsewhere: more of them are a program, which knows where it leads to."""
_LOCATION = re.compile(
    r"\blocation(?:\.href)?\s{0,9}=\s{0,9}(?P<mark>[\"'])(?P<url>[^\"'\s<>]{1,2000})(?P=mark)"
    r"|\blocation\.(?:replace|assign)\(\s{0,9}(?P<quote>[\"'])(?P<called>[^\"'\s<>]{1,2000})(?P=quote)\s{0,9}\)"
)
_DECIDES = re.compile(r"\b(?:if|switch|while|for)\b|\?[^;\n]{1,200}:\s{0,9}[\"']")
_DRAWS = re.compile(r"\bawait\b|\bfetch\(|\bXMLHttpRequest\b|\.(?:createElement|appendChild|innerHTML)\b")
_COMMENTS = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_UNREAD = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|template)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_NOSCRIPT = re.compile(r"<noscript\b.*?(?:</noscript\s*>|\Z)", re.I | re.S)
_TAG = re.compile(r"<(meta|base)\b((?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}'){0,200})>", re.I)
_ATTRIBUTE = re.compile(r"(?<![\w-])([\w-]{1,40})\s{0,40}=\s{0,40}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_MARKUP = re.compile(r"<[^<>]{0,4000}>|\s+")
_DELAY = re.compile(r"\s*(\d{0,9}(?:\.[\d.]*)?)(?=[\s;,]|\Z)\s*[;,]?\s*")
_URL_WORD = re.compile(r"url\s*=\s*", re.I)


@dataclass(frozen=True, slots=True)
class Refresh:
    """Where a page leads by itself, after how many seconds, and whether only without scripts."""

    url: str
    delay: float
    noscript: bool = False


class PageRedirects(MetaRefreshMiddleware):
    """Scrapy's middleware with the redirects as browsers read them."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The request that the page leads to; the answer where it leads nowhere, or to itself."""
        if request.meta.get("dont_redirect") or not isinstance(response, HtmlResponse):
            return response
        found = find_refresh(response.body, response.url, response.headers)
        if found is None or found.delay >= self._maxdelay:
            return response
        try:
            redirected = self._redirect_request_using_get(request, response, found.url)
        except ValueError:
            return response
        return cast("Request | Response", self._redirect(redirected, request, "meta refresh"))


def find_refresh(body: bytes, url: str, headers: object = None) -> Refresh | None:
    """The first redirect of an answer that counts; None where there is none."""
    header = headers.get("Refresh") if hasattr(headers, "get") else None
    declared = header.decode("utf-8", "replace") if isinstance(header, bytes) else ""
    if not declared and b"refresh" not in (head := body[: 4 * _HEAD].lower()) and b"\0" not in head[:100]:
        return _scripted(body, url) if b"location" in head else None
    text = decode(body)[0][:_HEAD] if body else ""
    found = [Refresh(*parsed) for parsed in [parse_refresh(declared, url)] if parsed]
    for refresh in [*found, *_in_page(text, url)]:
        plain = not refresh.noscript and refresh.delay <= MOMENT
        if canonical(refresh.url) != canonical(url) and (plain or _is_stub(text)):
            return refresh
    return None


def parse_refresh(content: str, base: str) -> tuple[str, float] | None:
    """The absolute URL and the delay of a refresh's content; None where it names no web address."""
    delay = _DELAY.match(content)
    if delay is None:
        return None
    rest = content[delay.end() :]
    word = _URL_WORD.match(rest)
    rest = rest[word.end() :] if word else rest
    if rest[:1] in ("'", '"'):
        rest = rest[1:].partition(rest[0])[0]
    target = absolute(base, rest) if rest.strip() else None
    seconds = delay[1].partition(".")[0]
    return (target, float(seconds or 0)) if target and has_host(target) else None


def _in_page(text: str, url: str) -> Iterator[Refresh]:
    """The refreshes of a page, in order."""
    text = _UNREAD.sub(" ", text)
    hidden = [found.span() for found in _NOSCRIPT.finditer(text)]
    base = url
    for tag in _TAG.finditer(text):
        fields = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag[2])}
        if tag[1].lower() == "base":
            named = absolute(url, fields.get("href", ""))
            base = named if named and has_host(named) else base
        elif fields.get("http-equiv", "").strip().lower() == "refresh":
            parsed = parse_refresh(fields.get("content", ""), base)
            if parsed:
                yield Refresh(*parsed, noscript=any(start <= tag.start() < end for start, end in hidden))


def _scripted(body: bytes, url: str) -> Refresh | None:
    """Where a short page that shows nothing leads by a script that decides nothing and draws nothing."""
    if len(body) > _SCRIPTED_PAGE:
        return None
    text = _COMMENTS.sub("", decode(body)[0])
    found = _LOCATION.search(text)
    if found is None or _DECIDES.search(text) or _DRAWS.search(text) or not _is_stub(text):
        return None
    target = absolute(url, (found["url"] or found["called"]).replace("\\/", "/"))
    leads = target is not None and has_host(target) and canonical(target) != canonical(url)
    return Refresh(target, 0) if target is not None and leads else None


def _is_stub(text: str) -> bool:
    """Whether a page shows next to nothing."""
    return len(_MARKUP.sub("", _UNREAD.sub("", text))) <= STUB
