"""Visible markup near the headline: microdata, time elements, bylines and date boxes, labelled lines.

Only the elements around the first headline are read (a fixed number before and after it): further off stand other
stories' names and dates.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import islice

from lxml import etree

from crawler.pages.credits import read_credits
from crawler.pages.evidence import Evidence
from crawler.pages.names import full_name, people
from crawler.pages.page import Page
from crawler.rules.metadata import metadata_rules
from crawler.text.dates import find_dates
from crawler.text.normalize import line

_BEFORE, _AFTER = 60, 300
_LONGEST = 160
_SKIP = frozenset(
    (
        "script",
        "style",
        "svg",
        "path",
        "noscript",
        "option",
        "img",
        "picture",
        "source",
        "button",
        "form",
        "input",
        "nav",
        "br",
    )
)
_AUTHOR_HREF = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|autore|people|staff|team|profiles?|by|contributors?|journalists?|reporters?|redaktion|redazione|redakcja|columnists?|person|writers?|persons?)/|[?&]author",
    re.I,
)
_UPDATED = re.compile(
    r"updated|modified|aktualisiert|mis à jour|modifié|actualizado|aggiornat|atualizad|bijgewerkt|zaktualizowano|обновлен|оновлено|更新|수정|oppdatert|opdateret|uppdaterad|päivitetty",
    re.I,
)
_BY_LINE = re.compile(r"(?:by|von|par|por|door|di|av|af|text|texte|autor|author|автор)\s?:?\s[^\W\d_]", re.I)


def read_visible(page: Page, headline: etree._Element | None) -> tuple[Evidence, Evidence]:
    """Microdata, and what else the markup near the headline shows."""
    micro, shown = Evidence("microdata"), Evidence("heuristic")
    weak_authors: list[str] = []
    weak_dates: list[str] = []
    taken: set[etree._Element] = set()
    for element in _near(page.tree, headline):
        parent = element.getparent()
        if parent is not None and parent in taken:
            taken.add(element)
            continue
        _read_microdata(element, micro)
        if element.tag == "time":
            _read_time(element, shown)
        names = _byline_names(element)
        if names:
            shown.authors += [n for n in names if n not in shown.authors]
            taken.add(element)
        _read_text(element, shown, weak_authors, weak_dates)
    shown.authors = shown.authors or weak_authors
    shown.published += weak_dates
    return micro, shown


def headlines(page: Page) -> list[tuple[etree._Element, str]]:
    """The page's h1 elements that hold text, in order, with that text."""
    found = []
    for element in islice(page.tree.iter("h1"), 12):
        text = line("".join(islice(element.itertext(), 60)))[:400]
        if text:
            found.append((element, text))
    return found


def _near(tree: etree._Element, headline: etree._Element | None) -> Iterator[etree._Element]:
    if headline is None:
        yield from islice(
            tree.iter(
                "div", "span", "p", "a", "time", "li", "address", "td", "section", "header", "font", "em", "b", "strong"
            ),
            _AFTER,
        )
        return
    before: deque[etree._Element] = deque(maxlen=_BEFORE)
    elements = tree.iter()
    for element in elements:
        if element is headline:
            break
        if element.tag not in _SKIP:
            before.append(element)
    yield from before
    yield from islice((e for e in elements if e.tag not in _SKIP), _AFTER)


def _read_microdata(element: etree._Element, micro: Evidence) -> None:
    prop = element.get("itemprop") or element.get("property")
    if not prop:
        return
    value = element.get("content") or element.get("datetime") or ""
    for name in prop.split():
        name = name.rpartition(":")[2].lower()
        if name in ("datepublished", "datecreated"):
            micro.published.append(value or _text(element))
        elif name == "datemodified":
            micro.modified.append(value or _text(element))
        elif name in ("author", "creator"):
            inner = next(
                (e for e in islice(element.iter(), 20) if (e.get("itemprop") or "").lower() == "name"), element
            )
            micro.authors += people(inner.get("content") or _text(inner))
        elif name == "headline":
            micro.titles.append(value or _text(element))


def _read_time(element: etree._Element, shown: Evidence) -> None:
    value = (element.get("datetime") or "").strip()
    text = _text(element)
    marks = " ".join((element.get("class") or "", text, _text_before(element)))
    if value or text:
        (shown.modified if _UPDATED.search(marks) else shown.published).append(value or text)


def _byline_names(element: etree._Element) -> list[str]:
    """Names in an element that is marked as a byline, or in a link to an author's page."""
    marks = " ".join(
        filter(
            None,
            (
                element.get("class"),
                element.get("id"),
                element.get("rel"),
                element.get("itemprop"),
                element.get("data-testid"),
            ),
        )
    )
    linked = element.tag == "a" and bool(_AUTHOR_HREF.search(element.get("href") or ""))
    if not linked and not (marks and _marked(_byline(), marks) and not _marked(_not_byline(), marks)):
        return []
    links = [
        a
        for a in islice(element.iter("a"), 20)
        if a is not element and (a.get("rel") == "author" or _AUTHOR_HREF.search(a.get("href") or ""))
    ]
    texts = [_text(a) for a in links] if links else [_text(element)]
    return [n for text in texts if 0 < len(text) <= _LONGEST for n in people(text) if full_name(n)]


def _read_text(element: etree._Element, shown: Evidence, weak_authors: list[str], weak_dates: list[str]) -> None:
    """Labelled credits and dates in the element's own text."""
    own = line(" ".join(filter(None, (element.text, *(c.tail for c in islice(element, 12))))))[:_LONGEST]
    if not own:
        return
    if _BY_LINE.match(own) and len(own) < 100:
        weak_authors += [n for n in people(own) if full_name(n) and n not in weak_authors]
    if any(ord(c) > 0x2E7F for c in own[:40]):
        credits = read_credits(_text(element)[:_LONGEST])
        shown.authors += [n for n in credits.authors if n not in shown.authors]
        shown.editors += [n for n in credits.editors if n not in shown.editors]
        shown.sources += [credits.source] if credits.source else []
    if any(c.isdigit() for c in own) and len(own) < 120:
        for raw in find_dates(own, limit=2):
            head = own[: own.find(raw)][-24:]
            (shown.modified if _UPDATED.search(head) else weak_dates).append(raw)


def _text(element: etree._Element) -> str:
    return line(" ".join(islice(element.itertext(), 40))[:1000])


def _text_before(element: etree._Element) -> str:
    previous = element.getprevious()
    parent = element.getparent()
    text = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    return text[-40:]


def _marked(pattern: re.Pattern[str], marks: str) -> bool:
    return pattern.search(marks) is not None


@cache
def _byline() -> re.Pattern[str]:
    words = sorted(metadata_rules().markup["byline"], key=len, reverse=True)
    return re.compile(r"(?<![a-z])(?:" + "|".join(map(re.escape, words)) + r")(?![a-z])|[a-z](?:Author|Byline)", re.I)


@cache
def _not_byline() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, metadata_rules().markup["not_byline"])), re.I)
