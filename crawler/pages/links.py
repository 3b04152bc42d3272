"""Candidate links of a page: anchors -> cards -> runs of cards, without a word yet on what kind they are.

An anchor is a candidate where its address or its wording could be an article's. A card is everything that offers one
target: the largest element that holds candidates for that target alone and nothing of the story; picture, title and
teaser with the same target are one card. A run is a row of cards under one parent with nothing of weight in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from lxml import etree

from crawler.pages.page import Page
from crawler.rules.related import heading_kind, is_label
from crawler.urls.kinds import likeness, url_kind

Element = etree._Element

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe")
MANY = ""
"""In `Links.owner`: the element holds candidates for several targets."""
MAX_ANCHORS = 20_000
MAX_UNSEEN = 50
"""So many scripts and styles are taken out of one element's text."""
_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_string = etree.XPath("string()")
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.I)


class StoryBlock(Protocol):
    """A paragraph of the story: its element, text and role."""

    @property
    def element(self) -> Element: ...
    @property
    def text(self) -> str: ...
    @property
    def role(self) -> str: ...


class Story(Protocol):
    """What is read of the story's body: its blocks in document order and the smallest element that holds them."""

    @property
    def blocks(self) -> Sequence[StoryBlock]: ...
    @property
    def root(self) -> Element | None: ...


@dataclass(slots=True)
class Anchor:
    """An <a> with a web link. key: the target without scheme, www. and fragment; text: its wording."""

    element: Element
    url: str
    key: str
    text: str


@dataclass(slots=True)
class Card:
    """Everything that offers one target. at: index of its first anchor among the page's anchors."""

    key: str
    element: Element
    anchors: list[Anchor]
    at: int


@dataclass(slots=True)
class Heading:
    """A list's heading. element: None where it is bare text; kind: what its words announce, None where none is known."""

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


@dataclass(slots=True)
class Links:
    """What the steps share. owner: element -> the one target whose candidates it holds, or MANY."""

    page: Page
    story: Story
    origin: list[str] | None = None
    """The base address, cut at its first slashes; None where it is no web address."""
    anchors: list[Anchor] = field(default_factory=list)
    owner: dict[Element, str] = field(default_factory=dict)
    unseen: set[Element] = field(default_factory=set)
    """Elements that hold something unseen (scripts, styles): their text has to be picked with care."""
    block_of: dict[Element, StoryBlock] = field(default_factory=dict)
    title: str = ""
    """What the page calls itself."""
    told: set[Element] = field(default_factory=set)
    """Elements that hold paragraphs of the story: never part of a card."""

    def text(self, element: Element) -> str:
        """The text that a reader sees in an element, spaces folded."""
        if element not in self.unseen:
            return " ".join(str(_string(element)).split())
        text = str(_string(element))
        for hidden in islice(element.iter(*UNSEEN), MAX_UNSEEN):
            if piece := str(_string(hidden)):
                text = text.replace(piece, " ", 1)
        return " ".join(text.split())


def visible(element: Element) -> Iterator[str]:
    """Pieces of text in an element, without scripts and styles."""
    if element.tag in UNSEEN or not isinstance(element.tag, str):
        return
    tails: list[str | None] = []
    if element.text:
        yield element.text
    line = [element.iterchildren()]
    while line:
        child = next(line[-1], None)
        if child is None:
            line.pop()
            if line and (tail := tails.pop()):
                yield tail
        elif child.tag in UNSEEN or not isinstance(child.tag, str):
            if child.tail:
                yield child.tail
        else:
            if child.text:
                yield child.text
            tails.append(child.tail)
            line.append(child.iterchildren())


def wide(text: str) -> int:
    """Letters of scripts that write a word in one or two signs."""
    return 0 if text.isascii() else len(_WIDE.findall(text))


def is_title(text: str) -> bool:
    """Whether a wording could be a headline: four words, or eight signs of a script without spaces; no known label."""
    if len(text) < 8:
        return False
    signs = wide(text)
    long = signs >= 8 or (len(text) >= 16 and text.count(" ") + signs // 3 >= 3)
    return long and not (len(text) <= 40 and is_label(text))


def key_of(url: str) -> str:
    """A cheap identity of a target: scheme, www., fragment and trailing slash left out."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")


def collect(page: Page, story: Story) -> Links:
    """The page's anchors and what of the tree belongs to the story."""
    links = Links(
        page,
        story,
        page.base_url.split("/", 3) if _SCHEME.match(page.base_url) else None,
        title=page.tree.findtext(".//title") or "",
    )
    for element in page.tree.iter(*UNSEEN):
        parent = element.getparent()
        while parent is not None and parent not in links.unseen:
            links.unseen.add(parent)
            parent = parent.getparent()
    for block in story.blocks:
        links.block_of.setdefault(block.element, block)
    for element in page.tree.iter("a"):
        href = element.get("href")
        if not href or len(href) > 2000 or len(links.anchors) >= MAX_ANCHORS:
            continue
        url = absolute(page, href.strip(), links.origin)
        if url:
            links.anchors.append(Anchor(element, url, key_of(url), links.text(element)))
    return links


def absolute(page: Page, href: str, origin: list[str] | None) -> str | None:
    """`page.absolute` with a short cut for the two commonest forms."""
    if href.startswith(("#", "javascript:", "mailto:", "tel:", "JavaScript:")) or not href:
        return None
    if href.startswith(("http://", "https://")):
        return href
    if origin and href[0] == "/" and "/." not in href:
        return f"{origin[0]}{href}" if href[1:2] == "/" else f"{origin[0]}//{origin[2]}{href}"
    return page.absolute(href)


def candidates(links: Links) -> list[Anchor]:
    """Anchors that could lead to an article: by a headline's wording of any anchor to the target, or by their address."""
    best: dict[str, str] = {}
    for anchor in links.anchors:
        if len(anchor.text) >= len(best.get(anchor.key, "")):
            best[anchor.key] = anchor.text
    found, answers = [], {}
    for anchor in links.anchors:
        answer = answers.get(anchor.key)
        if answer is None:
            answer = answers[anchor.key] = _is_candidate(anchor, best[anchor.key], links.page.url)
        if answer:
            found.append(anchor)
    return found


def _is_candidate(anchor: Anchor, wording: str, own: str) -> bool:
    """Whether a target could be an article, by its address and the longest wording of its anchors.

    A section's link that bears a list's name ("Politics: latest articles") is the list's heading, not its first card.
    """
    if wording and not (is_title(wording) or is_wording(wording) or is_label(wording)):
        return False
    kind = url_kind(anchor.url)
    if kind in ("media", "social", "front", "section"):
        return False
    if len(wording) <= 60 and heading_kind(wording) and likeness(own, anchor.url) is False:
        return False
    return kind in ("article", "sponsored") or is_title(wording)


def is_wording(text: str) -> bool:
    """Whether a text says enough to be the title of an article: two words, or five signs; no number, no known label."""
    if not any(c.isalpha() for c in text):
        return False
    return (wide(text) >= 5 or (len(text) >= 10 and " " in text.strip())) and not is_label(text)


def block_around(links: Links, element: Element) -> StoryBlock | None:
    """The story's block that an element stands in."""
    node: Element | None = element
    for _ in range(12):
        if node is None:
            return None
        if node in links.block_of:
            return links.block_of[node]
        node = node.getparent()
    return None


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
    for element in links.told:
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
        for before, card in zip(row, row[1:], strict=False):
            if _cut(links, before.element, card.element):
                out.append(Run(parent, []))
            out[-1].cards.append(card)
    return sorted(out, key=lambda r: r.cards[0].at)


def _cut(links: Links, before: Element, after: Element) -> bool:
    """Whether something of weight stands between two siblings."""
    node: Element | None = before
    while node is not None and node is not after:
        if node is not before:
            if node in links.told or node.tag in HEADINGS:
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
