"""The headline of a page that prints it in no h1: by the name that the template gives its element, by a link to the
page itself, by the size of its letters.

Pages of the years before headings were used for headings print them as <span class=headline>, <td class=contentheading>
or <font size=4>. Words as data: rules/data/metadata.toml, markup.headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from lxml import etree

from crawler.pages.dom.page import Page
from crawler.pages.metadata.headline_area import spaced
from crawler.rules.metadata import metadata_rules
from crawler.text.normalize import line
from crawler.urls.resolve import absolute

_TAGS = ("h2", "h3", "h4", "h5", "div", "span", "td", "p", "font", "b", "strong")
_LINKED = ("h2", "h3")
_LEAST, _LONGEST = 12, 250
_MOST_SCANNED = 4000
_NOT_ALNUM = re.compile(r"[\W_]+")
_LARGE = re.compile(r"\s*(?:[4-7]|\+[1-4])\s*\Z")


def marked_headline(page: Page) -> str | None:
    """Text of the first element that its class or id names the headline, or of the heading that links to its page."""
    return _first_text(page, (e for e in islice(page.tagged(*_TAGS), _MOST_SCANNED) if _is_marked(e, page)))


def large_headline(page: Page) -> str | None:
    """Text of the first piece in large letters, as <font size=4> prints it."""
    return _first_text(page, (e for e in islice(page.tagged("font"), 400) if _LARGE.match(e.get("size") or "")))


def links_to(element: etree._Element, url: str, base: str) -> bool:
    """Whether an element's only link leads to an address; base: of the page that it stands on."""
    links = [a.get("href") or "" for a in islice(element.iter("a"), 2)]
    target = absolute(base, links[0]) if len(links) == 1 and links[0].strip() else None
    return target is not None and _address(target) == _address(url)


def _first_text(page: Page, elements: Iterator[etree._Element]) -> str | None:
    """Text of the first that is of a headline's length and holds no link to another page: that is a teaser."""
    return next((text for e in elements if (text := _text(e)) and not _leads_away(e, page.url)), None)


def _text(element: etree._Element) -> str | None:
    text = line(spaced(element))
    return text if _LEAST <= len(text) <= _LONGEST else None


def _is_marked(element: etree._Element, page: Page) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (not names.isspace() and names_headline(names[:200])) or (
        element.tag in _LINKED and links_to(element, page.url, page.url)
    )


@lru_cache(maxsize=4096)
def names_headline(names: str) -> bool:
    """Whether one of an element's names says that it holds the headline: "entry-title", "ctl00_articleTitle"."""
    folded = (_NOT_ALNUM.sub("", name).lower() for name in names.split())
    return any(name.endswith(_endings()) and not any(word in name for word in _others()) for name in folded)


@cache
def _endings() -> tuple[str, ...]:
    return metadata_rules().markup["headline"]


@cache
def _others() -> tuple[str, ...]:
    return metadata_rules().markup["not_headline"]


def _leads_away(element: etree._Element, url: str) -> bool:
    return next(element.iter("a"), None) is not None and not links_to(element, url, url)


def _address(url: str) -> str:
    return url.partition("#")[0].partition("//")[2].removeprefix("www.").rstrip("/")


def front_page(url: str) -> str:
    """The address of the site's front page."""
    return absolute(url, "/") or url
