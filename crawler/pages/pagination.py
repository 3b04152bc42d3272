"""Articles that run over several pages: where the next page is, and how the pages become one record.

`next_page(page)` is asked of each page in turn; who crawls fetches it, extracts it and calls `join_pages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from crawler.items import Article
from crawler.pages.dom.page import Page
from crawler.rules.load import kind_rules
from crawler.urls.canonical import canonical

MOST_PAGES = 30
"""An article of more pages is cut there: a bound, not a judgement."""

_NUMBERED = re.compile(
    r"^(?P<stem>.*?)(?:[_\-/](?:page[_\-/]?|p|seite-?)?(?P<number>\d{1,2}))?(?P<end>/?|\.[a-z]{3,5})$"
)
# A number after a year or a month is a date's.
_DATED = re.compile(r"(?:^|/)(?:(?:19|20)\d{2}|\d{1,2})$|(?:19|20)\d{2}[-_/]?\d{1,2}$")
_PAGE_KEYS = frozenset(("page", "p", "pn", "pageno", "page_no", "paged", "seite", "pagina", "pg", "currentpage"))
# What a link to a page says is no longer.
_LABEL = 30
_ARROWS = re.compile(r"[\s»›→>＞▶【】\[\]·|]+")


def next_page(page: Page) -> str | None:
    """The URL of the page that continues this one's article; None where there is none.

    A link by rel=next, by its words (下一页, next page) or by the next number counts only where its URL differs from
    this page's in nothing but a page number: rel=next is also how sites link their next article.
    """
    here = _place(page.url)
    for href in _offers(page, here[0][1].rstrip("/").rsplit("/", 1)[-1].partition(".")[0]):
        url = page.absolute(href)
        if url is not None:
            there = _place(url)
            if there[0] == here[0] and there[1] == here[1] + 1:
                return url.partition("#")[0]
    return None


def join_pages(pages: Sequence[Article]) -> Article:
    """One record of an article's pages, in order: the first page's, with all their text and no repeated paragraph."""
    seen: set[str] = set()
    paragraphs: list[str] = []
    for number, article in enumerate(pages):
        fresh = [p for p in article.text.split("\n\n") if p and (number == 0 or p not in seen)]
        paragraphs += fresh
        seen.update(fresh)
    return replace(pages[0], text="\n\n".join(paragraphs), pages=[article.url for article in pages])


def _offers(page: Page, name: str) -> Iterator[str]:
    """Addresses that may be the next page's: rel=next first, then links that say so, then the page numbers.

    name: the last part of this page's path, which the next one's shares.
    """
    numbers: list[str] = []
    words: list[str] = []
    yield from (e.get("href") or "" for e in page.tree.iter("link") if e.get("rel") == "next")
    yield from (href for e, href in page.anchors if e.get("rel") == "next")
    for element, href in page.anchors:
        if (name not in href and len(href) > 4 and href[:1] != "?") or len(element) > 2:
            continue
        if len(element.text or "") > _LABEL:
            continue
        said = _ARROWS.sub(" ", "".join(element.itertext())).strip().lower()
        if said in kind_rules().next_page:
            words.append(href)
        elif said.isdecimal() and len(said) < 3:
            numbers.append(href)
    yield from words
    yield from numbers


def _place(url: str) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], int]:
    """What a URL is without its page number, and the number; 1 where it has none."""
    try:
        parts = urlsplit(canonical(url))
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return (url, "", ()), 1
    number = next((int(v) for k, v in query if k.lower() in _PAGE_KEYS and v.isdecimal() and len(v) < 3), None)
    rest = tuple((k, v) for k, v in query if k.lower() not in _PAGE_KEYS)
    match = _NUMBERED.match(parts.path) if number is None else None
    if match is None or _DATED.search(match["stem"]):
        return (parts.netloc, parts.path.rstrip("/"), rest), number or 1
    path = match["stem"] + match["end"].strip("/")
    return (parts.netloc, path, rest), int(match["number"] or 1)
