"""Visible markup near the headline: microdata, time elements, bylines and date boxes, labelled lines.

Only the elements around the first headline are read (a fixed number before and after it): further off stand other
stories' names and dates.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
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
_MARKS = ("class", "id", "rel", "itemprop", "data-testid")
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
    weak = _Weak()
    taken: set[etree._Element] = set()
    for element in _near(page.tree, headline):
        parent = element.getparent()
        if parent is not None and parent in taken:
            taken.add(element)
            continue
        marks = " ".join(filter(None, (element.get(a) for a in _MARKS)))
        _read_microdata(element, micro)
        if element.tag == "time":
            _read_time(element, marks, shown)
        names = _byline_names(element, marks)
        if names:
            shown.authors += [n for n in names if n not in shown.authors]
            taken.add(element)
        _read_text(element, marks, shown, weak)
    shown.authors = shown.authors or weak.authors
    shown.published += weak.marked_dates + weak.dates
    return micro, shown


@dataclass(slots=True)
class _Weak:
    """What counts only where nothing better is shown."""

    authors: list[str] = field(default_factory=list)
    marked_dates: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)


def headlines(page: Page, *tags: str) -> list[tuple[etree._Element, str]]:
    """The page's headings of these tags (h1 where none is named) that hold text, in order, with that text."""
    found = []
    for element in islice(page.tree.iter(*(tags or ("h1",))), 40):
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


def _read_time(element: etree._Element, marks: str, shown: Evidence) -> None:
    value = (element.get("datetime") or "").strip()
    text = _text(element)
    if value or text:
        (shown.modified if _UPDATED.search(f"{marks} {text} {_text_before(element)}") else shown.published).append(
            value or text
        )


def _byline_names(element: etree._Element, marks: str) -> list[str]:
    """Names in an element that is marked as a byline, or in a link to an author's page."""
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


def _read_text(element: etree._Element, marks: str, shown: Evidence, weak: _Weak) -> None:
    """Labelled credits and dates in the element's own text."""
    own = line(" ".join(filter(None, (element.text, *(c.tail for c in islice(element, 12))))))[:_LONGEST]
    if not own:
        return
    if len(own) < 100 and _BY_LINE.match(own):
        # The name may stand in a child: "Von <b>…</b>".
        weak.authors += [n for n in people(_text(element)[:_LONGEST]) if full_name(n) and n not in weak.authors]
    if any(ord(c) > 0x2E7F for c in own[:40]):
        credits = read_credits(_text(element)[:_LONGEST])
        shown.authors += [n for n in credits.authors if n not in shown.authors]
        shown.editors += [n for n in credits.editors if n not in shown.editors]
        shown.sources += [credits.source] if credits.source else []
    if any(c.isdigit() for c in own):
        # In a sentence only a date at its head is about the sentence.
        for raw in find_dates(own if len(own) < 100 else own[:40], limit=2):
            if _UPDATED.search(own[: own.find(raw)][-24:]):
                shown.modified.append(raw)
            else:
                (weak.marked_dates if len(own) < 100 and _marked(_date(), marks) else weak.dates).append(raw)


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
def _date() -> re.Pattern[str]:
    words = sorted(metadata_rules().markup["date"], key=len, reverse=True)
    return re.compile(r"(?<![a-z])(?:" + "|".join(map(re.escape, words)) + r")(?![a-z])|[a-z](?:Date|Time)", re.I)


@cache
def _not_byline() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, metadata_rules().markup["not_byline"])), re.I)
