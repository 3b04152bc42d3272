"""Links in the story's own sentences, as against lines of the story that only offer links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.pages.links.anchors import Anchor, Element, Links, StoryBlock, block_around, is_title
from crawler.pages.links.cards import names
from crawler.pages.links.headings import find_heading
from crawler.rules.related import container_kind, heading_kind, related_rules

MAX_LABEL = 30
"""A label before a link in the story's text is no longer, in characters."""
MAX_LEAD = 60
"""What stands before a list's first link is no longer, in characters."""
LABEL_SHARE = 0.8
"""The least share of such a label that known words are, where no colon follows it."""
_SENTENCE_END = re.compile(r"[.!?。！？…»”\")(（\[【]+\s*")
_AROUND = " :：.,;–—-|>→»()（）[]【】"
_END = ".!?)）]。！？"


def part_story(links: Links, offered: Sequence[Anchor]) -> tuple[list[Anchor], list[Anchor]]:
    """Links in the story's sentences, and the rest; marks which blocks are the story's own."""
    inside: dict[Element, list[Anchor]] = {}
    rest: list[Anchor] = []
    for anchor in offered:
        block = block_around(links, anchor.element)
        if block is None:
            rest += () if _in_prose(links, anchor.element) else (anchor,)
        elif _boxed(anchor.element, block.element):
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
        while node is not None and node not in links.story_elements:
            links.story_elements.add(node)
            node = node.getparent()
        for anchor in anchors:
            label = label_of(links, block, anchor)
            if label:
                links.labels[anchor.element] = label
                rest.append(anchor)
            else:
                inline.append(anchor)
    order = {a.element: n for n, a in enumerate(links.anchors)}
    return inline, sorted(rest, key=lambda a: order[a.element])


def _in_prose(links: Links, element: Element) -> bool:
    """Whether a link outside the story stands in a paragraph of running text: among others, after half a sentence.

    A writer's life at a page's foot names books and papers; they are no list that the page offers.
    """
    paragraph = next(element.iterancestors("p"), None)
    if paragraph is None:
        return False
    linked = [text for anchor in paragraph.iter("a") if (text := links.text(anchor))]
    if len(linked) < 2:
        return False
    lead = links.text(paragraph).partition(linked[0])[0]
    label = lead.replace("：", ":").partition(":")[0]
    return len(lead) > MAX_LEAD and heading_kind(label) not in ("related", "more")


def label_of(links: Links, block: StoryBlock, anchor: Anchor) -> str:
    """The label that offers a link between sentences of the story ("(See also: Title)"); "" where it is the story's.

    The label stands right before the link, behind the end of a sentence, or begins a link that is a sentence itself.
    """
    if not is_title(anchor.text):
        return ""
    before, found, after = block.text.partition(anchor.text)
    if not found:
        return ""
    lead = _boxed_lead(links, block, anchor) or _SENTENCE_END.split(before)[-1].strip(_AROUND)
    if lead and len(lead) <= MAX_LABEL and heading_kind(lead) == "related":
        apart = before.rstrip().endswith((":", "："))
        if apart or related_rules().known(lead)[1] >= LABEL_SHARE:
            return lead
    whole = not lead and (not after.strip(_AROUND) or anchor.text[-1:] in _END or after.lstrip()[:1] in _END)
    return anchor.text if whole and heading_kind(anchor.text) == "related" else ""


def _boxed_lead(links: Links, block: StoryBlock, anchor: Anchor) -> str:
    """What stands before a link in the smallest element of its block that holds more than the link."""
    for node in anchor.element.iterancestors():
        if node is block.element:
            break
        lead = links.text(node).partition(anchor.text)[0].strip(_AROUND)
        if lead:
            return lead
    return ""


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
        and len(lead) <= MAX_LEAD
        and heading_kind(lead) in ("related", "more")
        and rest - len(lead) <= 0.5 * linked
    )
