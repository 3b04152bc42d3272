"""Which anchors could lead to an article: by their address, by their wording, or by the company that they keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from crawler.pages.dom.text import raw_text
from crawler.pages.links.anchors import HEADINGS, Anchor, Element, Links, is_title, is_wording, key_of
from crawler.rules.related import heading_kind, is_label
from crawler.urls.kinds import likeness, url_kind

MAX_ANNOUNCING, MAX_ANNOUNCED = 40, 60
"""A heading that announces a list is no longer, in characters, and the list has no more links."""
FELLOWS, MOST = 2, 0.5
"""So many candidates, and so great a share of what has the same markup, make the rest of a list candidates."""
MANY_ITEMS = 20
"""So many children are looked at to find siblings."""
ITEM_LEVELS = 5
"""An anchor stands so deep in its list's item at most."""


def candidates(links: Links) -> list[Anchor]:
    """Anchors that could lead to an article: by their address, or a headline's wording of any anchor to the target."""
    own = key_of(links.page.url)
    best: dict[str, str] = {}
    for anchor in links.anchors:
        if len(anchor.text) >= len(best.get(anchor.key, "")):
            best[anchor.key] = anchor.text
    found: list[Anchor] = []
    answers: dict[str, bool] = {}
    announced = _announced(links)
    for anchor in links.anchors:
        answer = answers.get(anchor.key)
        if (
            anchor.element in announced
            and anchor.key != own
            and anchor.key not in links.menu
            and _may_be_article(anchor.url)
        ):
            answer = answers[anchor.key] = True
        if answer is None:
            wording = best[anchor.key]
            # Links to the page itself are tools (Print, Share, Reply), but for one that bears a title.
            tool = anchor.element in links.own and not (anchor.key == own and is_title(wording))
            answer = not tool and _is_candidate(anchor, wording, links.page.url)
            answers[anchor.key] = answer
        if answer:
            found.append(anchor)
    return _with_fellows(links, found, answers)


def _with_fellows(links: Links, found: list[Anchor], answers: dict[str, bool]) -> list[Anchor]:
    """Candidates, and what stands among them in the same markup: in a list of headlines a title of one word is one too.

    What several items of a list offer alike is a column's name, and so is what stands in one item with a headline.
    """
    if len(found) < FELLOWS or len(found) == len(links.anchors):
        return found
    repeated: dict[Element, set[str]] = {}
    places = [_place(anchor.element, repeated) for anchor in links.anchors]
    every = Counter(pattern for _, pattern in places)
    chosen = Counter(pattern for anchor, (_, pattern) in zip(links.anchors, places, strict=True) if answers[anchor.key])
    offers = {(anchor.key, pattern, item) for anchor, (item, pattern) in zip(links.anchors, places, strict=True)}
    offering = {item for anchor, (item, _) in zip(links.anchors, places, strict=True) if answers[anchor.key]}
    items = Counter((key, pattern) for key, pattern, _ in offers)
    fellows = {
        anchor.key
        for anchor, (item, pattern) in zip(links.anchors, places, strict=True)
        if not answers[anchor.key]
        and item not in offering
        and items[anchor.key, pattern] == 1
        and chosen[pattern] >= max(FELLOWS, every[pattern] * MOST)
        and any(c.isalpha() for c in anchor.text)
        and _may_be_article(anchor.url)
        and anchor.key not in links.menu
        and not is_label(anchor.text)
    }
    return [anchor for anchor in links.anchors if answers[anchor.key] or anchor.key in fellows] if fellows else found


def _place(element: Element, repeated: dict[Element, set[str]]) -> tuple[Element, tuple[Element | None, str]]:
    """The list's item that an anchor stands in, and what anchors of one list share: the list, and tags and class of
    item and anchor.

    The list is the parent of the first element around the anchor that has siblings of its tag. repeated: the tags that
    several children of an element have, as far as known.
    """
    node: Element = element
    for _ in range(ITEM_LEVELS):
        parent = node.getparent()
        if parent is None:
            break
        if parent not in repeated:
            repeated[parent] = _repeated_tags(parent)
        if node.tag in repeated[parent]:
            break
        node = parent
    return node, (node.getparent(), f"{node.tag!s}.{element.get('class')}")


def _repeated_tags(parent: Element) -> set[str]:
    """The tags that several of an element's first children have."""
    seen: set[str] = set()
    again: set[str] = set()
    for child in islice(parent, MANY_ITEMS):
        tag = str(child.tag)
        (again if tag in seen else seen).add(tag)
    return again


def _announced(links: Links) -> set[Element]:
    """Anchors in lists that a heading announces as related: there a title of one word is a title too."""
    found: set[Element] = set()
    for heading in links.page.tagged(*HEADINGS, "dt", "strong", "b", "legend"):
        text = links.text(heading) if len(heading) else " ".join((heading.text or "").split())
        if 0 < len(text) <= MAX_ANNOUNCING and heading_kind(text) == "related" and is_label(text):
            found.update(_list_after(heading))
    return found


def _may_be_article(url: str) -> bool:
    """Whether an address leaves it open that an article stands there."""
    return url_kind(url) in ("article", "other")


def _list_after(heading: Element) -> list[Element]:
    """The anchors of the next element after a heading, or after its box, that has any: where they are a list's."""
    node: Element | None = heading
    for _ in range(3):
        if node is None or node.tag in ("body", "html"):
            break
        for sibling in islice(node.itersiblings(), 2):
            anchors = list(islice(sibling.iter("a"), MAX_ANNOUNCED + 1)) if isinstance(sibling.tag, str) else []
            if anchors:
                return anchors if sibling.tag in ("ul", "ol") and _has_short_titles(anchors) else []
        node = node.getparent()
    return []


def _has_short_titles(anchors: Sequence[Element]) -> bool:
    """Whether hardly any of a list's anchors bears a longer title: else its short ones are columns and labels."""
    titled = sum(is_title(" ".join(raw_text(anchor).split())) for anchor in anchors)
    return len(anchors) > 1 and titled < len(anchors) / 3


def _is_candidate(anchor: Anchor, wording: str, own: str) -> bool:
    """Whether a target could be an article, by its address and the longest wording of its anchors.

    A section's link that bears a list's name ("Politics: latest articles") is the list's heading, not its first card.
    """
    kind = url_kind(anchor.url)
    if kind in ("media", "section") and kind == url_kind(own) and likeness(own, anchor.url):
        kind = "article"  # The page itself has such an address: on this site it says nothing.
    if wording and not (is_title(wording) or is_wording(wording) or is_label(wording)):
        return kind == "article" and bool(likeness(own, anchor.url)) and any(c.isalpha() for c in wording)
    if kind in ("media", "social", "front", "section") or "newsletter" in anchor.key or "newsletter" in wording.lower():
        return False
    if len(wording) <= 60 and likeness(own, anchor.url) is False and heading_kind(wording):
        return False
    return kind in ("article", "sponsored") or is_title(wording)
