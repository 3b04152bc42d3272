"""Which of a page's blocks are the story's: those of its container that look like it, and the lead above it."""

from __future__ import annotations

from collections import Counter

from crawler.pages.body.flags import BESIDE, CAPTION, HIDDEN, LEAD, LISTED, NEVER, OTHER, OUT, TEASER
from crawler.pages.body.line_types import (
    is_address,
    is_label_line,
    is_machine_line,
    is_notice,
    is_pointer,
    is_stamp,
    is_time_element,
    says,
)
from crawler.pages.body.scoring import folded
from crawler.pages.body.segment import Container, Segment
from crawler.rules.scripts import SENTENCE_ENDS

# Between headline and story at most so many blocks are looked at for a lead of at least so many characters.
# without a known one, so many for a heading that may be it.
_NEAR, _LEAD, _SHOWN = 40, 60, 8
# A link of so many characters may be the title of another story, and the heading before it its list's.
_TITLE = 20


def story_blocks(blocks: list[Segment], root: Container, title: str) -> list[Segment]:
    """The blocks of the root that are the story: no boxes, link lists, pointers to other stories, dates, headline."""
    left_out = OUT & ~root.flags
    lists = _link_lists(blocks[root.first : root.last])
    wanted = folded(title)
    kept: list[Segment] = []
    headings: list[Segment] = []  # kept when text of the story follows
    for block in blocks[root.first : root.last]:
        if block.flags & left_out or is_stamp(block, begun=bool(kept)) or is_pointer(block):
            continue
        if is_machine_line(block.text) or is_time_element(block):
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
        title = next((b.place for b in near if b.role == "heading" and b.linked < 0.5 and not b.flags & OUT), None)
    if title is None or root.first - title > _NEAR:
        return []
    wanted = folded(blocks[title].text)
    lead: list[Segment] = []
    for block in blocks[title + 1 : root.first]:
        beside = block.flags & BESIDE and not block.container.flags & LEAD
        if (
            block.flags & (NEVER | HIDDEN | CAPTION | LISTED | OTHER)
            or beside
            or block.linked > 0.3
            or is_stamp(block, begun=False)
        ):
            continue
        named = block.flags & (LEAD | TEASER)
        is_sentence = named or block.text.endswith(SENTENCE_ENDS) or block.place == title + 1
        if block.size > (_LEAD / 2 if named else _LEAD) and is_sentence and not says(wanted, block):
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
