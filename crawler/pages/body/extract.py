"""The story's own text: which blocks of a page are the article.

`find_body(page)` is a list of steps: cut the page into blocks, find the headline, weigh the blocks, go down to the
smallest container that holds the story, keep the story's blocks, add the lead above it; where the markup holds hardly
any text, look once more, and into embedded JSON.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from crawler.pages.body.announced_lists import mark_announced
from crawler.pages.body.class_names import BESIDE, CAPTION, HIDDEN, LEAD, LISTED, NEVER, OUT, TEASER
from crawler.pages.body.container import choose_root
from crawler.pages.body.embedded_json import find_story
from crawler.pages.body.line_types import CLOCK, is_address, is_label_line, is_notice, is_pointer, is_stamp, says
from crawler.pages.body.scoring import find_title, folded, mark_blocks, weigh
from crawler.pages.body.segment import Container, Role, Segment, Segments, segment
from crawler.pages.body.trace import Steps
from crawler.pages.body.wrappers import drop_teasers, in_lane, is_teaser
from crawler.pages.dom.page import Page
from crawler.rules.scripts import SENTENCE_ENDS

# A body of fewer characters is looked for a second time, with names distrusted.
_THIN = 100
# Where the markup holds less than this, embedded JSON may hold the story.
_SPARSE = 700
# Between headline and story at most so many blocks are looked at for a lead of at least so many characters.
# without a known one, so many for a heading that may be it.
_NEAR, _LEAD, _SHOWN = 40, 60, 8
# A link of so many characters may be the title of another story, and the heading before it its list's.
_TITLE = 20


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
    teasers: float = 0.0
    """Share of the paragraphs that stand right under a linked headline: a list of stories has most of them there."""
    stamps: int = 0
    """Lines among the blocks that say little but the time of day: a live blog has many."""
    captions: bool = False
    """Whether the text is what stands under pictures."""

    @property
    def ends(self) -> tuple[etree._Element, ...]:
        """The elements of the first and the last block; none for text out of embedded JSON."""
        return (self.blocks[0].element, self.blocks[-1].element) if self.blocks and self.root is not None else ()

    def text(self, exclude: Collection[etree._Element] = ()) -> str:
        """The paragraphs, joined by blank lines; blocks inside an excluded element are left out."""
        return "\n\n".join(block.text for block in self.without(exclude))

    def without(self, exclude: Collection[etree._Element]) -> list[Block]:
        """The blocks that are not inside an excluded element."""
        left_out = set(exclude)
        return [b for b in self.blocks if not _inside(b.element, left_out)] if left_out else self.blocks


def find_body(page: Page, *, title: str | None = None, steps: list[Steps] | None = None) -> Body:
    """The article's text on a page; without blocks where there is none.

    title: the headline, where it is known. steps: takes what each look at the markup led to.
    """
    headline = title or _headline(page)
    body = _find(segment(page.tree), headline, steps=steps)
    if _length(body) < _THIN:
        again = _find(segment(page.tree, thorough=True), headline, trusting=False, steps=steps)
        body = max((body, again), key=_length)
    if _length(body) < _SPARSE and (story := find_story(page, headline)) is not None:
        found = Body([Block(story.element, text, "paragraph") for text in story.paragraphs], None)
        if _length(found) > 2 * _length(body):
            return found
    return body


def _headline(page: Page) -> str:
    """What the page calls itself, for finding the headline among the blocks."""
    for name in ("og:title", "twitter:title"):
        if page.meta.get(name):
            return page.meta[name][0]
    return " ".join((page.tree.findtext(".//title") or "").split())


def _length(body: Body) -> int:
    return sum(len(block.text) for block in body.blocks)


def _find(segments: Segments, headline: str, *, trusting: bool = True, steps: list[Steps] | None = None) -> Body:
    """The story among a page's blocks. trusting: believe the names of containers."""
    blocks = segments.blocks
    if not trusting:
        for container in segments.containers:
            if container.tag not in ("footer", "nav", "aside"):
                container.marks &= ~BESIDE
    title = find_title(blocks, headline)
    mark_announced(segments)
    mark_blocks(segments, title)
    sums = [0.0, *accumulate(weigh(block) for block in blocks)]
    root = choose_root(segments, sums, title)
    inside = keep(blocks, root, headline)
    found = in_lane(inside)
    paragraphs = [b for b in found if b.role == "paragraph"]
    under = sum(is_teaser(b, blocks) for b in paragraphs)
    lead, told = find_lead(blocks, root, title), drop_teasers(found, blocks)
    kept = lead + drop_notices(told)
    if steps is not None:
        steps.append(Steps(segments, root, title, lead, inside, found, told, kept))
    return Body(
        [Block(b.element, b.text, b.role) for b in kept],
        root.element,
        teasers=under / max(6, len(paragraphs)),
        stamps=sum(is_stamp(b) and CLOCK.search(b.text) is not None for b in blocks[root.first : root.last]),
        captions=sum(b.container.tag in ("figcaption", "figure") for b in kept) > len(kept) / 2,
    )


def keep(blocks: list[Segment], root: Container, title: str) -> list[Segment]:
    """The blocks of the root that are the story: no boxes, link lists, pointers to other stories, dates, headline."""
    left_out = OUT & ~root.marks
    lists = _link_lists(blocks[root.first : root.last])
    wanted = folded(title)
    kept: list[Segment] = []
    headings: list[Segment] = []  # kept when text of the story follows
    for block in blocks[root.first : root.last]:
        if block.marks & left_out or is_stamp(block, begun=bool(kept)) or is_pointer(block):
            continue
        if block.role == "heading":
            if block.linked >= 0.5:
                headings.clear()
            elif block.tag != "h1":
                headings.append(block)
        elif id(block.container) in lists or (block.linked > 0.8 and not is_address(block.text)):
            if block.size >= _TITLE:
                headings.clear()
            if kept and is_label_line(kept[-1]):
                kept.pop()
        else:
            kept += [*headings, block]
            headings.clear()
    return [b for n, b in enumerate(kept) if n > 4 or not says(wanted, b)]


def drop_notices(kept: list[Segment]) -> list[Segment]:
    """Leave out notices to the reader that lead elsewhere: short paragraphs with a link that ask for something.

    Those without a link are left to cleaning, which keeps what it cuts.
    """
    return [block for block in kept if not is_notice(block)]


def find_lead(blocks: list[Segment], root: Container, title: int | None) -> list[Segment]:
    """Text between the headline and the root that belongs to the story."""
    if title is None or title >= root.first:
        near = blocks[max(0, root.first - _SHOWN) : root.first]
        title = next((b.place for b in near if b.role == "heading" and b.linked < 0.5 and not b.marks & OUT), None)
    if title is None or root.first - title > _NEAR:
        return []
    wanted = folded(blocks[title].text)
    lead: list[Segment] = []
    for block in blocks[title + 1 : root.first]:
        beside = block.marks & BESIDE and not block.container.marks & LEAD
        if (
            block.marks & (NEVER | HIDDEN | CAPTION | LISTED)
            or beside
            or block.linked > 0.3
            or is_stamp(block, begun=False)
        ):
            continue
        named = block.marks & (LEAD | TEASER)
        told = named or block.text.endswith(SENTENCE_ENDS) or block.place == title + 1
        if block.size > (_LEAD / 2 if named else _LEAD) and told and not says(wanted, block):
            lead.append(block)
    return lead[:3]


def _link_lists(blocks: list[Segment]) -> set[int]:
    """The items of lists of links, by the id of their containers: by the text in links, or by a title in each item."""
    sizes: Counter[int] = Counter()
    linked: Counter[int] = Counter()
    titles: Counter[int] = Counter()
    items: Counter[int] = Counter()
    lists: dict[int, int] = {}
    for block in blocks:
        if block.role == "item":
            node: Container | None = block.container
            while node is not None and node.tag not in ("ul", "ol", "dl"):
                node = node.parent
            if node is not None:
                lists[id(block.container)] = id(node)
                items[id(node)] += 1
                titles[id(node)] += block.linked > 0.8
                sizes[id(node)] += len(block.text)
                linked[id(node)] += int(block.linked * len(block.text))
    found = {n for n in items if linked[n] > 0.38 * sizes[n] or (titles[n] > 2 and titles[n] > 0.4 * items[n])}
    return {item for item, parent in lists.items() if parent in found}


def _inside(element: etree._Element, excluded: set[etree._Element]) -> bool:
    return element in excluded or any(e in excluded for e in element.iterancestors())
