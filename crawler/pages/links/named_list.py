"""A list that a site's own rule names, where the general readers saw none: no link is asked what it looks like."""

from __future__ import annotations

from crawler.items import LinkKind
from crawler.pages.dom.page import Page
from crawler.pages.links.anchors import Element, Story, collect, key_of
from crawler.pages.links.extract import LinkBlock, OfferedLink
from crawler.pages.links.inline import part_story
from crawler.pages.links.positions import Places


def named_list(page: Page, body: Story, element: Element, kind: LinkKind) -> LinkBlock | None:
    """Every link in an element that has words and leads elsewhere, one a target, by its longest wording; None where
    there is none."""
    links = collect(page, body)
    inside, own = set(element.iter("a")), key_of(page.url)
    named = [a for a in links.anchors if a.element in inside and a.key != own and any(map(str.isalnum, a.text))]
    if not named:
        return None
    part_story(links, named)
    offers: dict[str, OfferedLink] = {}
    for anchor in named:
        offer = offers.setdefault(anchor.key, OfferedLink(anchor.url, anchor.text, None, None, len(offers) + 1))
        offer.title = max(offer.title, anchor.text, key=len)
    before, total = Places(links).story_before(named[0])
    left_out = [] if element in links.story_elements else [element]
    return LinkBlock(kind, None, left_out, list(offers.values()), before / total if total else 0.0)
