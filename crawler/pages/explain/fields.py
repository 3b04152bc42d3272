"""Where a record's fields came from, and everything else that the page said in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from typing import Any

from crawler.items import Article
from crawler.pages.dom.page import Page
from crawler.pages.metadata.declared import Metadata
from crawler.pages.metadata.evidence import Evidence
from crawler.pages.metadata.headline_area import headings
from crawler.text.date_forms import url_date
from crawler.text.normalize import line

MOST_CANDIDATES = 12
LONGEST_RAW = 300
"""Characters shown of a candidate."""

_GIVEN: dict[str, tuple[str, ...]] = {
    "title": ("titles",),
    "description": ("descriptions",),
    "authors": ("authors", "organizations"),
    "editors": ("editors",),
    "publisher": ("publishers",),
    "source": ("sources",),
    "place": (),
    "section": ("sections",),
    "keywords": ("keywords",),
    "image": ("images",),
    "date_published": ("published", "dated", "distant"),
    "date_modified": ("modified",),
    "language": ("languages",),
    "is_accessible_for_free": ("free",),
}
"""Field of an Article -> where Evidence has what may become its value."""


@dataclass(slots=True)
class Candidate:
    """What the page says for a field. used: whether the value was made of it."""

    source: str
    raw: str
    used: bool


@dataclass(slots=True)
class Fact:
    """A field. source, raw: as in the record's provenance; where it has none for a field, as the candidates show."""

    name: str
    value: Any
    source: str | None
    raw: str | None
    candidates: list[Candidate] = field(default_factory=list)


def explain_fields(page: Page, found: Article | Metadata, before: Metadata) -> list[Fact]:
    """The metadata fields of a page.

    found: the record, or the metadata of a page that is no article. before: the metadata without what the text says,
    and its evidence.
    """
    return [_fact(name, found, before, page, before.evidence) for name in _GIVEN]


def _fact(name: str, found: Article | Metadata, before: Metadata, page: Page, evidence: Sequence[Evidence]) -> Fact:
    value = getattr(found, name)
    stated = found.provenance.get(name)
    fact = Fact(name, value, stated.source if stated else None, stated.raw[:LONGEST_RAW] if stated else None)
    seen: set[tuple[str, str]] = set()
    for source, text in _candidates(name, page, before, evidence):
        raw = text[:LONGEST_RAW]
        if raw.strip() and (source, raw) not in seen and len(seen) < MOST_CANDIDATES:
            seen.add((source, raw))
            used = _is_raw(value, text, stated.raw) if stated and stated.source == source else False
            used = used or (stated is None and _is_in(value, text, page))
            fact.candidates.append(Candidate(source, raw, used))
    if stated is None and value not in (None, [], ""):
        fact.source = next((c.source for c in fact.candidates if c.used), None)
        if fact.source is None and value != getattr(before, name):
            fact.source = "text"
    return fact


def _candidates(name: str, page: Page, before: Metadata, evidence: Sequence[Evidence]) -> Iterator[tuple[str, str]]:
    """(source, raw) of everything that might be the field, best source first."""
    for one in evidence:
        for attribute in _GIVEN[name]:
            given = getattr(one, attribute)
            values = given if isinstance(given, list) else [] if given is None else [str(given)]
            for raw in islice(values, MOST_CANDIDATES):
                yield one.source, str(raw)
    if name == "title":
        yield from (("heuristic", text) for _, text in headings(page)[:6])
        yield from (("heuristic", e.text or "") for e in islice(page.tree.iter("title"), 1))
    elif name == "date_published":
        in_url = url_date(page.url)
        yield from [("heuristic", in_url)] if in_url else []
    elif name == "language":
        yield from (("declared", tag) for tag in before.declared_languages)


def _is_raw(value: Any, text: str, raw: str) -> bool:
    """Whether a candidate is what provenance gives: one of several where the value is a list."""
    return text in raw if isinstance(value, list) else line(text) == line(raw)


def _is_in(value: Any, raw: str, page: Page) -> bool:
    """Whether a value was made of a candidate: it is that, or holds it."""
    text = line(unescape(raw))
    values = value if isinstance(value, list) else [value]
    return text in values or str(value) == text or (isinstance(value, str) and value == page.absolute(raw))
