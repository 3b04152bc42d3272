"""The heading that stands over a run of links: looked for backwards and upwards from the run's first card."""

from __future__ import annotations

import re
from itertools import islice

from crawler.pages.dom.text import UNSEEN, visible
from crawler.pages.links.anchors import HEADINGS, MANY, Element, Links, is_title
from crawler.pages.links.cards import Card, Heading, Run, names
from crawler.rules.related import container_kind, heading_kind, is_label

LEVELS = 8
"""How far up a heading may stand from its list."""
SIBLINGS = 12
"""How many siblings are looked at on each level."""
LABELLED = 6
"""In how many cards of a list labels are looked for."""
FAR = 2
"""So many levels above its list a label of the page's tools is no longer the list's."""
INNER = ("related", "more")
"""What a heading in a lone card's own box announces: an advert's label there stands for an empty slot."""
LENGTH = 90
"""The longest heading, in characters; longer text before a list is text."""


TABS = 6
"""So many tabs a row has at most."""
_ROW = frozenset({"row", "col", "column", "item", "card"})
"""Words of classes of a list's own parts: as many of them as tabs are no panels."""
_ACTIVE = frozenset({"active", "current", "selected", "on", "is-active", "cur", "is-current", "is-selected"})


def find_heading(links: Links, first: Element) -> Heading | None:
    """The nearest heading before an element that no paragraph and no other headed list parts from it."""
    node = first
    for up in range(LEVELS):
        parent = node.getparent()
        if parent is None or parent.tag in ("html", "body"):
            lead = None
        found = _before(links, node, up)
        if found is not None:
            if not isinstance(found, Heading):
                return None
            own = tab_label(links, found, first)
            return Heading(own, heading_kind(own), found.element, up) if own else found
        if parent is None or parent.tag in ("html", "body"):
            return None
        lead = " ".join((parent.text or "").split())
        if lead:
            kind = heading_kind(lead) if len(lead) <= LENGTH else None
            if kind:
                return Heading(lead, kind, None, up)
            if len(lead) > LENGTH:
                return None
        node = parent
    return None


def find_inner_heading(links: Links, card: Card) -> Heading | None:
    """The heading that a lone card's box holds before the card's anchors, where it is a known one.

    A card reaches as far up as nothing else is offered: the box around a lone one is part of it, with its heading.
    """
    node = card.stem
    for up in range(LEVELS):
        parent = node.getparent()
        if parent is None or node is card.element:
            return None
        found = _before(links, node, up)
        if isinstance(found, Heading):
            return found if found.kind in INNER else None
        if found is False:
            return None
        node = parent
    return None


def find_label(links: Links, run: Run) -> Heading | None:
    """What stands in for a heading: the accessible name of the list or a box around it, or a label in a lone card."""
    node: Element | None = run.parent
    for up in range(3):
        if node is None or node in links.story_elements:
            break
        name = node.get("aria-label") or ""
        kind = heading_kind(name) if 0 < len(name) <= LENGTH else None
        if kind:
            return Heading(name, kind, None, up)
        node = node.getparent()
    if len(run.cards) <= LABELLED:
        first = _label(links, run.cards[0].element)
        if first and all(_label(links, card.element) for card in run.cards[1:]):
            return Heading(first, "related", None, 0)
    return None


def _label(links: Links, card: Element) -> str:
    """A card's own claim to be for this story, such as "Read also" above its title; "" where it makes none."""
    for text in texts(links, card):
        if len(text) <= 40 and is_label(text):
            return text if heading_kind(text) == "related" else ""
        before, colon, _ = text.replace("：", ":").partition(":")
        if colon and len(before) <= 40 and is_label(before) and heading_kind(before) == "related":
            return before
        if is_title(text):
            return ""
    return ""


def texts(links: Links, element: Element) -> list[str]:
    """The first pieces of text in an element, as a reader sees them."""
    pieces = visible(element) if element in links.unseen else element.itertext()
    return [t for t in (" ".join(p.split()) for p in islice(pieces, 40)) if t]


def _before(links: Links, node: Element, up: int) -> Heading | bool | None:
    """The heading among an element's elder siblings; False: something parts it from any; None: look higher."""
    for n, sibling in enumerate(node.itersiblings(preceding=True)):
        if n >= SIBLINGS:
            return False
        tail = " ".join((sibling.tail or "").split())
        if tail:
            kind = heading_kind(tail) if len(tail) <= LENGTH else None
            if kind:
                return Heading(tail, kind, None, up)
            if len(tail) > LENGTH:
                return False
        if not isinstance(sibling.tag, str) or sibling.tag in UNSEEN:
            continue
        owner = links.owner.get(sibling)
        if owner is not None and sibling not in links.story_elements:
            if _holds_heading(links, sibling):
                return False
            continue
        heading = _as_heading(links, sibling, up)
        if heading is not None:
            return heading
    return None


def _holds_heading(links: Links, element: Element) -> bool:
    """Whether an element with cards has a heading of its own that is not a card's title."""
    if links.owner.get(element) != MANY:
        return False
    for heading in element.iter(*HEADINGS):
        node: Element | None = heading
        while node is not None and node is not element:
            if links.owner.get(node, MANY) != MANY:
                break
            node = node.getparent()
        else:
            return True
    return False


def _as_heading(links: Links, element: Element, up: int) -> Heading | bool | None:
    """An element read as a heading; False where it is text or a story's paragraph; None where it says nothing."""
    text = links.text(element)
    if not text:
        return None
    inner = element if element.tag in HEADINGS else None
    if inner is None:
        for inner in element.iter(*HEADINGS):
            if links.text(inner):
                break
        else:
            inner = None
    story = element in links.story_elements
    if inner is not None and (len(text) <= 300 or inner is element):
        text = links.text(inner) if element is not inner else text
        kind = heading_kind(text) if len(text) <= LENGTH else None
        if inner.tag == "h1" and (not kind or len(text) > 40):
            return False
        if kind is None and any(anchor in links.own for anchor in inner.iter("a")):
            return None  # The page itself among the stories of a list.
        if kind or not story:
            return Heading(text, kind, element, up) if text and len(text) <= LENGTH * 2 else False
        return False
    if len(text) > LENGTH:
        return False
    kind = heading_kind(text)
    if kind == "none" and up >= FAR and next(element.iter("a"), None) is not None:
        return None  # A tool of the page (comments, share buttons) heads nothing.
    if kind and "breadcrumb" in names(element).lower():
        return None  # Nor does the way to the page.
    if kind:
        return Heading(text, kind, element, up)
    if story:
        return False
    known = _looks_like_heading(element, text) or (len(element) and any(is_label(t) for t in texts(links, element)))
    return Heading(text, None, element, up) if known else None


def tab_label(links: Links, heading: Heading, first: Element) -> str:
    """The label of a list's own tab in a row of tabs, or of a label printed twice; "" for a plain heading.

    A tab names its panel by id, or by its place where there are as many panels; else the tab marked as active is the
    panel's, or the first.
    """
    if heading.element is None:
        return ""
    tabs = [(e, text) for e in heading.element.iter() if (text := _own_text(e))]
    if any(c.isalpha() for element, _ in tabs[1:] for c in element.tail or ""):
        return ""  # Words of one sentence: "More <span>tech</span> news".
    if len(tabs) < 2 or len(tabs) > TABS or not any(is_label(text) for _, text in tabs):
        return ""
    panels = _panel_ids(first)
    for element, text in tabs:
        if _target(element, heading.element) & panels:
            return text
    nth = _nth_panel(first, heading.element, len(tabs))
    if nth is not None and is_label(tabs[nth][1]):
        return tabs[nth][1]
    labels = [(e, text) for e, text in tabs if is_label(text)]
    for element, text in labels:
        if _is_active(element, heading.element):
            return text
    return labels[0][1]


def _nth_panel(first: Element, tabs: Element, number: int) -> int | None:
    """The place of a list's panel among the panels that follow a row of so many tabs; None where none are found.

    Panels are elements of one tag and class under one parent, the outermost ones that are as many as the tabs.
    """
    above = set(tabs.iterancestors())
    found, node = None, first
    for _ in range(LEVELS):
        parent = node.getparent()
        if parent is None or node in above:
            break
        classes = set((node.get("class") or "").split())
        if not _ROW.isdisjoint(word for name in classes for word in re.split("[-_]+", name.lower())):
            classes = set()
        panels = [child for child in parent if classes & set((child.get("class") or "").split()) and child is not tabs]
        if len(panels) == number and {panel.tag for panel in panels} == {node.tag}:
            found = panels.index(node)
        node = parent
    return found


def _own_text(element: Element) -> str:
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return ""
    return " ".join((element.text or "").split())


def _panel_ids(first: Element) -> set[str]:
    """The ids of what holds a list."""
    found = set()
    node: Element | None = first
    for _ in range(LEVELS):
        if node is None:
            break
        if node.get("id"):
            found.add(str(node.get("id")))
        node = node.getparent()
    return found


def _target(element: Element, top: Element) -> set[str]:
    """The ids that a tab says it shows."""
    found = set()
    node: Element | None = element
    while node is not None:
        for name in ("href", "aria-controls", "data-target", "data-bs-target", "data-tab", "rel"):
            value = (node.get(name) or "").strip()
            if value and (name != "href" or value.startswith("#")):
                found.add(value.lstrip("#."))
        if node is top:
            break
        node = node.getparent()
    return found


def _is_active(element: Element, top: Element) -> bool:
    node: Element | None = element
    while node is not None and node is not top:
        if node.get("aria-selected") == "true" or _ACTIVE.intersection((node.get("class") or "").lower().split()):
            return True
        node = node.getparent()
    return False


def _looks_like_heading(element: Element, text: str) -> bool:
    """Whether an element without a heading's tag says by its class that it is one."""
    if sum(c.isdigit() for c in text) >= 4:
        return False
    if element.tag in ("dt", "legend", "caption", "header"):
        return True
    name = (element.get("class") or "").lower()
    return any(w in name for w in ("title", "head", "label", "hd", "tit")) and container_kind(name) != "none"
