"""Lists of other stories that a heading announces, known before the body is chosen.

On a short story the teasers of its related list weigh more than the story. A heading that announces such a list (words
of rules/data/related.toml) and cards after it, each with a linked title, are enough to know it by.
"""

from __future__ import annotations

from itertools import takewhile

from crawler.pages.body.flags import LISTED
from crawler.pages.body.segment import Container, Segment, Segments
from crawler.rules.related import heading_kind, is_label

# The longest heading, and the shortest linked title, in characters.
_HEADING, _TITLE = 60, 8
# Labels, columns and dates may stand before the first title: it is among so many blocks.
_BEFORE = 3
# A card has so many blocks and so much text beside its links at most, in characters as size_of counts.
_BLOCKS, _TEASER = 8, 700
# A list has so many cards at least, and so large a share of its members are cards.
_CARDS, _SHARE = 2, 0.8


def flag_announced_lists(segments: Segments) -> None:
    """Mark announced lists and their headings as LISTED."""
    blocks = segments.blocks
    for heading in blocks:
        start = heading.place + 1
        if len(heading.text) > _HEADING:
            continue
        if any(map(_is_linked, blocks[start : start + _BEFORE])) and _announces(heading):
            found = _list_after(segments, start)
            for container in found:
                container.flags |= LISTED
            if found:
                heading.flags |= LISTED


def _announces(block: Segment) -> bool:
    """Whether a block's words announce other stories; those offered to everyone only where it says hardly more."""
    if block.linked > 0.5 and block.role != "heading":
        return False
    kind = heading_kind(block.text)
    return kind in ("related", "sponsored") or (kind == "more" and is_label(block.text))


def _list_after(segments: Segments, start: int) -> list[Container]:
    """The containers of a list of cards that begins with a block; empty where there is none."""
    top = segments.blocks[start].container
    if top.first < start:
        return []
    while top.parent is not None and top.parent.first >= start:
        top = top.parent
    if _is_list(segments, top):
        return [top]
    if top.parent is None:
        return []
    row = [c for c in segments.children(top.parent) if c.place >= top.place]
    cards = list(takewhile(lambda c: c.tag == top.tag and _is_card(segments, c), row))
    return cards if len(cards) >= _CARDS else []


def _is_list(segments: Segments, container: Container) -> bool:
    """Whether nearly all that stands in a container, or in the one box in it, are cards."""
    members = segments.children(container)
    while len(members) == 1:
        members = segments.children(members[0])
    members = [m for m in members if m.first < m.last]
    cards = sum(_is_card(segments, member) for member in members)
    return cards >= _CARDS and cards >= _SHARE * len(members)


def _is_card(segments: Segments, container: Container) -> bool:
    """Whether a container holds a linked title and little else."""
    own = segments.blocks[container.first : container.last]
    if not 0 < len(own) <= _BLOCKS or not any(map(_is_linked, own)):
        return False
    return sum(b.size * (1 - b.linked) for b in own) <= _TEASER


def _is_linked(block: Segment) -> bool:
    return block.linked > 0.8 and len(block.text) >= _TITLE
