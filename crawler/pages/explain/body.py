"""Which blocks of a page are the story's text, and for each of the others what left it out.

Nothing is worked out again: a block is kept if it is in the body that was read, and why the others are not is read
off the trace that the body came with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from crawler.items import Removed
from crawler.pages.body.extract import Block, Body
from crawler.pages.body.flags import BESIDE, CAPTION, HIDDEN, LISTED, NEVER, OTHER, OUT
from crawler.pages.body.segment import Segment, segment
from crawler.pages.body.trace import Look
from crawler.pages.dom.page import Page
from crawler.pages.links.extract import LinkBlock
from crawler.text.normalize import shown

Fate = Literal["kept", "trimmed", "cut", "linked", "left out", "outside"]
"""kept: in the text; trimmed: but for a piece; cut: boilerplate; linked: in a block of links; left out: within
the story's container, yet not the story; outside: elsewhere on the page."""

_LEVELS, _NAME = 3, 24
_NOT_CHOSEN = "not chosen by the site's own rule"
_UNREAD = "not read: a menu, or named for what stands beside a story and without a paragraph"
_FLAGGED = (
    (LISTED, "in a list that a heading announces as other stories"),
    (OTHER, "another story, which the page appends to its own"),
    (NEVER, "its container is named for what is never story, such as adverts, sharing, comments"),
    (HIDDEN, "its container is hidden"),
    (CAPTION, "it is a caption"),
    (BESIDE, "its container is named for what stands beside a story"),
)


@dataclass(slots=True)
class PagePart:
    """A block of text of the page."""

    role: str
    """paragraph, heading, item, quote, row or pre."""
    place: str
    """Where it stands: the elements around it, outermost first, as CSS writes them."""
    text: str
    fate: Fate
    why: str
    linked: float = 0.0
    """Share of its text in links."""
    link_block: int | None = None
    """The block of links that it is part of."""
    removed: list[Removed] = field(default_factory=list)
    """What boilerplate rules cut out of it."""


@dataclass(slots=True)
class BodyFound:
    """How the story's text was found. root: its container; empty where the text is out of embedded JSON."""

    source: Literal["markup", "embedded JSON", "none"]
    root: str
    looks: int
    """How often the markup was looked at: a second time, with names distrusted, where the first found hardly a word."""
    characters: int
    """Of the text, boilerplate cut."""
    parts: list[PagePart]
    """Every block of the page, in its order; those out of embedded JSON, which have no place there, come first."""


def explain_body(page: Page, body: Body, links: Sequence[LinkBlock]) -> BodyFound:
    """Every block of the page with its fate, before boilerplate is cut. body: as `extract` found it for this page."""
    taken = {inner: n for n, block in enumerate(links) for element in block.elements for inner in element.iter()}
    used = _used(body)
    look = used or (body.looks[-1] if body.looks else None)
    ruled = body.root is not None and used is None
    why = "chosen by the site's own rule" if ruled else "out of embedded JSON"
    parts = [] if used else [_part(b, taken, "kept", why) for b in body.blocks]
    blocks = look.segments.blocks if look else []
    unread = _unread(page, blocks, body if ruled else None)
    for place in range(-1, len(blocks)):
        if look and place >= 0:
            parts.append(_part(blocks[place], taken, *_fate(look, blocks[place], used is not None)))
        parts += (_part(b, taken, "outside", _UNREAD if look else _NOT_CHOSEN) for b in unread.get(place, ()))
    source: Literal["markup", "embedded JSON", "none"] = "markup" if body.root is not None else "embedded JSON"
    root = place_of(body.root) if body.root is not None else ""
    return BodyFound(source if body.blocks else "none", root, len(body.looks), 0, parts)


def story_text(parts: Sequence[PagePart]) -> str:
    """The text of the kept parts, as Body.text joins it."""
    return "\n\n".join(part.text for part in parts if part.fate == "kept")


def note_cuts(parts: Sequence[PagePart], removed: Sequence[Removed]) -> None:
    """Give each cut to the parts that it was made in. removed: offsets count in story_text(parts)."""
    at = 0
    for part in parts:
        if part.fate != "kept":
            continue
        end = at + len(part.text)
        for cut in removed:
            first, last = max(at, cut.at), min(end, cut.at + len(cut.text))
            if first < last:
                part.removed.append(Removed(cut.rule, part.text[first - at : last - at], first - at))
        at = end + 2
        if part.removed:
            left = len(part.text) - sum(len(cut.text) for cut in part.removed)
            rules = ", ".join(dict.fromkeys(cut.rule for cut in part.removed))
            part.fate, part.why = ("trimmed" if left else "cut"), f"boilerplate by rule {rules}"


def place_of(element: etree._Element | None) -> str:
    """An element and what it stands in: `main > div.story > p`."""
    names: list[str] = []
    while element is not None and len(names) < _LEVELS and element.tag not in ("html", "body"):
        names.append(_name(element))
        element = element.getparent()
    return shown(" > ".join(reversed(names)) or ("body" if element is not None else ""))


def _name(element: etree._Element) -> str:
    identity, classes = element.get("id"), (element.get("class") or "").split()
    name = str(element.tag)[:_NAME]
    if identity:
        name += f"#{identity[:_NAME]}"
    return name + f".{classes[0][:_NAME]}" if classes else name


def _unread(page: Page, blocks: Sequence[Segment], chosen: Body | None) -> dict[int, list[Segment]]:
    """The blocks that were passed over, each list under the place of the block that it follows.

    chosen: a body that no look at the markup led to, whose blocks stand for themselves.
    """
    read = {block.element: block.place for block in blocks}
    own = {block.element for block in chosen.blocks} if chosen else set()
    found: dict[int, list[Segment]] = {}
    place = -1
    for block in segment(page.tree, thorough=True).blocks:
        if block.element in read:
            place = max(place, read[block.element])
        elif block.element not in own:
            found.setdefault(place, []).append(block)
    return found


def _used(body: Body) -> Look | None:
    """The look that led to the body; None where it is out of embedded JSON, or chosen by a site's rule."""
    found = [b.element for b in body.blocks]
    return next((s for s in body.looks if body.root is not None and [b.element for b in s.kept] == found), None)


def _part(block: Block | Segment, taken: Mapping[etree._Element, int], fate: Fate, why: str) -> PagePart:
    """A block with its fate; one that stands in a block of links is part of that. taken: element -> that block."""
    linked = round(block.linked, 3) if isinstance(block, Segment) else 0.0
    part = PagePart(block.role, place_of(block.element), shown(block.text), fate, why, linked)
    number = taken.get(block.element)
    if number is not None:
        part.fate, part.link_block, part.why = "linked", number, f"part of block {number} of links"
    return part


def _fate(look: Look, block: Segment, used: bool) -> tuple[Fate, str]:
    """Fate and reason of a block. used: whether the look led to the body."""
    if used and any(block is kept for kept in look.kept):
        return "kept", "between headline and story" if block in look.lead else "in the story's container"
    if block.place == look.title:
        return "left out", "the headline"
    if block.place in look.left_out:
        return "left out", look.left_out[block.place]
    if not look.root.first <= block.place < look.root.last:
        return "outside", "not in the story's container"
    return "left out", _unlike_story(look, block)


def _unlike_story(look: Look, block: Segment) -> str:
    """What on a block makes it no part of a story; the order is the order in which it was asked."""
    flags = block.flags & OUT & ~look.root.flags
    if flags:
        return next((why for mark, why in _FLAGGED if flags & mark), "marked as no part of a story")
    if block.role == "heading":
        return "a heading without text of the story under it" if block.linked < 0.5 else "a linked headline"
    if block.role == "item":
        return "an item of a list of links"
    if block.linked > 0.8:
        return "a link and little else"
    if block.linked >= 0.5:
        return "a pointer to another story"
    return "a date, the headline again, or the label of what was left out"
