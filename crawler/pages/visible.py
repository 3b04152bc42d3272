"""Visible markup near the headline: microdata, time elements, bylines, date boxes, labelled lines.

Only the elements around the headline are read (a fixed number before and after it): further off stand other stories'
names and dates. Every element's own text and the text behind it are looked at once, cheapest test first.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice

from lxml import etree

from crawler.pages.credits import Credits, read_credits
from crawler.pages.evidence import Evidence
from crawler.pages.names import full_name, people
from crawler.pages.page import Page
from crawler.rules.metadata import metadata_rules
from crawler.text.date_forms import find_dates
from crawler.text.normalize import line
from crawler.text.relative_dates import is_relative

_BEFORE, _AFTER = 60, 260
_LONGEST = 160
_BYLINE_FAR, _BYLINES_APART = 140, 30
_DATE_FAR = 100
_BY_LENGTH, _DATE_LENGTH, _DATE_HEAD = 100, 100, 40
_SKIP = frozenset(
    (
        "script",
        "style",
        "svg",
        "path",
        "g",
        "use",
        "noscript",
        "option",
        "select",
        "input",
        "form",
        "nav",
        "iframe",
        "head",
        "meta",
        "link",
    )
)
_AUTHOR_HREF = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|autore|people|staff|team|profiles?|by|contributors?|journalists?|reporters?|redaktion"
    r"|redazione|redakcja|columnists?|persons?|writers?)/|[?&]author",
    re.I,
)
_UPDATED = re.compile(
    r"updated|modified|aktualisiert|mis à jour|modifié|actualizado|aggiornat|atualizad|bijgewerkt|zaktualizowano|обновлен|оновлено"
    r"|更新|수정|oppdatert|opdateret|uppdaterad|päivitetty",
    re.I,
)
_BY_LINE = re.compile(r"(?:by|von|par|por|door|di|av|af|texte?|autor|author|автор)\s?:?(?:\s[^\W\d_]|\Z)", re.I)
_LABEL = re.compile(
    "[记記]者|[来來]源|作者|[编編][辑輯]|[责責][编編]|撰文|文[/／:：]|기자|[转轉]自|出[处處]|稿源|通[讯訊][员員]"
)
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class _Found:
    """What counts, by how well it is marked; nearer to the headline comes first."""

    micro: Evidence = field(default_factory=lambda: Evidence("microdata"))
    shown: Evidence = field(default_factory=lambda: Evidence("heuristic"))
    by_lines: list[str] = field(default_factory=list)
    marked_dates: list[tuple[int, str]] = field(default_factory=list)
    other_dates: list[tuple[int, str]] = field(default_factory=list)


def read_visible(page: Page, headline: etree._Element | None, language: str | None = None) -> tuple[Evidence, Evidence]:
    """Microdata, and what else the markup near the headline shows: published holds marked dates, dated the others."""
    found = _Found()
    byline: tuple[int, etree._Element] | None = None
    for distance, element in _near(page.tree, headline):
        marks = _marks(element)
        _read_microdata(element, found.micro)
        if element.tag == "time":
            _read_time(element, marks, distance, found)
        # Bylines stand together, close to the headline: one that is far off belongs to another story.
        if distance < _BYLINE_FAR and (
            byline is None or (distance < byline[0] + _BYLINES_APART and not _within(element, byline[1]))
        ):
            names = _byline_names(element, marks)
            if names:
                found.shown.authors += [n for n in names if n not in found.shown.authors]
                byline = (distance, element)
        if element.text and not element.text.isspace():
            _read_text(element.text, element, marks, distance, found, language)
        if element.tail and not element.tail.isspace():
            parent = element.getparent()
            if parent is not None and parent is not headline:
                _read_text(element.tail, parent, _marks(parent), distance, found, language)
    found.shown.authors = found.shown.authors or found.by_lines
    found.shown.published = [raw for _, raw in sorted(found.marked_dates, key=lambda d: d[0])]
    others = sorted(found.other_dates, key=lambda d: d[0])
    found.shown.dated = [raw for distance, raw in others if distance < _DATE_FAR]
    found.shown.distant = [raw for distance, raw in others if distance >= _DATE_FAR]
    return found.micro, found.shown


def headlines(page: Page, *tags: str) -> list[tuple[etree._Element, str]]:
    """The page's headings of these tags (h1 where none is named) that hold text, in order, with that text."""
    found = []
    for element in islice(page.tree.iter(*(tags or ("h1",))), 120):
        text = line("".join(islice(element.itertext(), 60)))[:400]
        if text:
            found.append((element, text))
    return found


def _near(tree: etree._Element, headline: etree._Element | None) -> Iterator[tuple[int, etree._Element]]:
    """(distance in elements, element) around the headline, in document order; the head of the page where there is none."""
    elements = (e for e in tree.iter() if e.tag not in _SKIP)
    before: deque[etree._Element] = deque(maxlen=_BEFORE)
    if headline is not None:
        for element in elements:
            if element is headline:
                break
            before.append(element)
        # What stands before the headline counts as farther than what stands after it.
        yield from ((2 * (len(before) - n), element) for n, element in enumerate(before))
        yield 0, headline
    yield from enumerate(islice(elements, _AFTER), 1)


def _within(element: etree._Element, outer: etree._Element) -> bool:
    return any(ancestor is outer for ancestor in islice(element.iterancestors(), 6))


def _marks(element: etree._Element) -> str:
    """The words by which an element is named: class, id, rel, itemprop, data-testid."""
    get = element.get
    found = [v for v in (get("class"), get("id"), get("rel"), get("itemprop"), get("data-testid")) if v]
    return " ".join(found)[:300] if found else ""


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
            micro.authors.append(inner.get("content") or _text(inner)[:_LONGEST])


def _read_time(element: etree._Element, marks: str, distance: int, found: _Found) -> None:
    value = (element.get("datetime") or "").strip()
    text = _text(element)
    if not value and not text:
        return
    if _UPDATED.search(f"{marks} {text} {_text_before(element)}"):
        found.shown.modified.append(value or text)
    else:
        found.marked_dates.append((distance, value or text))


def _byline_names(element: etree._Element, marks: str) -> list[str]:
    """Names in an element that is marked as a byline, or in a link to an author's page."""
    linked = element.tag == "a" and bool(_AUTHOR_HREF.search(element.get("href") or ""))
    if not linked and not (marks and _roles(marks)[0]):
        return []
    links = [a for a in islice(element.iter("a"), 20) if a is not element and _is_author_link(a)]
    texts = [_text(a) for a in links] if links else [_text(element)]
    return [n for text in texts if 0 < len(text) <= _LONGEST for n in people(text) if full_name(n)]


def _is_author_link(link: etree._Element) -> bool:
    return link.get("rel") == "author" or bool(_AUTHOR_HREF.search(link.get("href") or ""))


def _read_text(
    raw: str, element: etree._Element, marks: str, distance: int, found: _Found, language: str | None
) -> None:
    """Labelled credits, "By …" and dates in a piece of an element's own text."""
    text = line(raw[: 2 * _LONGEST])[:_LONGEST]
    if not text.isascii() and _LABEL.search(text):
        _add_credits(read_credits(_text(element)[:_LONGEST]), found.shown)
    if len(text) < _BY_LENGTH and _BY_LINE.match(text):
        # The name may stand in a child: "Von <b>…</b>".
        found.by_lines += [n for n in people(_text(element)[:_LONGEST]) if full_name(n) and n not in found.by_lines]
    if not _DIGIT.search(text):
        return
    # In a sentence only a date at its head is about the sentence.
    short = len(text) < _DATE_LENGTH
    dates = list(find_dates(text if short else text[:_DATE_HEAD], language=language))
    if not dates and short and marks and _roles(marks)[1] and is_relative(text):
        dates = [text[:_DATE_HEAD]]
    for number in dates:
        if _UPDATED.search(text[: text.find(number)][-24:]):
            found.shown.modified.append(number)
        elif short and marks and _roles(marks)[1]:
            found.marked_dates.append((distance, number))
        else:
            found.other_dates.append((distance, number))


def _add_credits(credits: Credits, shown: Evidence) -> None:
    shown.authors += [n for n in credits.authors if n not in shown.authors]
    shown.editors += [n for n in credits.editors if n not in shown.editors]
    shown.sources += [credits.source] if credits.source and credits.source not in shown.sources else []


def _text(element: etree._Element) -> str:
    return line(" ".join(islice(element.itertext(), 40))[:1000])


def _text_before(element: etree._Element) -> str:
    previous, parent = element.getprevious(), element.getparent()
    text = previous.tail if previous is not None else parent.text if parent is not None else ""
    return (text or "")[-40:]


@lru_cache(maxsize=8192)
def _roles(marks: str) -> tuple[bool, bool]:
    """Whether an element's marks name it a byline, and a date."""
    byline, not_byline, date = _patterns()
    return bool(byline.search(marks)) and not not_byline.search(marks), bool(date.search(marks))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    markup = metadata_rules().markup
    byline, date = (
        "|".join(map(re.escape, sorted(markup[name], key=len, reverse=True))) for name in ("byline", "date")
    )
    return (
        re.compile(rf"(?i:(?<![a-z])(?:{byline})(?![a-z]))|[a-z](?:Author|Byline)"),
        re.compile("|".join(map(re.escape, markup["not_byline"])), re.I),
        re.compile(rf"(?i:(?<![a-z])(?:{date})(?![a-z]))|[a-z](?:Date|Time)"),
    )
