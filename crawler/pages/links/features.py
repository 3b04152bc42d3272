"""Reads the evidence on a row of cards: its heading, its containers, its place, its items. Nothing here judges.

flags are what holds or does not (`place=after`), numbers are measured (`cards`, as a logarithm of two; shares from 0
to 1), words are learned from (feature_words). crawler/pages/links/scorecard.py gives points for each of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice
from math import log2

from crawler.pages.links.address_evidence import read_addresses, read_ages
from crawler.pages.links.anchors import HEADINGS, Element, Links, is_title
from crawler.pages.links.card_kinds import is_advert, is_step
from crawler.pages.links.cards import Run, names
from crawler.pages.links.evidence import Evidence
from crawler.pages.links.feature_words import element_words
from crawler.pages.links.heading_evidence import read_heading, read_labels
from crawler.pages.links.page_evidence import (
    SAMPLE,
    PageEvidence,
    shape_of,
    tag_of,
)
from crawler.rules.related import heading_kind
from crawler.urls.kinds import likeness

LEVELS = 9
"""So many containers around a row are read."""
NEAR, MIDDLE = 1, 4
"""Levels up to which a container is near the row, or in the middle between it and the story."""
FAR = 30
"""Stands for the distance of what shares no container with the story."""
CLOSE = 3
"""So many levels above the story a list may stand and still be right under it."""
SOON = 3.7
"""So many links (tags, share buttons; logarithm of two) may stand between a story and the list right under it."""
TEASER = 40
"""A card with so many characters beside its title has a teaser."""
SAME_TITLE = 0.7
"""Titles that share so many of their words are one title."""
FURNITURE = ("nav", "footer", "aside", "header")
BOXES = (*FURNITURE, "figure", "section", "article", "form", "dl", "table")
_PICTURE = ("image", "picture", "photo", "gallery", "caption")
# It begins with a digit in every branch: the search then skips what is none.
_DATE = re.compile(r"\d(?:[./-]\d{1,2}[./-]\d|(?<=\b\d)\d?:\d{2}\b|\s?[月日])")


def gather(page: PageEvidence, index: int) -> Evidence:
    """The evidence on a page's row."""
    evidence = Evidence(page.rows[index].heading)
    _read_place(evidence, page, index)
    _read_containers(evidence, page, index)
    _read_items(evidence, page, index)
    read_addresses(evidence, page, index)
    read_ages(evidence, page, index)
    _read_wording(evidence, page, index)
    read_labels(evidence, page, index)
    read_heading(evidence, page)
    return evidence


def _read_place(evidence: Evidence, page: PageEvidence, index: int) -> None:
    """Where the row stands: before the story, among its paragraphs, beside it or after it, and how far from it."""
    row, places = page.rows[index], page.places
    anchor = row.cards[0].anchors[0]
    before, total = places.story_before(anchor)
    node: Element | None = row.cards[0].element
    branch = row.cards[0].element
    while node is not None and node not in places.near:
        branch, node = node, node.getparent()
    near = places.near.get(node, FAR) if node is not None else FAR
    among = 0 < before < total and near == 0 and _among_paragraphs(page.links, row)
    place = "no_story" if not total else "before" if not before else "after" if before >= total else "beside"
    evidence.flags |= {f"place={'among' if among else place}", f"branch.tag={tag_of(branch)}"}
    evidence.words |= element_words(branch, "branch")
    order = places.order(anchor)
    evidence.numbers |= {
        "near": near,
        "share_before": before / total if total else 0.0,
        "where": order / max(places.count, 1),
        "left": log2(1 + max(places.count - order, 0)),
    }
    if place == "after":
        evidence.numbers["gap"] = log2(1 + max(order - places.last, 0))
    nth = page.after_story[index]
    if nth is not None:
        evidence.numbers["nth"] = nth
    if nth == 0 and near <= CLOSE and row.heading is None and evidence.numbers["gap"] <= SOON:
        evidence.flags.add("right_under")


def _read_containers(evidence: Evidence, page: PageEvidence, index: int) -> None:
    """What the containers are and are called, from the card up to the first that holds the story too.

    A lone card reaches as far up as nothing else is offered, so the boxes around its anchors are read with it.
    """
    row, near = page.rows[index], page.places.near
    first = row.cards[0].element
    for element in islice(first.iter("*"), 6):
        evidence.words |= element_words(element, "card")
    node: Element | None = first.getparent() if len(row.cards) > 1 else row.cards[0].stem
    kinds = []
    for level in range(LEVELS):
        if node is None or node.tag in ("body", "html") or node in near:
            break
        zone = "near" if level <= NEAR else "mid" if level <= MIDDLE else "far"
        words, kind = page.box(node, zone)
        evidence.words |= words
        if node.tag in BOXES:
            evidence.flags.add(f"inside={tag_of(node)}")
        if kind:
            kinds.append(kind)
        node = node.getparent()
    while node is not None and node not in near:
        if node.tag in FURNITURE:
            evidence.flags.add(f"inside={tag_of(node)}")
        node = node.getparent()
    evidence.flags |= {f"named.any={kind}" for kind in kinds}
    evidence.flags |= {
        f"named.first={next((kind for kind in kinds if kind != 'aside'), None)}",
        f"card.tag={tag_of(first)}",
        f"list.tag={tag_of(row.parent)}",
    }


def _read_items(evidence: Evidence, page: PageEvidence, index: int) -> None:
    """What the cards hold: titles, teasers, pictures, dates."""
    row, links = page.rows[index], page.links
    cards = row.cards[:SAMPLE]
    number = len(cards)
    texts = [links.text(card.element) for card in cards]
    wordings = [max((anchor.text for anchor in card.anchors), key=len) for card in cards]
    titled = [any(is_title(a.text) for a in c.anchors) or is_title(t) for c, t in zip(cards, texts, strict=True)]
    none = sum(heading_kind(wording) == "none" for wording in wordings)
    evidence.numbers |= {
        "cards": log2(len({card.key for card in row.cards})),
        "titled": sum(titled) / number,
        "wording": log2(1 + sum(map(len, wordings)) / number),
        "size": log2(1 + sum(map(len, texts)) / number),
        "teaser": sum(len(t) > len(w) + TEASER for t, w in zip(texts, wordings, strict=True)) / number,
        "pictured": sum(next(c.element.iter("img", "picture", "svg"), None) is not None for c in cards) / number,
        "dated": sum(_DATE.search(text) is not None for text in texts) / number,
        "headed": sum(next(card.element.iter(*HEADINGS), None) is not None for card in cards) / number,
        "adverts": sum(map(is_advert, cards)) / number,
        "twins": log2(page.shapes[shape_of(row)]),
        "repeated": sum(page.targets[card.key] > 1 for card in cards) / number,
    }
    if none:
        evidence.numbers["none.words"] = none / number
    if number == 1 and len(wordings[0]) > 8 and wordings[0].rstrip(". …") in links.title:
        evidence.flags.add("itself")
    if number <= 2 and all(any(is_step(anchor.text) for anchor in card.anchors) for card in cards):
        evidence.flags.add("steps")
    if all(_is_picture(card.element, "place=among" in evidence.flags) for card in cards):
        evidence.flags.add("figures")


def _is_picture(card: Element, among: bool) -> bool:
    """Whether a card is a picture of the story with its caption, which leads to itself made larger or to a gallery."""
    if next(card.iter("img", "picture", "video"), None) is None:
        return False
    if card.tag == "figure" or not among:
        return card.tag == "figure"
    name = names(card).lower()
    return any(word in name for word in _PICTURE) and next(card.iter(*HEADINGS), None) is None


def _read_wording(evidence: Evidence, page: PageEvidence, index: int) -> None:
    """How much the titles say of this story, and of one thing, compared with the page's other rows."""
    titles, like = page.terms[index], page.likeness[index]
    others = [x for n, x in enumerate(page.likeness) if n != index]
    if len(titles) > 1 and _is_contents(page, index):
        evidence.flags.add("contents")
    common = Counter(chain.from_iterable(titles))
    own = [n for word, n in common.items() if page.frequency[word] < 3 * n]
    evidence.numbers |= {
        "like": like,
        "like.rank": sum(x < like for x in others) / len(others) if others else 0.5,
        "like.rel": like - sum(others) / len(others) if others else 0.0,
        "like.headline": sum(bool(title & page.headline) for title in titles) / len(titles),
        "cohesion": max(own, default=0) / len(titles) if len(titles) > 2 else 0.0,
    }


def _is_contents(page: PageEvidence, index: int) -> bool:
    """Whether at least half of a row's titles are subheadings of the story, and none leads to another page of its site:
    what a review tested. Of a briefing's topics, those of the site's own stories are related reading."""
    named = sum(_names_section(title, page.sections) for title in page.terms[index])
    if named < len(page.terms[index]) / 2:
        return False
    own = page.links.page.url
    return all(likeness(own, card.anchors[0].url) is None for card in page.rows[index].cards)


def _names_section(title: set[str], sections: Sequence[set[str]]) -> bool:
    """Whether a title is hardly more or less than a subheading of the story."""
    return any(len(title & section) >= SAME_TITLE * len(title | section) for section in sections if section)


def _among_paragraphs(links: Links, row: Run) -> bool:
    """Whether a row stands beside paragraphs of the story, not in a column beside the column that holds them."""
    node: Element = row.parent if row.parent not in links.story_elements else row.cards[0].element
    parent = node.getparent()
    while parent is not None and parent not in links.story_elements:
        node, parent = parent, parent.getparent()
    if parent is not None and parent in links.block_of:
        return True
    for preceding in (True, False):
        for sibling in node.itersiblings(preceding=preceding):
            if sibling in links.story_elements:
                if sibling in links.block_of or sum(e in links.block_of for e in sibling.iter()) <= 2:
                    return True
                break
    return False
