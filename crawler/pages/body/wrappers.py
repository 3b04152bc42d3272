"""Wrappers: the ways in which a story's paragraphs are wrapped.

A story's paragraphs are siblings, or each is wrapped like the others. Where most are, a paragraph in a box of its own
is a promotion, a notice or a caption, and a container with more of the same wrapping holds another part of the story.
"""

from __future__ import annotations

from collections import Counter

from crawler.pages.body.flags import OUT
from crawler.pages.body.scoring import prose
from crawler.pages.body.segment import Container, Segment

Wrapper = tuple[str, str, str | None]
"""Tag of the block; tag and class of what it stands in."""
# A wrapper holds at least this share of the story's text; where they hold this much together, others are boxes.
_WRAPPER, _WRAPPED_ALIKE = 0.1, 0.85
# So many paragraphs under linked headlines are no chance; what is left without them is a story if it holds so much.
_TEASERS, _STORY = 3, 200
# A list of so many characters is no box.
_LONG_LIST = 300
_LISTS = frozenset(("ul", "ol", "dl"))


def without_boxes(kept: list[Segment]) -> list[Segment]:
    """Leave out paragraphs that stand in boxes of their own among or after the story's.

    A story's paragraphs are siblings, or wrapped alike; where most are, others are promotions, notices, captions.
    """
    wrappers = main_wrappers(kept)
    if not wrappers:
        return kept
    begun = False
    result = []
    for block in kept:
        if block.role == "paragraph":
            inside = wrapper_of(block) in wrappers or _bare(block, wrappers)
            begun = begun or inside
            if begun and not inside:
                continue
        elif block.role == "item" and begun and not _list_beside_story(_list_of(block), kept, wrappers):
            continue
        result.append(block)
    return result


def is_teaser(block: Segment, blocks: list[Segment]) -> bool:
    """Whether a block stands right under a linked headline. blocks: all of the page's."""
    return block.place > 0 and blocks[block.place - 1].linked > 0.8


def drop_teasers(kept: list[Segment], blocks: list[Segment]) -> list[Segment]:
    """Leave out paragraphs of a wrapping whose paragraphs mostly stand under linked headlines, if a story is left."""
    under: Counter[Wrapper] = Counter()
    total: Counter[Wrapper] = Counter()
    for block in kept:
        if block.role == "paragraph":
            total[wrapper_of(block)] += 1
            under[wrapper_of(block)] += is_teaser(block, blocks)
    teasers = {wrapper for wrapper, n in under.items() if n >= _TEASERS and n > 0.6 * total[wrapper]}
    left = [block for block in kept if block.role != "paragraph" or wrapper_of(block) not in teasers]
    return left if sum(prose(block) for block in left) > _STORY else kept


def _bare(block: Segment, wrappers: set[Wrapper]) -> bool:
    """Whether text without an element of its own stands where the story's paragraphs stand."""
    place = (block.container.tag, block.container.element.get("class"))
    return any(place == wrapper[1:] for wrapper in wrappers)


def _list_of(block: Segment) -> Container | None:
    """The outermost list that holds an item, as far as lists are nested directly."""
    node: Container | None = block.container
    while node is not None and node.tag not in _LISTS:
        node = node.parent
    while node is not None and node.parent is not None and node.parent.tag in _LISTS | {"li", "dd"}:
        node = node.parent
    return node


def _list_beside_story(items: Container | None, blocks: list[Segment], wrappers: set[Wrapper]) -> bool:
    """Whether a list stands where the story's paragraphs stand, or is long enough to be a part of it by itself."""
    if items is None or items.parent is None:
        return True
    place = (items.parent.tag, items.parent.element.get("class"))
    if any(place == wrapper[1:] for wrapper in wrappers):
        return True
    return sum(b.size for b in blocks if items.first <= b.place < items.last) > _LONG_LIST


def main_wrappers(blocks: list[Segment]) -> set[Wrapper]:
    """The ways in which most of a text's paragraphs are wrapped; none where they are wrapped in too many ways."""
    mass: Counter[Wrapper] = Counter()
    for block in blocks:
        if block.role == "paragraph" and not block.flags & OUT:
            mass[wrapper_of(block)] += int(prose(block))
    total = sum(mass.values())
    wrappers = {wrapper for wrapper, m in mass.items() if m >= _WRAPPER * total}
    return wrappers if sum(mass[wrapper] for wrapper in wrappers) >= _WRAPPED_ALIKE * total else set()


def wrapper_of(block: Segment) -> Wrapper:
    container = block.container
    if container.tag == "p" and container.parent is not None:
        container = container.parent
    return block.tag, container.tag, container.element.get("class")
