"""The articles that a front or section page lists: the same cards as those of related blocks, on a page without a
story that they could be held against.
"""

from __future__ import annotations

from crawler.pages.dom.page import Page
from crawler.pages.links.anchors import Story, collect, is_title
from crawler.pages.links.candidates import candidates
from crawler.pages.links.card_fields import image_of, snippet_of, title_of
from crawler.pages.links.cards import cards, runs
from crawler.pages.links.extract import LinkBlock, OfferedLink
from crawler.pages.links.features import gather
from crawler.pages.links.page_evidence import PageEvidence
from crawler.pages.links.positions import Places
from crawler.urls.canonical import site
from crawler.urls.kinds import url_kind

_ADDRESSED = 0.5
"""A list is one of articles where at least so many of its cards lead to an article's address."""
_COMMENTS = frozenset({"box.comment", "box.comments"})
_NEVER = frozenset({"sponsored", "social", "media", "section", "front"})


def find_listed(page: Page, body: Story) -> list[LinkBlock]:
    """Lists of articles of the page's own site, in document order; kind is more: they are offered to everyone."""
    links = collect(page, body)
    rows = runs(links, cards(links, candidates(links)))
    evidence = PageEvidence(links, rows, Places(links))
    found, seen = [], set()
    for index, run in enumerate(rows):
        flags, words = (row := gather(evidence, index)).flags, row.words
        listed = [card for card in run.cards if url_kind(card.anchors[0].url) == "article"]
        if "inside=nav" in flags or _COMMENTS & words or len(listed) < _ADDRESSED * len(run.cards):
            continue
        block = LinkBlock("more", None)
        for card in run.cards:
            url, title = card.anchors[0].url, title_of(links, card)
            if card.key in seen or url_kind(url) in _NEVER or site(url) != site(page.url) or not is_title(title):
                continue
            seen.add(card.key)
            snippet, image = snippet_of(links, card, title), image_of(links, card)
            block.links.append(OfferedLink(url, title, snippet, image, len(block.links) + 1))
        if block.links:
            found.append(block)
    return found
