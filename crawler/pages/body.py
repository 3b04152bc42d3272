"""The story's own text: which blocks of a page are the article.

`find_body(page)` is a list of steps: cut the page into blocks, weigh them, find the smallest container that holds
the story, keep the story's blocks, add the lead above it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from crawler.pages.blocks import (
    BESIDE,
    CAPTION,
    HIDDEN,
    LEAD,
    NEVER,
    STORY,
    Container,
    Role,
    Segment,
    Segments,
    segment,
)
from crawler.pages.page import Page

_SENTENCE_END = tuple('.!?。！？…"”»：:」』)）')


@dataclass(slots=True)
class Block:
    """A paragraph of the story: the element that holds it, its text on one line, its role."""

    element: etree._Element
    text: str
    role: Role


@dataclass(slots=True)
class Body:
    """The story: its blocks in order, and the smallest element that holds them (None for text out of embedded JSON)."""

    blocks: list[Block]
    root: etree._Element | None

    def text(self, exclude: Collection[etree._Element] = ()) -> str:
        """The paragraphs, joined by blank lines; blocks inside an excluded element are left out."""
        if not exclude:
            return "\n\n".join(block.text for block in self.blocks)
        left_out = set(exclude)
        return "\n\n".join(block.text for block in self.blocks if not _inside(block.element, left_out))


def find_body(page: Page, *, title: str | None = None) -> Body:
    """The article's text on a page; without blocks where there is none. title: the headline, where it is known."""
    segments = segment(page.tree)
    blocks = segments.blocks
    mark_blocks(segments)
    weights = [weigh(block) for block in blocks]
    sums = [0.0, *accumulate(weights)]
    root = choose_root(segments, sums)
    kept = keep(blocks, root, title)
    lead = find_lead(blocks, root, kept, title)
    return Body([Block(b.element, b.text, b.role) for b in lead + kept], root.element)


def _prose(block: Segment) -> float:
    """How much running text a block is, names of containers aside."""
    if block.role == "heading" or block.size < 12:
        return 0.0
    weight = block.size * max(0.0, 1 - 1.5 * block.linked)
    if block.size < 90 and not block.text.endswith(_SENTENCE_END):
        weight *= 0.25
    return weight


def weigh(block: Segment) -> float:
    """How much a block speaks for its containers being the story's."""
    if block.marks & (NEVER | BESIDE | HIDDEN | CAPTION):
        return 0.0
    return _prose(block)


def mark_blocks(segments: Segments) -> None:
    """Hand down the marks of containers to their blocks; a mark that would take most of the page's text is wrong."""
    sums = [0.0, *accumulate(_prose(b) for b in segments.blocks)]
    for container in segments.containers:
        if container.marks & NEVER and sums[container.last] - sums[container.first] > 0.9 * sums[-1]:
            container.marks &= ~NEVER
        inherited = container.parent.marks if container.parent else 0
        container.marks |= inherited & NEVER
    clean = [0.0, *accumulate(0.0 if b.container.marks & NEVER else _prose(b) for b in segments.blocks)]
    for container in segments.containers:
        own = container.marks
        if own & (BESIDE | HIDDEN) and clean[container.last] - clean[container.first] > 0.5 * clean[-1]:
            own &= ~(BESIDE | HIDDEN)
        inherited = container.parent.marks if container.parent else 0
        if container.tag in ("blockquote", "table"):
            inherited &= ~CAPTION
        container.marks = own | inherited
    for block in segments.blocks:
        block.marks = block.container.marks


def choose_root(segments: Segments, sums: list[float]) -> Container:
    """Go down from the page to the smallest container that still holds the story."""
    node = segments.containers[0]
    while True:
        mass = sums[node.last] - sums[node.first]
        best = max(node.children, key=lambda c: sums[c.last] - sums[c.first], default=None)
        if best is None or sums[best.last] - sums[best.first] < 0.7 * mass or not mass:
            return node
        node = best


def keep(blocks: list[Segment], root: Container, title: str | None) -> list[Segment]:
    """The blocks of the container that are the story."""
    kept: list[Segment] = []
    headings: list[Segment] = []
    for block in blocks[root.first : root.last]:
        if block.marks & (NEVER | BESIDE | HIDDEN | CAPTION) & ~(root.marks):
            continue
        if block.role == "heading":
            if block.linked < 0.5 and block.tag != "h1":
                headings.append(block)
            continue
        if block.linked > 0.8:
            continue
        kept += headings
        headings.clear()
        kept.append(block)
    return kept


def find_lead(blocks: list[Segment], root: Container, kept: list[Segment], title: str | None) -> list[Segment]:
    """Text between the headline and the story that belongs to it."""
    lead: list[Segment] = []
    for block in reversed(blocks[max(0, root.first - 30) : root.first]):
        if block.tag == "h1":
            return lead
        if block.marks & (NEVER | BESIDE | HIDDEN | CAPTION) or block.linked > 0.3:
            continue
        if block.size > 60 and (block.marks & LEAD or block.text.endswith(_SENTENCE_END)):
            lead.insert(0, block)
    return [b for b in lead if b.marks & LEAD]


def _inside(element: etree._Element, excluded: set[etree._Element]) -> bool:
    return element in excluded or any(e in excluded for e in element.iterancestors())


__all__ = ["STORY", "Block", "Body", "find_body"]
