"""The articles that a front or section page lists: the same cards as those of related blocks, on a page without a
story that they could be held against.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.pages.dom.page import Page
from crawler.pages.links.anchors import HEADINGS, Links, Story, collect, is_title
from crawler.pages.links.candidates import candidates
from crawler.pages.links.card_fields import image_of, snippet_of, title_of
from crawler.pages.links.cards import Run, cards, runs
from crawler.pages.links.extract import LinkBlock, OfferedLink
from crawler.pages.links.features import gather
from crawler.pages.links.page_evidence import PageEvidence
from crawler.pages.links.positions import Places
from crawler.urls.canonical import site
from crawler.urls.kinds import url_kind

_ADDRESSED = 0.5
"""A list is one of articles where at least so many of its cards lead to an article's address."""
_HEADLINES = 3
"""So many cards, each with a heading, are a list of headlines; fewer may be about anything."""
_COMMENTS = frozenset({"box.comment", "box.comments"})
_NEVER = frozenset({"sponsored", "social", "media", "section", "front"})


def find_listed(page: Page, body: Story) -> list[LinkBlock]:
    """Lists of articles of the page's own site, in document order; kind is more: they are offered to everyone.

    Where no address on the page is formed as an article's, rows of headlines are such lists.
    """
    links = collect(page, body)
    rows = runs(links, cards(links, candidates(links)))
    evidence = PageEvidence(links, rows, Places(links))
    listing = [run for index, run in enumerate(rows) if not _stands_aside(evidence, index)]
    return _blocks(links, filter(_is_addressed, listing)) or _blocks(links, filter(_is_headlines, listing))


def _stands_aside(evidence: PageEvidence, index: int) -> bool:
    """Whether a row is a menu's, or under comments."""
    row = gather(evidence, index)
    return "inside=nav" in row.flags or bool(_COMMENTS & row.words)


def _is_addressed(run: Run) -> bool:
    articles = sum(url_kind(card.anchors[0].url) == "article" for card in run.cards)
    return articles >= _ADDRESSED * len(run.cards)


def _is_headlines(run: Run) -> bool:
    headed = sum(next(card.element.iter(*HEADINGS), None) is not None for card in run.cards)
    return len(run.cards) >= _HEADLINES and headed == len(run.cards)


def _blocks(links: Links, listing: Iterable[Run]) -> list[LinkBlock]:
    """The rows as blocks, each target in the first that offers it."""
    found, seen = [], set()
    for run in listing:
        block = LinkBlock("more", None)
        for card in run.cards:
            url, title = card.anchors[0].url, title_of(links, card)
            own = site(url) == site(links.page.url)
            if card.key in seen or url_kind(url) in _NEVER or not own or not is_title(title):
                continue
            seen.add(card.key)
            snippet, image = snippet_of(links, card, title), image_of(links, card)
            block.links.append(OfferedLink(url, title, snippet, image, len(block.links) + 1))
        if block.links:
            found.append(block)
    return found
