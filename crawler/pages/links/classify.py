"""Evidence -> kind: what a run of cards is, by its heading, its containers, its place and its items.

The order of the questions is the order of trust. A heading that claims the list for this story decides; then adverts;
then the page's furniture; then what the containers are called; then where the list stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.pages.links.anchors import HEADINGS, Element, Links, is_title
from crawler.pages.links.cards import Card, Heading, Run, names
from crawler.pages.links.positions import Places
from crawler.rules.related import container_kind, heading_kind, is_label
from crawler.urls.kinds import likeness, url_kind

LEVELS = 9
_ARROWS = tuple("←→«»‹›")
_PICTURE = ("image", "picture", "photo", "gallery", "caption")
NEAR = 3
"""So many levels above the story's root a list may stand and still be near the story."""
UNDER = 12
"""A list without heading right under the story has so many cards at most; a longer one is the site's stream."""


@dataclass(slots=True)
class Evidence:
    """What is known about a run before it is judged."""

    heading: Heading | None
    named: list[tuple[int, str]] = field(default_factory=list)
    """Kinds that containers speak for, with their distance from the run's parent, nearest first."""
    furniture: bool = False
    """Inside nav, header or footer of the page."""
    nav: bool = False
    """Inside a nav element."""
    comments: bool = False
    """Among readers' comments."""
    aside: bool = False
    figure: bool = False
    """Part of a picture and its caption."""
    same: bool = False
    """A lone card that bears the page's own headline: the story's video or gallery."""
    before: bool = False
    """Before the story's first paragraph."""
    inside: bool = False
    """Between the story's paragraphs."""
    soon: bool = False
    """Right after the story's last paragraph: few links of any sort stand in between."""
    near: int = 99
    """Levels from the story's root up to the first element that holds the run too."""
    steps: bool = False
    """Every card is a step to the story before or after, by its wording."""
    titled: float = 0.0
    """Share of cards with a headline's wording."""
    addressed: float = 0.0
    """Share of cards whose address looks like an article's."""
    own: float = 0.0
    """Share of cards whose address is made like the page's own, on the same site."""
    cards: int = 0


def judge(evidence: Evidence) -> str | None:
    """related, more or sponsored; None for what is no list of articles."""
    heading = evidence.heading.kind if evidence.heading else None
    nearest = evidence.named[0][1] if evidence.named else None
    if nearest == "suggested":
        nearest = "related" if evidence.inside or (evidence.near <= NEAR and not evidence.aside) else "more"
    strong = evidence.titled >= 0.7 and evidence.addressed >= 0.7 and evidence.cards >= 3
    if evidence.steps and evidence.own == 1:
        return "more"
    if heading == "none" or (heading is None and evidence.comments and nearest == "none"):
        if evidence.comments or evidence.titled < 0.9 or evidence.own < 0.9 or evidence.cards < 2:
            return None
        heading = None
    if evidence.furniture or evidence.before:
        return _above(evidence, heading, nearest, strong)
    if heading == "sponsored" or (nearest == "sponsored" and (heading is None or not evidence.own)):
        return "sponsored" if evidence.titled >= 0.3 else None
    if heading == "more" and nearest == "related" and evidence.inside:
        return "related"
    if (
        heading == "related"
        and evidence.addressed == 0
        and evidence.titled < 1
        and evidence.cards <= 2
        and not evidence.inside
    ):
        return None
    if heading in ("related", "more"):
        return heading if evidence.titled >= 0.3 or evidence.addressed >= 0.5 else None
    if evidence.titled < 0.5 or evidence.addressed < 0.4:
        return None
    if evidence.figure or evidence.same:
        return None
    if nearest == "none":
        return "more" if evidence.titled == evidence.own == 1 and evidence.cards >= 2 else None
    if nearest in ("related", "more"):
        return nearest
    if evidence.inside and evidence.cards > UNDER:
        return "more"
    if evidence.inside:
        return "related" if evidence.titled and evidence.own >= 0.5 else None
    if evidence.cards == 1 or (evidence.heading is None and evidence.own == 0 and evidence.cards <= 3):
        return None
    if (
        heading is None
        and (evidence.heading is None or evidence.heading.kind == "none")
        and not evidence.aside
        and evidence.near <= 3
        and evidence.soon
        and evidence.cards <= UNDER
    ):
        return "related"
    return "more"


def _above(evidence: Evidence, heading: str | None, nearest: str | None, strong: bool) -> str | None:
    """The kind of a list before the story or in the page's furniture: seldom one of articles, and then it looks it."""
    whole = evidence.titled == evidence.addressed == 1
    if heading == "related" and evidence.titled >= 0.7 and not evidence.furniture:
        return "related"
    if whole and (heading == "more" or (nearest == "more" and not evidence.furniture)):
        return "more"
    if evidence.nav and not evidence.before and evidence.cards <= 2 and evidence.titled == 1 and evidence.own > 0:
        return "more"
    return "more" if strong and (nearest != "none" or (evidence.own == 1 and evidence.cards >= 5)) else None


def weigh(links: Links, run: Run, places: Places) -> Evidence:
    """The evidence on a run."""
    told, near = places.told(run.cards[0].anchors[0]), places.near
    evidence = Evidence(run.heading, cards=len({c.key for c in run.cards}))
    first = run.cards[0].element
    node: Element | None = first.getparent() if len(run.cards) > 1 else first
    for level in range(LEVELS):
        if node is None or node.tag in ("body", "html"):
            break
        if node in near:
            break
        if node.tag in ("nav", "footer") or (node.tag == "header" and not evidence.inside):
            evidence.furniture = True
        evidence.nav = evidence.nav or node.tag == "nav"
        evidence.aside = evidence.aside or node.tag == "aside"
        evidence.figure = evidence.figure or node.tag in ("figure", "figcaption")
        name = names(node)
        evidence.comments = evidence.comments or "comment" in name.lower()
        kind = container_kind(name)
        if kind == "aside":
            evidence.aside = True
        elif kind and (kind != "none" or level <= 4):
            evidence.named.append((level, kind))
        node = node.getparent()
    while node is not None and node not in near:
        evidence.furniture = evidence.furniture or node.tag in ("nav", "footer")
        node = node.getparent()
    evidence.near = near.get(node, 99) if node is not None else 99
    evidence.soon = places.soon(run.cards[0].anchors[0])
    evidence.before = told[0] == 0
    evidence.inside = 0 < told[0] < told[1] and evidence.near == 0 and _among_paragraphs(links, run)
    wording = max((a.text for a in run.cards[0].anchors), key=len)
    evidence.same = evidence.cards == 1 and len(wording) > 8 and wording.rstrip(". …") in links.title
    evidence.aside = evidence.aside or (0 < told[0] < told[1] and not evidence.inside)
    evidence.figure = evidence.figure or all(_is_picture(card, evidence.inside) for card in run.cards)
    number = len(run.cards)
    evidence.titled = sum(_is_titled(links, card) for card in run.cards) / number
    evidence.steps = number <= 2 and all(any(is_step(a.text) for a in c.anchors) for c in run.cards)
    targets = [card.anchors[0].url for card in run.cards]
    alike = [likeness(links.page.url, url) for url in targets]
    evidence.own = sum(bool(a) for a in alike) / number
    foreign = sum(url_kind(url) == "article" for url, a in zip(targets, alike, strict=True) if a is None)
    evidence.addressed = evidence.own + foreign / number
    return evidence


def _is_titled(links: Links, card: Card) -> bool:
    """Whether a card bears a headline, in an anchor or beside it."""
    return any(is_title(a.text) for a in card.anchors) or is_title(links.text(card.element))


def _is_picture(card: Card, inside: bool) -> bool:
    """Whether a card is a picture of the story with its caption, which leads to itself made larger or to a gallery."""
    if card.element.tag == "figure" or not inside:
        return card.element.tag == "figure"
    name = names(card.element).lower()
    return any(w in name for w in _PICTURE) and next(card.element.iter(*HEADINGS), None) is None


def _among_paragraphs(links: Links, run: Run) -> bool:
    """Whether a run stands beside paragraphs of the story, not in a column beside the column that holds them."""
    node: Element = run.parent if run.parent not in links.told else run.cards[0].element
    parent = node.getparent()
    while parent is not None and parent not in links.told:
        node, parent = parent, parent.getparent()
    if parent is not None and parent in links.block_of:
        return True
    for preceding in (True, False):
        for sibling in node.itersiblings(preceding=preceding):
            if sibling in links.told:
                if sibling in links.block_of or sum(e in links.block_of for e in sibling.iter()) <= 2:
                    return True
                break
    return False


def is_sponsored(card: Card) -> bool:
    """Whether one card among others is an advert: an ad host, rel=sponsored, or a class that says so."""
    for anchor in card.anchors:
        if "sponsored" in (anchor.element.get("rel") or "").lower() or url_kind(anchor.url) == "sponsored":
            return True
        if container_kind(names(anchor.element)) == "sponsored":
            return True
    return container_kind(names(card.element)) == "sponsored"


def is_step(text: str) -> bool:
    """Whether an anchor's wording is a step to a neighbouring story: "Previous post", "下一篇", "← Title"."""
    if text[:1] in _ARROWS or text[-1:] in _ARROWS:
        return True
    return 0 < len(text) <= 30 and is_label(text) and heading_kind(text) == "more"


def is_article(own: str, url: str) -> bool:
    """Whether an address is probably an article's, by the site's own make where it is the same site."""
    alike = likeness(own, url)
    return url_kind(url) == "article" if alike is None else alike
