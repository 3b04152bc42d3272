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
    TEASER,
    Container,
    Role,
    Segment,
    Segments,
    segment,
)
from crawler.pages.page import Page

# A body in parts is looked for so many containers up; a part has at least so much running text in a paragraph.
_WIDER, _PART = 4, 80
# A headline of fewer letters may stand anywhere by chance.
_TITLE = 12
# So much running text makes an article element a story.
_STORY = 250
# A body of fewer characters is looked for a second time, with names distrusted.
_THIN = 100
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
# A lane holds at least this share of the story's text; lanes are told from boxes where they hold this much together.
_LANE, _LANED = 0.1, 0.85
_STAMP = re.compile(r"\d{1,2}[:.h]\d\d|\d{1,4}[./-] ?\d{1,2}[./-] ?\d{2,4}|\b(?:19|20)\d\d\b|\d[年月日]")
_POINTER = re.compile(r"[^.!?:：]{2,40}(?:：|:(?!//)) ?\S")
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
            if len(text) > _TITLE and wanted and (text in wanted or wanted in text):
                if block.role == "heading":
                    return n
                first = n if first is None else first
    likely = [n for n, block in enumerate(blocks) if block.role == "heading" and _alike(wanted, _folded(block.text))]
    if likely:
        return likely[0]
    return first if first is not None else next((n for n, b in enumerate(blocks) if b.tag == "h1"), None)


def _alike(one: str, other: str) -> bool:
    """Whether two headlines share half of their letter triples."""
    if len(one) < _TITLE or len(other) < _TITLE:
        return False
    a = {one[n : n + 3] for n in range(len(one) - 2)}
    b = {other[n : n + 3] for n in range(len(other) - 2)}
    return len(a & b) > 0.5 * min(len(a), len(b))


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
        if own & TEASER and not _leads(container, segments.blocks, title):
            own |= BESIDE
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
        container.marks = own | (inherited & ~EMBED)
    for block in segments.blocks:
        block.marks = block.container.marks


def _leads(container: Container, blocks: list[Segment], title: int | None) -> bool:
    """Whether a teaser is this story's own: right after the headline, or around it, and without links."""
    if title is None or container.last <= title or container.first > title + 12:
        return False
    own = blocks[container.first : container.last]
    return sum(b.linked * len(b.text) for b in own) < 0.3 * sum(len(b.text) for b in own)


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
    return _widened(node, segments.blocks)


def _widened(root: Container, blocks: list[Segment]) -> Container:
    """The container around a root where it holds more paragraphs that are wrapped like the root's: a body in parts."""
    lanes = _lanes(blocks[root.first : root.last])
    node, found = root, root
    for _ in range(_WIDER):
        if node.parent is None or node.parent.tag == "body":
            break
        node = node.parent
        beside = blocks[node.first : found.first] + blocks[found.last : node.last]
        if any(_lane(b) in lanes and not b.marks & _OUT and _prose(b) > _PART for b in beside):
            found = node
    return found


_OUT = NEVER | BESIDE | HIDDEN | CAPTION


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
        if _is_stamp(block) or _is_pointer(block):
            continue
        if id(block.container) in lists or (block.linked > 0.8 and not _is_address(block.text)):
            headings.clear()
            if kept and _is_label(kept[-1]):
                kept.pop()
            continue
        kept += headings
        headings.clear()
        kept.append(block)
    kept = [b for n, b in enumerate(kept) if n > 4 or not wanted or _folded(b.text) != wanted]
    return _in_lane(kept)


def _in_lane(kept: list[Segment]) -> list[Segment]:
    """Leave out paragraphs that stand in boxes of their own among or after the story's.

    A story's paragraphs are siblings, or wrapped alike; where most are, others are promotions, notices, captions.
    """
    lanes = _lanes(kept)
    if not lanes:
        return kept
    begun = False
    result = []
    for block in kept:
        if block.role == "paragraph":
            inside = _lane(block) in lanes
            begun = begun or inside
            if begun and not inside:
                continue
        elif block.role == "item" and begun and not _list_in_lane(block, lanes):
            continue
        result.append(block)
    return result


def _list_in_lane(block: Segment, lanes: set[tuple[str, str, str | None]]) -> bool:
    """Whether the list that holds an item stands where the story's paragraphs stand."""
    node: Container | None = block.container
    while node is not None and node.tag not in ("ul", "ol", "dl"):
        node = node.parent
    while node is not None and node.tag in ("ul", "ol", "dl", "li", "dd"):
        node = node.parent
    if node is None:
        return True
    place = (node.tag, node.element.get("class"))
    return any(place == lane[1:] for lane in lanes)


def _lanes(blocks: list[Segment]) -> set[tuple[str, str, str | None]]:
    """The ways in which most of a text's paragraphs are wrapped; none where they are wrapped in too many ways."""
    mass: Counter[tuple[str, str, str | None]] = Counter()
    for block in blocks:
        if block.role == "paragraph" and not block.marks & _OUT:
            mass[_lane(block)] += int(_prose(block))
    total = sum(mass.values())
    lanes = {lane for lane, m in mass.items() if m >= _LANE * total}
    return lanes if sum(mass[lane] for lane in lanes) >= _LANED * total else set()


def _lane(block: Segment) -> tuple[str, str, str | None]:
    container = block.container
    if container.tag == "p" and container.parent is not None:
        container = container.parent
    return block.tag, container.tag, container.element.get("class")


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
    return {item for item, parent in lists.items() if linked[parent] > 0.38 * sizes[parent]}


def _is_address(text: str) -> bool:
    """Whether a text is itself a web or mail address."""
    return " " not in text and (text.startswith(("http", "www.")) or "@" in text)


def _is_stamp(block: Segment) -> bool:
    """Whether a line is a date or time with hardly a word beside it."""
    if block.role != "paragraph" or block.size > 90 or not _STAMP.search(block.text):
        return False
    return sum(c.isalpha() for c in block.text) * block.size < 24 * len(block.text)


def _is_pointer(block: Segment) -> bool:
    """Whether a line sends the reader to another story: a label, a colon and a link."""
    return block.linked > 0.5 and block.size < 250 and _POINTER.match(block.text) is not None


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
        if block.marks & (NEVER | HIDDEN | CAPTION) or block.linked > 0.3 or beside or _is_stamp(block):
            continue
        ends = block.text.endswith(_SENTENCE_END)
        if block.size > 60 and (block.marks & (LEAD | TEASER) or ends or block is blocks[title + 1]):
            lead.append(block)
    return lead[:3]


def _inside(element: etree._Element, excluded: set[etree._Element]) -> bool:
    return element in excluded or any(e in excluded for e in element.iterancestors())


__all__ = ["STORY", "Block", "Body", "find_body"]
