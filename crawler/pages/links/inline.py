"""Links in the story's own sentences, told from lines of the story that only offer links."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.pages.links.anchors import Anchor, Element, Links, StoryBlock, block_around
from crawler.pages.links.cards import names
from crawler.pages.links.headings import find_heading
from crawler.rules.related import container_kind, heading_kind


def part_story(links: Links, offered: Sequence[Anchor]) -> tuple[list[Anchor], list[Anchor]]:
    """Links in the story's sentences, and the rest; marks which blocks are the story's own."""
    inside: dict[Element, list[Anchor]] = {}
    rest = []
    for anchor in offered:
        block = block_around(links, anchor.element)
        if block is None or _boxed(anchor.element, block.element):
            rest.append(anchor)
        else:
            inside.setdefault(block.element, []).append(anchor)
    inline = []
    headed: dict[Element, bool] = {}
    for element, block in links.block_of.items():
        anchors = inside.get(element, [])
        if anchors and (_is_offer(links, block, anchors) or _in_headed_list(links, block, headed)):
            rest.extend(anchors)
            continue
        node: Element | None = element
        while node is not None and node not in links.told:
            links.told.add(node)
            node = node.getparent()
        inline.extend(anchors)
    order = {a.element: n for n, a in enumerate(links.anchors)}
    return inline, sorted(rest, key=lambda a: order[a.element])


def _boxed(element: Element, block: Element) -> bool:
    """Whether a box of its own (a card that the parser left in a paragraph) stands between a link and its block."""
    node: Element | None = element.getparent()
    while node is not None and node is not block:
        if node.tag in ("article", "aside", "section") or container_kind(names(node)) == "related":
            return True
        node = node.getparent()
    return False


def _in_headed_list(links: Links, block: StoryBlock, headed: dict[Element, bool]) -> bool:
    """Whether a list item of the story stands in a list whose heading claims it for other stories."""
    parent = block.element.getparent()
    if block.element.tag != "li" or parent is None:
        return False
    if parent not in headed:
        heading = find_heading(links, parent)
        headed[parent] = heading is not None and heading.kind in ("related", "more")
    return headed[parent]


def _is_offer(links: Links, block: StoryBlock, anchors: Sequence[Anchor]) -> bool:
    """Whether a block of the story only offers links: nothing but links, or links after a label ("Read also:")."""
    linked = sum(len(a.text) for a in anchors)
    if linked < 8:
        return False
    rest = len(" ".join(block.text.split())) - linked
    if rest <= max(6, 0.15 * linked):
        return True
    lead = block.text[: max(block.text.find(anchors[0].text), 0)].strip()
    return (
        bool(lead)
        and len(lead) <= 60
        and heading_kind(lead) in ("related", "more")
        and rest - len(lead) <= 0.5 * linked
    )
