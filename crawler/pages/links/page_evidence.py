"""What the rows of one page are held against: the story's words, the page's other titles, the page's own address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice
from math import fsum

from crawler.pages.links.anchors import Element, Links, is_title
from crawler.pages.links.cards import Card, Run, names
from crawler.pages.links.feature_words import element_words, title_terms
from crawler.pages.links.positions import Places
from crawler.rules.related import container_kind

SAMPLE = 12
"""Of a longer row so many cards are looked at: what follows them is made like them."""
MAX_STORY = 8000
"""So much of the story is held against titles, in characters."""
MAX_LEAD = 40
"""A card's label is no longer, in characters."""
_NUMBER = re.compile(r"\d{4,12}")
_DAY = re.compile(r"(20[012]\d)[/_-]?([01]\d|[1-9])(?:[/_-]?([0-3]\d))?(?!\d)")
_MIDDLE = 15
"""The day that stands for a month without one."""


class PageEvidence:
    """Gathered once a page, for all its rows.

    terms: of each row's titles; labels: what the cards of each row begin with, before their titles;
    likeness: 0 to 1 for each row, how much its titles say what the story says;
    after_story: for each row its place among the rows after the story, None for others;
    sections: the terms of each subheading of the story.
    """

    def __init__(self, links: Links, rows: Sequence[Run], places: Places) -> None:
        self.links, self.rows, self.places = links, rows, places
        self.story = title_terms(" ".join(block.text for block in links.story.blocks)[:MAX_STORY])
        self.headline = title_terms(links.title)
        self.sections = [title_terms(block.text) for block in links.story.blocks if block.role == "heading"]
        self.keywords = title_terms(_meta(links, "keywords", "news_keywords", "article:tag"))
        self.section = title_terms(_meta(links, "article:section"))
        self.host = links.page.url.partition("://")[2].partition("/")[0].replace("-", "")
        self.terms = [[title_terms(_wording(links, card)) for card in row.cards[:SAMPLE]] for row in rows]
        self.frequency = Counter(chain.from_iterable(chain.from_iterable(map(_distinct, self.terms))))
        self._rarity = {term: 1 / number for term, number in self.frequency.items()}
        self.likeness = [self._likeness(titles) for titles in self.terms]
        self.targets = Counter(key for row in rows for key in {card.key for card in row.cards})
        self.shapes = Counter(shape_of(row) for row in rows)
        self.labels = [[lead for card in row.cards[:SAMPLE] if (lead := lead_of(card))] for row in rows]
        self.leads = Counter(
            lead for row, leads in zip(rows, self.labels, strict=True) if len(row.cards) == 1 for lead in leads
        )
        self.number, self.day = number_of(links.page.url), day_of(links.page.url)
        self.folder = folder_of(links.page.url)
        self.after_story = self._after_story()
        self._boxes: dict[tuple[Element, str], tuple[set[str], str | None]] = {}

    def box(self, element: Element, zone: str) -> tuple[set[str], str | None]:
        """The words of a container's names, as features of its zone, and the kind that they speak for.

        Rows of one page share most of their containers.
        """
        known = self._boxes.get((element, zone))
        if known is None:
            words = element_words(element, "box", f"box.{zone}")
            known = self._boxes[element, zone] = words, container_kind(names(element))
        return known

    def _likeness(self, titles: Sequence[set[str]]) -> float:
        """The share of the titles' words that the story holds; what many titles of the page say counts less."""
        total = 0.0
        for words in titles:
            # Exact sums: sets have no order, and a rounded sum would depend on it.
            if weight := fsum(map(self._rarity.__getitem__, words)):
                total += fsum(map(self._rarity.__getitem__, words & self.story)) / weight
        return total / len(titles) if titles else 0.0

    def _after_story(self) -> list[int | None]:
        found: list[int | None] = []
        lists = 0
        for row in self.rows:
            before, total = self.places.story_before(row.cards[0].anchors[0])
            after = 0 < total <= before
            found.append(lists if after else None)
            lists += after and len(row.cards) > 1
        return found


def _distinct(titles: Sequence[set[str]]) -> set[frozenset[str]]:
    """The titles of a row, each once."""
    return set(map(frozenset, titles))


def _meta(links: Links, *names: str) -> str:
    return " ".join(value for name in names for value in links.page.meta.get(name, ()))


def _wording(links: Links, card: Card) -> str:
    """A card's longest anchor, or its text where that is no title."""
    longest = max((anchor.text for anchor in card.anchors), key=len)
    return longest if is_title(longest) else links.text(card.element)[:200]


def shape_of(row: Run) -> str:
    """What rows that are made alike share: tag and class of list and card."""
    parent, card = row.parent, row.cards[0].element
    return f"{tag_of(parent)}.{parent.get('class')} {tag_of(card)}.{card.get('class')}"


def tag_of(element: Element) -> str:
    """An element's tag as text."""
    return str(element.tag)


def lead_of(card: Card) -> str:
    """The short text that a card begins with, before its title; "" where there is none."""
    lead = ""
    for piece in islice(card.element.itertext(), 12):
        if not (text := " ".join(piece.split())):
            continue
        if lead:
            return lead if len(lead) <= MAX_LEAD and not lead.isdigit() else ""
        lead = text
    return ""


def number_of(url: str) -> str | None:
    """The longest number in an address's path that is no date: the story's, most often."""
    path = _DAY.sub(" ", url.partition("://")[2].partition("?")[0].partition("/")[2])
    found = _NUMBER.findall(path)
    return max(found, key=len) if found else None


def day_of(url: str) -> int | None:
    """The date in an address as a count of days, with months of 30."""
    match = _DAY.search(url.partition("://")[2].partition("/")[2])
    return (int(match[1]) * 12 + int(match[2])) * 30 + int(match[3] or _MIDDLE) if match else None


def folder_of(url: str) -> str:
    """The first folder of an address's path, the section on many sites; "" where there is none."""
    folder, slash, _ = url.partition("://")[2].partition("?")[0].partition("/")[2].partition("/")
    return folder if slash else ""
