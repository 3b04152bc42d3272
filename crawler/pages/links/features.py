"""Evidence on a row of cards, gathered from the page: its heading, its containers, its place, its items.

Nothing here judges. `gather` reads what a reader would go by; crawler/pages/links/scorecard.py gives points for it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from crawler.pages.links.anchors import HEADINGS, Element, Links, is_title
from crawler.pages.links.cards import Card, Heading, Run, names
from crawler.pages.links.positions import Places
from crawler.rules.related import container_kind, heading_kind, is_label, tokenize
from crawler.urls.kinds import likeness, url_kind

LEVELS = 9
_ARROWS = tuple("←→«»‹›")
_PICTURE = ("image", "picture", "photo", "gallery", "caption")
_NAME = re.compile(r"[a-z]{2,20}|[A-Z]{2,20}(?![a-z])|[A-Z][a-z]{1,20}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b\d{1,2}:\d{2}\b|\d{1,2}\s?[月日]")
_NUMBER = re.compile(r"\d{4,12}")
_DAY = re.compile(r"(20[012]\d)[/_-]?([01]\d|[1-9])(?:[/_-]?([0-3]\d))?(?!\d)")


@dataclass(slots=True)
class Evidence:
    """What is known about a row of cards before it is judged."""

    heading: Heading | None
    numbers: dict[str, float] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


class PageEvidence:
    """What is gathered once a page: the story's words, how rare each word is among the page's titles, repeats."""

    def __init__(self, links: Links, rows: Sequence[Run], places: Places) -> None:
        self.links = links
        self.places = places
        self.rows = rows
        story = " ".join(block.text for block in links.story.blocks)
        self.story = terms(story[:20000])
        self.headline = terms(links.title)
        self.keywords = terms(" ".join(v for n in ("keywords", "news_keywords", "article:tag") for v in links.page.meta.get(n, ())))
        self.section = terms(" ".join(links.page.meta.get("article:section", ())))
        self.titles: list[list[set[str]]] = []
        df: Counter[str] = Counter()
        for row in rows:
            of_row = []
            for card in row.cards[:40]:
                best = max((a.text for a in card.anchors), key=len)
                if not is_title(best):
                    best = links.text(card.element)[:200]
                of_row.append(terms(best))
            self.titles.append(of_row)
            for t in {frozenset(x) for x in of_row}:
                df.update(t)
        self.df = df
        self.likeness = [self._like(of_row) for of_row in self.titles]
        self.targets = Counter(key for row in rows for key in {c.key for c in row.cards})
        self.twins = Counter(_shape(row) for row in rows)
        self.first_labels = Counter(t for row in rows if len(row.cards) == 1 and (t := _lead(links, row.cards[0])))
        self.own_number = _number(links.page.url)
        self.own_day = _day(links.page.url)
        self.own_first = _first_segment(links.page.url)
        self.order = _story_order(links, rows, places)

    def _like(self, of_row: list[set[str]]) -> float:
        """How much the titles of a row say what the story says, 0 to 1; words common on the page count less."""
        total = 0.0
        for words in of_row:
            weight = sum(1 / self.df[w] for w in words) or 1
            total += sum(1 / self.df[w] for w in words if w in self.story) / weight
        return total / len(of_row) if of_row else 0.0


def terms(text: str) -> set[str]:
    """Words of a text to compare by: words of three letters and more, pairs of signs in scripts without spaces."""
    found = set()
    for token in _WORD.findall(text.casefold()):
        if token.isascii() or not _WIDE.search(token):
            if len(token) > 3:
                found.add(token[:7])
        else:
            found.update(token[i : i + 2] for i in range(len(token) - 1))
    return found


_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


def gather(page: PageEvidence, index: int) -> Evidence:
    """The evidence on a row."""
    links, places, run = page.links, page.places, page.rows[index]
    e = Evidence(run.heading)
    _place(e, links, run, places)
    _containers(e, links, run, places)
    _items(e, page, run, index)
    _heading(e, page, run)
    return e


def _place(e: Evidence, links: Links, run: Run, places: Places) -> None:
    anchor = run.cards[0].anchors[0]
    told, total = places.told(anchor)
    number, flags = e.numbers, e.flags
    node: Element | None = run.cards[0].element
    branch = node
    while node is not None and node not in places.near:
        branch, node = node, node.getparent()
    near = places.near.get(node, 30) if node is not None else 30
    number["near"] = near
    among = 0 < told < total and near == 0 and _among_paragraphs(links, run)
    number["share_before"] = told / total if total else 0
    if not total:
        flags.add("place=no_story")
    elif told == 0:
        flags.add("place=before")
    elif told < total:
        flags.add("place=among" if among else "place=beside")
    else:
        flags.add("place=after")
        gap = places.order(anchor) - places.last
        number["gap"] = math.log2(max(gap, 0) + 1)
    number["where"] = places.order(anchor) / max(len(places._at), 1)
    number["left"] = math.log2(1 + max(len(places._at) - places.order(anchor), 0))
    if branch is not None:
        flags.add(f"branch.tag={branch.tag}")
        e.words.update(f"branch.{w}" for w in _name_words(branch))


def _containers(e: Evidence, links: Links, run: Run, places: Places) -> None:
    first = run.cards[0].element
    e.words.update(f"card.{w}" for el in islice(first.iter("*"), 6) for w in _name_words(el))
    node: Element | None = first.getparent() if len(run.cards) > 1 else first
    named = []
    for level in range(LEVELS):
        if node is None or node.tag in ("body", "html") or node in places.near:
            break
        zone = "near" if level <= 1 else "mid" if level <= 4 else "far"
        for w in _name_words(node):
            e.words.add(f"box.{w}")
            e.words.add(f"box.{zone}.{w}")
        if node.tag in ("nav", "footer", "header", "aside", "figure", "section", "article", "form", "dl", "table"):
            e.flags.add(f"inside={node.tag}")
        kind = container_kind(names(node))
        if kind:
            named.append(kind)
            e.flags.add(f"named.any={kind}")
        node = node.getparent()
    while node is not None and node not in places.near:
        if node.tag in ("nav", "footer", "aside", "header"):
            e.flags.add(f"inside={node.tag}")
        node = node.getparent()
    e.flags.add(f"named.first={next((k for k in named if k != 'aside'), None)}")
    e.flags.add(f"card.tag={first.tag}")
    e.flags.add(f"list.tag={run.parent.tag}")


def _items(e: Evidence, page: PageEvidence, run: Run, index: int) -> None:
    links = page.links
    cards, n = run.cards, len(run.cards)
    number = e.numbers
    number["cards"] = math.log2(len({c.key for c in cards}))
    wordings = [max((a.text for a in c.anchors), key=len) for c in cards]
    number["titled"] = sum(any(is_title(a.text) for a in c.anchors) or is_title(links.text(c.element)) for c in cards) / n
    number["wording"] = math.log2(1 + sum(map(len, wordings)) / n)
    number["size"] = math.log2(1 + sum(len(links.text(c.element)) for c in cards) / n)
    number["teaser"] = sum(len(links.text(c.element)) > len(w) + 40 for c, w in zip(cards, wordings, strict=True)) / n
    number["pictured"] = sum(next(c.element.iter("img", "picture", "svg"), None) is not None for c in cards) / n
    number["dated"] = sum(_DATE.search(links.text(c.element)) is not None for c in cards) / n
    number["headed"] = sum(next(c.element.iter(*HEADINGS), None) is not None for c in cards) / n
    targets = [c.anchors[0].url for c in cards]
    own = links.page.url
    alike = [likeness(own, u) for u in targets]
    number["own"] = sum(bool(a) for a in alike) / n
    number["site"] = sum(a is not None for a in alike) / n
    number["addressed"] = number["own"] + sum(a is None and url_kind(u) == "article" for u, a in zip(targets, alike, strict=True)) / n
    for kind, count in Counter(url_kind(u) for u in targets).items():
        number[f"address.{kind}"] = count / n
    host = [u.partition("://")[2].partition("/")[0] for u in targets]
    number["hosts"] = math.log2(len(set(host)))
    rel = [(a.get("rel") or "").lower() for c in cards for a in (c.anchors[0].element,)]
    number["rel.sponsored"] = sum("sponsored" in r for r in rel) / n
    number["rel.nofollow"] = sum("nofollow" in r for r in rel) / n
    number["blank"] = sum(c.anchors[0].element.get("target") == "_blank" for c in cards) / n
    number["repeated"] = sum(page.targets[c.key] > 1 for c in cards) / n
    number["like"] = page.likeness[index]
    others = [x for i, x in enumerate(page.likeness) if i != index]
    number["like.rank"] = sum(x < page.likeness[index] for x in others) / len(others) if others else 0.5
    number["like.rel"] = page.likeness[index] - (sum(others) / len(others) if others else page.likeness[index])
    head = [len(t & page.headline) > 0 for t in page.titles[index]]
    number["like.headline"] = sum(head) / max(len(head), 1)
    common = Counter(w for t in page.titles[index] for w in t)
    number["cohesion"] = max((v for w, v in common.items() if page.df[w] < 3 * v), default=0) / max(len(page.titles[index]), 1) if n > 2 else 0
    first = [_first_segment(u) for u in targets]
    number["same.section"] = sum(f == page.own_first and bool(f) for f in first) / n
    number["one.section"] = max(Counter(first).values()) / n
    number["sections"] = math.log2(len(set(first)))
    ids = [i for u in targets if (i := _number(u))]
    if page.own_number and len(ids) >= max(1, n / 2):
        ids = [i for i in ids if len(i) == len(page.own_number)]
        if ids:
            e.flags.add("id=known")
            number["id.newer"] = sum(i > page.own_number for i in ids) / len(ids)
            values = [int(i) for i in ids]
            number["id.spread"] = math.log2(1 + max(values) - min(values)) if n > 1 else 0
            number["id.distance"] = math.log2(1 + sum(abs(v - int(page.own_number)) for v in values) / len(values))
            number["id.sorted"] = float(n > 2 and values == sorted(values, reverse=True))
    days = [d for u in targets if (d := _day(u))]
    if page.own_day and len(days) >= max(1, n / 2):
        e.flags.add("day=known")
        number["day.newer"] = sum(d > page.own_day for d in days) / len(days)
        number["day.older"] = sum(d < page.own_day - 40 for d in days) / len(days)
        number["day.spread"] = math.log2(1 + max(days) - min(days)) if n > 1 else 0
    for c, w in ((c, w) for c in cards[:1] for w in _address_words(c.anchors[0].url)):
        e.words.add(f"url.{w}")
    for attribute in ("data-ga", "data-track", "data-event", "onclick", "data-vars-event-action"):
        value = cards[0].anchors[0].element.get(attribute)
        if value:
            e.words.update(f"track.{w.lower()}" for w in _NAME.findall(value[:120]))
    shape = page.twins[_shape(run)]
    number["twins"] = math.log2(shape)
    o = page.order[index]
    if o is not None:
        number["nth"] = o
    # labels in cards
    leads = Counter(t for c in cards[:12] if (t := _lead(links, c)))
    if leads:
        text, count = leads.most_common(1)[0]
        if count >= max(2, min(n, 12) * 0.7) or (n == 1 and (page.first_labels[text] > 1 or heading_kind(text))):
            e.flags.add("label=repeated" if count > 1 or page.first_labels[text] > 1 else "label=once")
            e.flags.add(f"label.kind={heading_kind(text)}")
            e.words.update(f"label.{w}" for w in heading_words(text))
    wording = wordings[0]
    if n == 1 and len(wording) > 8 and wording.rstrip(". …") in links.title:
        e.flags.add("itself")
    if n <= 2 and all(any(is_step(a.text) for a in c.anchors) for c in cards):
        e.flags.add("steps")
    if all(c.element.tag == "figure" or ("place=among" in e.flags and any(w in names(c.element).lower() for w in _PICTURE) and next(c.element.iter(*HEADINGS), None) is None) for c in cards):
        e.flags.add("figures")
    if any(heading_kind(w) == "none" for w in wordings):
        number["none.words"] = sum(heading_kind(w) == "none" for w in wordings) / n
    e.numbers["adverts"] = sum(is_sponsored(c) for c in cards) / n


def _heading(e: Evidence, page: PageEvidence, run: Run) -> None:
    heading = run.heading
    flags = e.flags
    if heading is None:
        flags.add("heading=none_found")
        return
    flags.add(f"heading={heading.kind or 'unknown'}")
    text = heading.text
    if is_label(text):
        flags.add(f"heading.whole={heading.kind}")
    e.numbers["heading.up"] = heading.up
    e.numbers["heading.length"] = math.log2(1 + len(text))
    el = heading.element
    if el is None:
        flags.add("heading.tag=text")
    else:
        tag = el.tag if el.tag in HEADINGS else next((h.tag for h in el.iter(*HEADINGS)), "other")
        flags.add(f"heading.tag={tag}")
        link = el if el.tag == "a" else next(el.iter("a"), None)
        if link is not None:
            flags.add("heading.linked")
        e.words.update(f"head.class.{w}" for w in _name_words(el))
    e.words.update(f"heading.{w}" for w in heading_words(text))
    own = terms(text)
    if own & page.headline:
        flags.add("heading.of_story=headline")
    elif own & page.keywords:
        flags.add("heading.of_story=keyword")
    elif own and own <= page.story:
        flags.add("heading.of_story=text")
    if own & page.section:
        flags.add("heading.of_section")
    host = page.links.page.url.partition("://")[2].partition("/")[0].replace("-", "")
    if any(len(w) >= 4 and w in host for w in own):
        flags.add("heading.of_site")


def heading_words(text: str) -> Iterator[str]:
    """What is learned about a heading's wording: words, pairs of words, and four letters at a time."""
    tokens = tokenize(text[:90])[:12]
    for t in tokens:
        if not t.isdigit():
            yield t
    for a, b in zip(tokens, tokens[1:], strict=False):
        yield f"{a}_{b}"
    for t in tokens:
        if len(t) > 3:
            for i in range(len(t) + 2 - 3):
                yield "~" + f"^{t}$"[i : i + 4]


def _name_words(el: Element) -> Iterator[str]:
    values = []
    for attribute, value in el.items():
        if attribute in ("class", "id", "role", "aria-label", "itemprop", "name") or attribute.startswith("data-"):
            if len(value) <= 200:
                values.append(value)
    seen = set()
    for value in values:
        words = [w.lower() for w in _NAME.findall(value)][:24]
        for w in words:
            seen.add(w)
        for a, b in zip(words, words[1:], strict=False):
            seen.add(f"{a}_{b}")
    return iter(seen)


def _address_words(url: str) -> set[str]:
    rest = url.partition("://")[2][:300]
    host, _, path = rest.partition("/")
    path, _, query = path.partition("?")
    out = {f"host:{p}" for p in host.lower().split(".")[:-1]}
    out |= {f"path:{p.lower()}" for p in path.split("/")[:-1] if p.isascii() and p.isalpha() and len(p) < 20}
    out |= {f"query:{p.partition('=')[0].lower()}" for p in query.split("&") if p}
    out |= {f"value:{w.lower()}" for p in query.split("&") for w in _NAME.findall(p.partition("=")[2])[:4]}
    return out


def _shape(run: Run) -> str:
    return f"{run.parent.tag}|{run.parent.get('class')}|{run.cards[0].element.tag}|{run.cards[0].element.get('class')}"


def _lead(links: Links, card: Card) -> str:
    """The first short piece of text of a card, before its title."""
    pieces = (" ".join(p.split()) for p in islice(card.element.itertext(), 12))
    found = [p for p in pieces if p]
    if len(found) > 1 and len(found[0]) <= 40 and not found[0].isdigit():
        return found[0]
    return ""


def _number(url: str) -> str | None:
    found = _NUMBER.findall(_DAY.sub(" ", url.partition("://")[2].partition("?")[0].partition("/")[2]))
    return max(found, key=len) if found else None


def _day(url: str) -> int | None:
    m = _DAY.search(url.partition("://")[2].partition("/")[2])
    if not m:
        return None
    return (int(m[1]) * 12 + int(m[2])) * 30 + int(m[3] or 15)


def _first_segment(url: str) -> str:
    path = url.partition("://")[2].partition("/")[2].partition("?")[0]
    return path.partition("/")[0] if "/" in path else ""


def _story_order(links: Links, rows: Sequence[Run], places: Places) -> list[int | None]:
    out: list[int | None] = []
    n = 0
    for row in rows:
        told, total = places.told(row.cards[0].anchors[0])
        if total and told >= total and len(row.cards) > 1:
            out.append(n)
            n += 1
        elif total and told >= total:
            out.append(n)
        else:
            out.append(None)
    return out


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
                if sibling in links.block_of or sum(x in links.block_of for x in sibling.iter()) <= 2:
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
    if text[:1] in _ARROWS or text[-1:] in _ARROWS:
        return True
    return 0 < len(text) <= 30 and is_label(text) and heading_kind(text) == "more"
