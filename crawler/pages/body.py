"""The story's own text: which blocks of a page are the article.

`find_body(page)` is a list of steps: cut the page into blocks, weigh them, find the smallest container that holds
the story, keep the story's blocks, add the lead above it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from crawler.pages.blocks import (
    BESIDE,
    CAPTION,
    EMBED,
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

# So much running text makes an article element a story.
_STORY = 250
# A body of fewer characters is looked for a second time, with names distrusted.
_THIN = 200
_PARAGRAPHS = frozenset(
    (
        "ul",
        "ol",
        "dl",
        "tbody",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "li",
        "td",
        "tr",
        "dd",
        "dt",
        "pre",
    )
)
_NOT_ALNUM = re.compile(r"[\W_]+")
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
    headline = title or _headline(page)
    body = _find(segment(page.tree), headline)
    if sum(len(block.text) for block in body.blocks) < _THIN:
        second = _find(segment(page.tree, thorough=True), headline, trusting=False)
        body = max((body, second), key=lambda b: sum(len(block.text) for block in b.blocks))
    return body


def _find(segments: Segments, headline: str, *, trusting: bool = True) -> Body:
    """The story among a page's blocks. trusting: believe the names of containers."""
    if not trusting:
        for container in segments.containers:
            if container.tag not in ("footer", "nav", "aside"):
                container.marks &= ~BESIDE
    blocks = segments.blocks
    title = find_title(blocks, headline)
    mark_blocks(segments, title)
    sums = [0.0, *accumulate(weigh(block) for block in blocks)]
    root = choose_root(segments, sums, title)
    kept = keep(blocks, root, headline)
    lead = find_lead(blocks, root, kept, title)
    return Body([Block(b.element, b.text, b.role) for b in lead + kept], root.element)


def _headline(page: Page) -> str:
    """What the page calls itself, for finding the headline among the blocks."""
    for name in ("og:title", "twitter:title"):
        if page.meta.get(name):
            return page.meta[name][0]
    return " ".join((page.tree.findtext(".//title") or "").split())


def find_title(blocks: list[Segment], headline: str) -> int | None:
    """The place of the headline among the blocks: the first heading that the page's title begins with or holds."""
    first = None
    wanted = _folded(headline)
    for n, block in enumerate(blocks):
        if block.role == "heading" or block.size < 300:
            text = _folded(block.text)
            if len(text) > 12 and wanted and (text in wanted or wanted in text):
                if block.role == "heading":
                    return n
                first = n if first is None else first
    if first is None:
        first = next((n for n, block in enumerate(blocks) if block.tag == "h1"), None)
    return first


def _folded(text: str) -> str:
    return _NOT_ALNUM.sub("", text).casefold()


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
    weight = _prose(block)
    if block.marks & STORY:
        weight *= 1.5
    return weight * 0.6 if block.role == "item" else weight


def mark_blocks(segments: Segments, title: int | None = None) -> None:
    """Hand down the marks of containers to their blocks; a mark that would take most of the page's text is wrong."""
    headed = title is not None and segments.blocks[title].tag == "h1"
    sums = [0.0, *accumulate(_prose(b) for b in segments.blocks)]
    for container in segments.containers:
        if container.marks & NEVER:
            titled = headed and title is not None and container.first <= title < container.last
            if titled or sums[container.last] - sums[container.first] > 0.9 * sums[-1]:
                container.marks &= ~NEVER
        container.marks |= container.parent.marks & NEVER if container.parent else 0
    clean = [0.0, *accumulate(0.0 if b.container.marks & NEVER else _prose(b) for b in segments.blocks)]
    # Siblings of one kind are weighed together: every paragraph may bear the mark.
    kin: Counter[tuple[int, str, int]] = Counter()
    for container in segments.containers:
        if container.marks & (BESIDE | HIDDEN):
            kin[_kin(container)] += int(clean[container.last] - clean[container.first])
    for container in segments.containers:
        own = container.marks
        if own & (BESIDE | HIDDEN):
            titled = headed and title is not None and container.first <= title < container.last
            mass = clean[container.last] - clean[container.first]
            if mass > (0.3 if titled else 0.6) * clean[-1] or kin[_kin(container)] > 0.7 * clean[-1]:
                own &= ~(BESIDE | HIDDEN)
        inherited = container.parent.marks if container.parent else 0
        if container.tag in ("blockquote", "table"):
            inherited &= ~CAPTION
        if own & EMBED:
            own &= ~BESIDE
            inherited &= ~BESIDE
        container.marks = own | (inherited & ~(LEAD | EMBED))
    for block in segments.blocks:
        block.marks = block.container.marks


def _kin(container: Container) -> tuple[int, str, int]:
    return id(container.parent), container.tag, container.marks & (BESIDE | HIDDEN)


def choose_root(segments: Segments, sums: list[float], title: int | None) -> Container:
    """Go down from the page to the smallest container that still holds the story."""

    def mass(container: Container) -> float:
        return sums[container.last] - sums[container.first]

    node = segments.containers[0]
    while True:
        best = max(node.children, key=mass, default=None)
        if best is None or not mass(node):
            break
        titled = next((c for c in node.children if title is not None and c.first <= title < c.last), None)
        if (
            titled is not None
            and titled is not best
            and mass(titled) > (_STORY if titled.tag == "article" else 0.3 * mass(node))
        ):
            best = titled
        elif mass(best) < 0.7 * mass(node):
            break
        node = best
    while node.tag in _PARAGRAPHS and node.parent:
        node = node.parent
    return node


def keep(blocks: list[Segment], root: Container, title: str) -> list[Segment]:
    """The blocks of the container that are the story."""
    left_out = (NEVER | BESIDE | HIDDEN | CAPTION) & ~root.marks
    lists = _link_lists(blocks, root)
    wanted = _folded(title)
    kept: list[Segment] = []
    headings: list[Segment] = []
    for block in blocks[root.first : root.last]:
        if block.marks & left_out:
            continue
        if block.role == "heading":
            if block.linked < 0.5 and block.tag != "h1":
                headings.append(block)
            elif block.linked >= 0.5:
                headings.clear()
            continue
        if id(block.container) in lists or (block.linked > 0.8 and not _is_address(block.text)):
            headings.clear()
            if kept and _is_label(kept[-1]):
                kept.pop()
            continue
        kept += headings
        headings.clear()
        kept.append(block)
    return [b for n, b in enumerate(kept) if n > 4 or not wanted or _folded(b.text) != wanted]


def _link_lists(blocks: list[Segment], root: Container) -> set[int]:
    """The items of lists that are mostly links, by the id of their containers."""
    sizes: Counter[int] = Counter()
    linked: Counter[int] = Counter()
    lists: dict[int, int] = {}
    for block in blocks[root.first : root.last]:
        if block.role == "item":
            node: Container | None = block.container
            while node is not None and node.tag not in ("ul", "ol", "dl"):
                node = node.parent
            if node is not None:
                lists[id(block.container)] = id(node)
                sizes[id(node)] += len(block.text)
                linked[id(node)] += int(block.linked * len(block.text))
    return {item for item, parent in lists.items() if linked[parent] > 0.5 * sizes[parent]}


def _is_address(text: str) -> bool:
    """Whether a text is itself a web or mail address."""
    return " " not in text and (text.startswith(("http", "www.")) or "@" in text)


def _is_label(block: Segment) -> bool:
    """Whether a line announces what follows it: short, no sentence, or ending in a colon."""
    return block.size < 80 and (
        block.text.endswith((":", "：")) or (block.size < 40 and not block.text.endswith(_SENTENCE_END))
    )


def find_lead(blocks: list[Segment], root: Container, kept: list[Segment], title: int | None) -> list[Segment]:
    """Text between the headline and the story that belongs to it."""
    if title is None or title >= root.first or root.first - title > 40:
        return []
    lead: list[Segment] = []
    for block in blocks[title + 1 : root.first]:
        beside = block.marks & BESIDE and not block.container.marks & LEAD
        if block.marks & (NEVER | HIDDEN | CAPTION) or block.linked > 0.3 or beside:
            continue
        if block.size > 60 and (block.marks & LEAD or block.text.endswith(_SENTENCE_END)):
            lead.append(block)
    return lead[:3]


def _inside(element: etree._Element, excluded: set[etree._Element]) -> bool:
    return element in excluded or any(e in excluded for e in element.iterancestors())


__all__ = ["STORY", "Block", "Body", "find_body"]
