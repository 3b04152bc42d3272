"""One card among others: an advert, a step to a neighbouring story, no article at all."""

from __future__ import annotations

import re

from crawler.pages.links.anchors import is_title, is_wording
from crawler.pages.links.cards import Card, names
from crawler.rules.related import container_kind, heading_kind, is_label
from crawler.urls.kinds import likeness, url_kind

MAX_STEP = 30
"""A step's wording is no longer, in characters."""
_OPENING, _CLOSING = "←«‹<", "→»›>"
_PAID = re.compile(r"[?&]utm_medium=(?:banner|display|cpc|cpm|ppc|affiliate|paid|native)", re.I)
_BRACKETS = re.compile(r"^[\[(（【「『〔]\s*(.{1,20}?)\s*[\])）】」』〕]")


def is_advert(card: Card) -> bool:
    """Whether a card is an advert: an ad host, rel=sponsored, or a class that says so."""
    if card.advert is None:
        card.advert = _is_advert(card)
    return card.advert


def _is_advert(card: Card) -> bool:
    for anchor in card.anchors:
        if _PAID.search(anchor.url):
            return True
        if "sponsored" in (anchor.element.get("rel") or "").lower() or url_kind(anchor.url) == "sponsored":
            return True
        if container_kind(names(anchor.element)) == "sponsored":
            return True
    return container_kind(names(card.element)) == "sponsored"


def is_step(text: str) -> bool:
    """Whether a wording is a step to a neighbouring story: "Previous post", "下一篇", "【上一篇】", "← Title".

    A headline in quotation marks has arrows at both ends («…»), or both in it: it is no step.
    """
    start, end = text[:1] in (*_OPENING, *_CLOSING), text[-1:] in (*_OPENING, *_CLOSING)
    if (start or end) and not _is_quoted(text):
        return True
    bracketed = _BRACKETS.match(text)
    label = bracketed[1] if bracketed else text
    return 0 < len(label) <= MAX_STEP and is_label(label) and heading_kind(label) == "more"


def _is_quoted(text: str) -> bool:
    """Whether the arrows of a text are its quotation marks: as many of one sort as of the other."""
    return any(text.count(a) and text.count(a) == text.count(b) for a, b in ("«»", "‹›"))


def is_name(title: str) -> bool:
    """Whether a title says anything that is no label: one word is enough under a heading that announces stories."""
    return any(c.isalpha() for c in title) and not is_label(title)


def is_article(own: str, url: str) -> bool:
    """Whether an address is probably an article's, by the site's own make where it is the same site."""
    alike = likeness(own, url)
    return url_kind(url) == "article" if alike is None else alike


def is_offer(own: str, card: Card, title: str, kind: str, *, headed: bool, titled: float, addressed: float) -> bool:
    """Whether a card of a block offers an article; a column's name, a login, a section's link does not.

    own: the page's address; kind: of the block; headed: by words that are known; titled, addressed: the shares of
    the block's cards with a headline's wording and with an article's address.
    """
    if headed and kind == "related" and is_name(title) and (titled < 0.5 or is_article(own, card.anchors[0].url)):
        return True
    named = kind == "related" and is_name(title) and is_article(own, card.anchors[0].url)
    if not (named or is_title(title) or is_wording(title) or is_step(title)):
        return False
    if kind == "sponsored" or (kind == "related" and headed):
        return True
    url = card.anchors[0].url
    return is_article(own, url) or (is_title(title) and (addressed < 0.7 or url_kind(url) == "article"))
