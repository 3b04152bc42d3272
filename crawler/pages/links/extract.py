"""The blocks of links that a page offers, each with its kind: the heart of the crawler.

`find_link_blocks` reads as the list of its steps. Links to the page itself stay in: who follows them decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.items import LinkKind
from crawler.pages.dom.page import Page
from crawler.pages.links.anchors import (
    Anchor,
    Element,
    Links,
    Story,
    absolute,
    collect,
    is_title,
    is_wording,
    key_of,
)
from crawler.pages.links.candidates import candidates
from crawler.pages.links.card_fields import clean, image_of, snippet_of, title_of
from crawler.pages.links.card_kinds import is_advert, is_article, is_offer
from crawler.pages.links.cards import Card, Heading, Run, cards, join, runs
from crawler.pages.links.classify import Judgement, PointsGiver, judge_rows
from crawler.pages.links.embedded_json import state_lists
from crawler.pages.links.headings import find_heading, find_inner_heading, find_label
from crawler.pages.links.inline import part_story
from crawler.pages.links.positions import Places
from crawler.pages.links.scorecard import scorecard
from crawler.rules.related import heading_kind


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
    judgement: Judgement | None = None
    """What its kind was judged by; None for inline links and links out of state."""

    @property
    def element(self) -> Element | None:
        """The list, or its first card; None for inline links and links out of state."""
        return self.elements[0] if self.elements else None


def find_link_blocks(page: Page, body: Story, *, card: PointsGiver | None = None) -> list[LinkBlock]:
    """Every block of article links on a page, in document order; the story's own links are one block of kind inline.

    card: the points to judge by, where they are not those of the package.
    """
    links, rows, inline = find_rows(page, body)
    places = Places(links)
    judgements = judge_rows(links, rows, places, card or scorecard())
    blocks = [b for row, judged in zip(rows, judgements, strict=True) for b in _blocks(links, row, judged, places)]
    drawn = _drawn(page, links)
    if inline:
        blocks.append((_inline(inline, places), places.order(inline[0])))
    return [block for block, _ in sorted(blocks, key=lambda b: b[1])] + drawn


def find_rows(page: Page, body: Story) -> tuple[Links, list[Run], list[Anchor]]:
    """What a page's anchors offer before it is judged: rows of cards with their headings, and links in sentences."""
    links = collect(page, body)
    inline, offered = part_story(links, candidates(links))
    found = runs(links, cards(links, offered))
    for run in found:
        label = links.labels.get(run.cards[0].anchors[0].element)
        if label:
            run.heading = Heading(label, heading_kind(label), None, 0)
            continue
        if len(run.cards) == 1:
            run.heading = find_inner_heading(links, run.cards[0])
        run.heading = run.heading or find_heading(links, run.cards[0].element)
        if run.heading is None or run.heading.kind in (None, "none"):
            run.heading = find_label(links, run) or run.heading
    return links, join(links, found), inline


def _blocks(links: Links, run: Run, judged: Judgement, places: Places) -> list[tuple[LinkBlock, int]]:
    """A row's blocks, each with its order: one, or two where adverts stand among its cards; none for no list."""
    if judged.kind is None:
        return []
    adverts: list[Card] = []
    others: list[Card] = []
    for card in run.cards:
        (adverts if judged.kind == "sponsored" or is_advert(card) else others).append(card)
    before, total = places.story_before(run.cards[0].anchors[0])
    heading = run.heading
    out = []
    for kind, members in ((judged.kind, others), ("sponsored", adverts)):
        offers = _offers(links, members, kind, judged, heading is not None and heading.kind is not None)
        if offers and kind in ("related", "more", "sponsored"):
            block = LinkBlock(kind, heading.text if heading else None, _elements(links, run, members), offers)  # type: ignore[arg-type]
            block.position = before / total if total else 0.0
            block.judgement = judged
            out.append((block, places.order(members[0].anchors[0])))
    return out


def _elements(links: Links, run: Run, members: Sequence[Card]) -> list[Element]:
    """What to leave out: the list where it holds nothing of the story, else its cards; and a heading that claims it."""
    if run.parent not in links.story_elements and len(members) == len(run.cards) > 1:
        elements = [run.parent]
    else:
        elements = [card.element for card in members if card.element not in links.story_elements]
    heading = run.heading
    if heading is not None and heading.kind is not None and heading.element is not None:
        element = heading.element
        if element not in links.story_elements or element in links.block_of:
            elements.append(element)
    return elements


def _offers(links: Links, members: Sequence[Card], kind: str, judged: Judgement, headed: bool) -> list[OfferedLink]:
    """The links of a block's cards, one a target; what is no article among articles stays out."""
    out: list[OfferedLink] = []
    seen: set[str] = set()
    titled, addressed = (judged.evidence.numbers[name] for name in ("titled", "addressed"))
    for card in members:
        title = title_of(links, card)
        if card.key in seen or (card.key in links.menu and not is_article(links.page.url, card.anchors[0].url)):
            continue
        if not is_offer(links.page.url, card, title, kind, headed=headed, titled=titled, addressed=addressed):
            continue
        seen.add(card.key)
        snippet, image = snippet_of(links, card, title), image_of(links, card)
        out.append(OfferedLink(card.anchors[0].url, title, snippet, image, len(out) + 1))
    return out


def _drawn(page: Page, links: Links) -> list[LinkBlock]:
    """Blocks that the page holds as data, without what its anchors offer anyway; they stand after all others."""
    seen = {anchor.key for anchor in links.anchors} | {key_of(page.url)}
    blocks = []
    for kind, heading, items in state_lists(page):
        block = LinkBlock("more" if kind == "more" else "related", heading, [], [], 1.0)
        for offered, title, snippet in items if kind in ("related", "more") else ():
            url = absolute(page, offered, links.origin)
            if url is None or key_of(url) in seen or not is_article(page.url, url):
                continue
            if title and not (is_title(title) or is_wording(title)):
                continue
            seen.add(key_of(url))
            block.links.append(OfferedLink(url, title, clean(snippet) if snippet else None, None, len(block.links) + 1))
        if block.links:
            blocks.append(block)
    return blocks


def _inline(anchors: Sequence[Anchor], places: Places) -> LinkBlock:
    links: list[OfferedLink] = []
    seen: set[str] = set()
    for anchor in anchors:
        if anchor.key not in seen and anchor.text:
            seen.add(anchor.key)
            links.append(OfferedLink(anchor.url, anchor.text, None, None, len(links) + 1))
    before, total = places.story_before(anchors[0])
    return LinkBlock("inline", None, [], links, before / total if total else 0.0)
