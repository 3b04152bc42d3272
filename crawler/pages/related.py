"""The blocks of links that a page offers, each with its kind: the heart of the crawler.

`find_link_blocks` reads as the list of its steps. Links to the page itself stay in: who follows them decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.items import LinkKind
from crawler.pages.headings import find_heading, find_label, names
from crawler.pages.evidence import is_article, is_sponsored, is_step, judge, weigh
from crawler.pages.links import (
    Anchor,
    Card,
    Element,
    Heading,
    Links,
    Run,
    Story,
    StoryBlock,
    block_around,
    candidates,
    cards,
    collect,
    is_title,
    is_wording,
    key_of,
    runs,
)
from crawler.pages.offers import image_of, snippet_of, title_of
from crawler.pages.page import Page
from crawler.rules.related import container_kind, heading_kind


SOON = 12
"""So many anchors (tags, share buttons, authors) may stand between a story and the list right under it."""


@dataclass(slots=True)
class OfferedLink:
    """One offered link. url: absolute, as offered; rank: place within its block, from 1."""

    url: str
    title: str
    snippet: str | None
    image: str | None
    rank: int


@dataclass(slots=True)
class LinkBlock:
    """A block of links of one kind."""

    kind: LinkKind
    heading: str | None
    elements: list[Element] = field(default_factory=list)
    """What to leave out of the story's text: the list, or its cards one by one where the list's parent holds story
    too, and the heading. None of them holds a paragraph of the story. Empty for inline links and links out of state."""
    links: list[OfferedLink] = field(default_factory=list)
    position: float = 0.0
    """Where it stands: the share of the story's characters that come before it."""

    @property
    def element(self) -> Element | None:
        """The list, or its first card; None for inline links and links out of state."""
        return self.elements[0] if self.elements else None


def find_link_blocks(page: Page, body: Story) -> list[LinkBlock]:
    """Every block of article links on a page, in document order; the story's own links are one block of kind inline."""
    links = collect(page, body)
    offered = candidates(links)
    inline, offered = part_story(links, offered)
    found = runs(links, cards(links, offered))
    for run in found:
        run.heading = find_heading(links, run.cards[0].element)
        if run.heading is None or run.heading.kind is None:
            run.heading = find_label(links, run) or run.heading
    places = _Places(links)
    blocks = [block for run in join(links, found) for block in _blocks(links, run, places)]
    settle([block for block, _ in blocks])
    if inline:
        blocks.append((_inline(inline, places), places.order.get(inline[0].element, 0)))
    return [block for block, _ in sorted(blocks, key=lambda b: b[1])]


class _Places:
    """Where things stand in the page: order of anchors and story blocks, and the story's ancestors."""

    def __init__(self, links: Links) -> None:
        tags = {b.element.tag for b in links.story.blocks if isinstance(b.element.tag, str)}
        self.order: dict[Element, int] = {}
        self.before: dict[Element, int] = {}
        self.last = 0
        """Anchors before the end of the story."""
        told = count = 0
        self.rank: dict[Element, int] = {}
        for n, element in enumerate(links.page.tree.iter("a", *sorted(tags))):
            if element.tag == "a":
                self.order[element] = n
                self.before[element] = told
                self.rank[element] = count
                count += 1
            block = links.block_of.get(element)
            if block is not None and element in links.told:
                told += len(block.text)
                self.last = count + sum(1 for _ in element.iter("a"))
        self.total = told
        self.near: dict[Element, int] = {}
        node = links.story.root
        while node is not None:
            self.near[node] = len(self.near)
            node = node.getparent()

    def soon(self, anchor: Anchor) -> bool:
        """Whether few anchors stand between the story's end and this one."""
        return 0 <= self.rank.get(anchor.element, 0) - self.last <= SOON

    def told(self, anchor: Anchor) -> tuple[int, int]:
        """Story characters before an anchor, and in all."""
        return self.before.get(anchor.element, 0), self.total


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
    """Whether a block of the story only offers links: nothing but links, or links after a label such as "Read also:"."""
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


def _blocks(links: Links, run: Run, places: _Places) -> list[tuple[LinkBlock, int]]:
    """A run judged: one block, or two where adverts stand among its cards; none where it is no list of articles."""
    heading = run.heading
    first = run.cards[0].anchors[0]
    told = places.told(first)
    evidence = weigh(links, run, told, places.near)
    evidence.soon = places.soon(first)
    kind = judge(evidence)
    adverts = [c for c in run.cards if is_sponsored(c, run.parent)]
    if len(adverts) == len(run.cards) and kind is not None:
        kind = "sponsored"
    if kind is None and (len(adverts) < 2 or evidence.before or evidence.furniture):
        adverts = []
    out = []
    position = told[0] / told[1] if told[1] else 0.0
    for sort, members in (
        (kind, [c for c in run.cards if kind == "sponsored" or c not in adverts]),
        ("sponsored", adverts if kind != "sponsored" else []),
    ):
        if members and sort in ("related", "more", "sponsored"):
            block = LinkBlock(sort, heading.text if heading else None, _elements(links, run, members), [], position)  # type: ignore[arg-type]
            block.links = _offers(
                links, members, sort, evidence.addressed, heading is not None and heading.kind is not None
            )
            if block.links:
                out.append((block, places.order.get(members[0].anchors[0].element, 0)))
    return out


def _elements(links: Links, run: Run, members: Sequence[Card]) -> list[Element]:
    """What to leave out: the list where it holds nothing of the story, else its cards; the heading where it claims it."""
    if run.parent not in links.told and len(members) == len(run.cards) > 1:
        elements = [run.parent]
    else:
        elements = [card.element for card in members if card.element not in links.told]
    heading = run.heading
    if heading is not None and heading.kind is not None and heading.element is not None:
        element = heading.element
        if element not in links.told or element in links.block_of:
            elements.append(element)
    return elements


def _offers(links: Links, members: Sequence[Card], kind: str, addressed: float, headed: bool) -> list[OfferedLink]:
    """The links of a block's cards; what is no article among articles (a column's name, a login) stays out."""
    out: list[OfferedLink] = []
    seen: set[str] = set()
    for card in members:
        title = title_of(links, card)
        if card.key in seen or not (is_title(title) or is_wording(title) or is_step(title)):
            continue
        if (
            kind != "sponsored"
            and not (kind == "related" and headed)
            and not is_article(links.page.url, card.anchors[0].url)
            and (addressed >= 0.7 or not is_title(title))
        ):
            continue
        seen.add(card.key)
        snippet, image = snippet_of(links, card, title), image_of(links, card)
        out.append(OfferedLink(card.anchors[0].url, title, snippet, image, len(out) + 1))
    return out


def join(links: Links, found: Sequence[Run]) -> list[Run]:
    """Rows of one list put together: neighbours under one heading, or of one make without any."""
    out: list[Run] = []
    for run in found:
        if out and _one_list(links, out[-1], run):
            top = _common(out[-1].parent, run.parent)
            out[-1] = Run(top if top is not None else out[-1].parent, out[-1].cards + run.cards, out[-1].heading)
        else:
            out.append(run)
    return out


def _one_list(links: Links, before: Run, after: Run) -> bool:
    if before.parent in links.told or after.parent in links.told:
        return False
    one, other = before.heading, after.heading
    if one is not None or other is not None:
        return one is not None and other is not None and one.text == other.text and one.element is other.element
    return (
        before.parent.tag == after.parent.tag
        and names(before.cards[-1].element.getparent()) == names(after.parent)  # type: ignore[arg-type]
        and _common(before.cards[-1].element, after.cards[0].element, 3) is not None
    )


def _common(one: Element, other: Element, levels: int = 8) -> Element | None:
    """The nearest element, so many levels up at most, that holds both."""
    line = set()
    node: Element | None = one
    for _ in range(levels + 1):
        if node is None:
            break
        line.add(node)
        node = node.getparent()
    node = other
    for _ in range(levels + 1):
        if node is None or node in line:
            return node
        node = node.getparent()
    return None


def settle(blocks: Sequence[LinkBlock]) -> None:
    """One target, one offer of a kind: what several blocks repeat (a list made twice, for wide and narrow screens)
    stays in the first of them. A block that has nothing left stays, empty: its element still is no part of the story.
    """
    seen: set[tuple[str, str]] = set()
    for block in blocks:
        kept = []
        for link in block.links:
            offer = (block.kind, key_of(link.url))
            if offer not in seen:
                seen.add(offer)
                kept.append(link)
                link.rank = len(kept)
        block.links = kept


def _inline(anchors: Sequence[Anchor], places: _Places) -> LinkBlock:
    links = []
    seen: set[str] = set()
    for anchor in anchors:
        if anchor.key not in seen and anchor.text:
            seen.add(anchor.key)
            links.append(OfferedLink(anchor.url, anchor.text, None, None, len(links) + 1))
    before, total = places.told(anchors[0])
    return LinkBlock("inline", None, [], links, before / total if total else 0.0)
