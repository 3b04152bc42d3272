"""Candidates -> cards -> runs: what offers one target is a card, a row of cards is a run.

A card is the largest element that holds candidates for one target alone and nothing of the story; picture, title and
teaser with the same target are one card. A run is a row of cards with nothing of weight in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.pages.dom.text import UNSEEN
from crawler.pages.links.anchors import HEADINGS, MANY, Anchor, Element, Links
from crawler.rules.related import heading_kind

NAMES = 200
"""So much of a class or id is read, in characters."""


@dataclass(slots=True)
class Card:
    """Everything that offers one target. at: index of its first anchor among the page's anchors."""

    key: str
    element: Element
    anchors: list[Anchor]
    at: int
    advert: bool | None = None
    """Whether it is an advert, once it was asked (card_kinds)."""

    @property
    def stem(self) -> Element:
        """The smallest element that holds all its anchors."""
        first, *others = (anchor.element for anchor in self.anchors)
        node = first
        around = [set(other.iterancestors()) | {other} for other in others]
        while not all(node in line for line in around):
            parent = node.getparent()
            assert parent is not None  # The root holds every anchor.
            node = parent
        return node


@dataclass(slots=True)
class Heading:
    """A list's heading. element: None for bare text; kind: what its words announce, None where none is known."""

    text: str
    kind: str | None
    element: Element | None
    up: int
    """How many levels above the list's first card it was found."""


@dataclass(slots=True)
class Run:
    """A row of cards under one parent."""

    parent: Element
    cards: list[Card]
    heading: Heading | None = None


def cards(links: Links, offered: Sequence[Anchor]) -> list[Card]:
    """Candidates gathered to cards, in document order."""
    _own(links, offered)
    found: dict[Element, Card] = {}
    for at, anchor in enumerate(offered):
        element = anchor.element
        if links.owner.get(element) != anchor.key:
            continue
        parent = element.getparent()
        while parent is not None and links.owner.get(parent) == anchor.key:
            element, parent = parent, parent.getparent()
        card = found.get(element)
        if card is None:
            found[element] = Card(anchor.key, element, [anchor], at)
        else:
            card.anchors.append(anchor)
    return list(found.values())


def _own(links: Links, offered: Sequence[Anchor]) -> None:
    """Fills `owner`: from every candidate upwards until an element that already holds several targets."""
    for element in links.story_elements:
        node: Element | None = element
        while node is not None and links.owner.get(node) != MANY:
            links.owner[node] = MANY
            node = node.getparent()
    for anchor in offered:
        node = anchor.element
        while node is not None:
            owner = links.owner.get(node)
            if owner is None:
                links.owner[node] = anchor.key
            elif owner != anchor.key:
                while node is not None and links.owner.get(node) != MANY:
                    links.owner[node] = MANY
                    node = node.getparent()
                break
            elif owner == anchor.key and node is not anchor.element:
                break
            node = node.getparent()


def runs(links: Links, found: Sequence[Card]) -> list[Run]:
    """Cards under one parent, cut where a heading or a paragraph stands between them; in document order."""
    rows: dict[Element, list[Card]] = {}
    for card in found:
        parent = card.element.getparent()
        if parent is not None:
            rows.setdefault(parent, []).append(card)
    out: list[Run] = []
    for parent, row in rows.items():
        out.append(Run(parent, [row[0]]))
        for before, card in pairwise(row):
            if _cut(links, before.element, card.element):
                out.append(Run(parent, []))
            out[-1].cards.append(card)
    return sorted(out, key=lambda r: r.cards[0].at)


def _cut(links: Links, before: Element, after: Element) -> bool:
    """Whether two siblings are of different make, or something of weight stands between them."""
    if before.tag != after.tag:
        return True
    node: Element | None = before
    while node is not None and node is not after:
        if node is not before:
            if node in links.story_elements or node.tag in HEADINGS:
                return True
            if node.tag not in UNSEEN and node not in links.owner:
                text = links.text(node)
                if len(text) > 80 or (len(text) < 60 and heading_kind(text) is not None) or _heads(node):
                    return True
        if node.tail and len(node.tail.strip()) > 60:
            return True
        node = node.getnext()
    return False


def _heads(element: Element) -> bool:
    return next(element.iter(*HEADINGS), None) is not None


def join(links: Links, found: Sequence[Run]) -> list[Run]:
    """Rows of one list put together: neighbours under one heading, or of one make without any."""
    out: list[Run] = []
    for run in found:
        if out and _one_list(links, out[-1], run):
            top = _common(out[-1].parent, run.parent)
            out[-1] = Run(top if top is not None else out[-1].parent, out[-1].cards + run.cards, out[-1].heading)
        else:
            out.append(run)
    return out


def _one_list(links: Links, before: Run, after: Run) -> bool:
    if before.parent in links.story_elements or after.parent in links.story_elements:
        return False
    one, other = before.heading, after.heading
    if one is not None or other is not None:
        return one is not None and other is not None and one.text == other.text and one.element is other.element
    return (
        before.parent.tag == after.parent.tag
        and names(before.cards[-1].element.getparent()) == names(after.parent)  # type: ignore[arg-type]
        and _common(before.cards[-1].element, after.cards[0].element, 3) is not None
    )


def _common(one: Element, other: Element, levels: int = 8) -> Element | None:
    """The nearest element, so many levels up at most, that holds both."""
    line = set()
    node: Element | None = one
    for _ in range(levels + 1):
        if node is None:
            break
        line.add(node)
        node = node.getparent()
    node = other
    for _ in range(levels + 1):
        if node is None or node in line:
            return node
        node = node.getparent()
    return None


def names(element: Element) -> str:
    """Class and id of an element, as far as they can matter."""
    return f"{(element.get('class') or '')[:NAMES]} {(element.get('id') or '')[:NAMES]}"
