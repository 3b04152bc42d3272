"""A card -> the link that it offers: title, teaser, picture."""

from __future__ import annotations

import re

from crawler.pages.dom.text import raw_text
from crawler.pages.links.anchors import (
    HEADINGS,
    Anchor,
    Element,
    Links,
    absolute,
    is_title,
    is_wording,
    wide,
)
from crawler.pages.links.cards import Card
from crawler.rules.related import heading_kind, is_label, related_rules
from crawler.rules.scripts import HAN

TITLE = 300
SNIPPET = 500
SIGNS = 5
"""So many signs of a script that writes a word in one or two of them are a title, if the wording is no label."""
LABEL = 30
"""A label at the end of a wording is no longer, in characters."""
TEASER = 8
"""So many characters more than its title a card has at least that bears a teaser."""
_SCRIPT = re.compile(r"(?:require|function)\s?\(|window\.\w|document\.\w+[.(=]|var \w+ ?=")
_DATE_LIKE = re.compile(r"^[\s\d.,:/\-–|·•年月日時时分秒前]+$")
_COUNTER = re.compile(r"^\W*\d[\d.,]*\s*[kKmM万千]?\s*\S{0,12}$")
_PLAY_TIME = re.compile(r"^\D{0,12}\d{1,2}:\d{2}(?::\d{2})?\D{0,6}$")
_DATE_BEFORE = re.compile(
    r"^[\[(【（]?(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)[\])】）]?[\s:：|-]*"
)
_STEP = re.compile(f"([{HAN}]{{3}})\\s*(.+)")
"""The name of a step in Chinese (上一篇), which no colon has to follow."""
_TIME_BEFORE = re.compile(r"^[^\W\d]{0,8}\d{1,2}:\d{2}(?::\d{2})?\s+")
_TIME_NAME = re.compile(r"(?<![a-z])(?:date|time|timestamp|duration|time-?ago|published)(?![a-z])", re.I)
_NUMBERED = re.compile(r"^\d{1,2}[.)]?\s+(?=\D)")


def title_of(links: Links, card: Card) -> str:
    """The card's headline: a heading's text in it, else the longest wording of its anchors, else its first text."""
    return _without_stamp(_wording_of(links, card))[:TITLE]


def _wording_of(links: Links, card: Card) -> str:
    best = ""
    for anchor in card.anchors:
        text = _without_stamps(links, anchor)
        inner = _headline(links, anchor.element)
        if inner:
            return inner
        if len(text) > len(best) and not (len(text) < 40 and heading_kind(text)):
            best = text
    if not is_title(best):
        inner = _headline(links, card.element)
        if inner:
            return inner
        title = next((piece for piece in links.pieces(card.element) if is_title(piece)), None)
        if title and not (len(best) > 15 or (wide(best) >= SIGNS and is_wording(best))):
            return title
    if not best:
        best = _label(card) or max((a.text for a in card.anchors), key=len)
    return _NUMBERED.sub("", best)


def _without_stamp(text: str) -> str:
    """A title without the date, play time or name of a step that is printed in one piece with it."""
    for stamp in (_DATE_BEFORE, _TIME_BEFORE):
        left = stamp.sub("", text)
        text = left if is_title(left) else text
    label, colon, left = (part.strip() for part in text.replace("：", ":").partition(":"))
    if not colon and (step := _STEP.match(text)):
        label, left = step.groups()
    if is_title(left) and heading_kind(label) == "more" and related_rules().known(label)[1] == 1:
        return left
    return text


def _without_stamps(links: Links, anchor: Anchor) -> str:
    """An anchor's wording without the date, play time or label that stands in an element of its own at either end."""
    text = anchor.text
    if not len(anchor.element):
        return text
    pieces = list(links.pieces(anchor.element))
    times = {links.text(e) for e in anchor.element.iter() if e.tag == "time" or _TIME_NAME.search(e.get("class") or "")}
    while len(pieces) > 1 and (pieces[0] in times or _is_stamp(pieces[0])) and text.startswith(pieces[0]):
        text = text[len(pieces.pop(0)) :].strip()
    while len(pieces) > 1 and (pieces[-1] in times or _is_stamp(pieces[-1])) and text.endswith(pieces[-1]):
        text = text[: -len(pieces.pop())].strip()
    return text or anchor.text


def _is_stamp(piece: str) -> bool:
    """Whether a piece of a wording is a date, a play time, a count or a label."""
    return bool(_DATE_LIKE.match(piece) or _PLAY_TIME.match(piece)) or (len(piece) <= LABEL and is_label(piece))


def snippet_of(links: Links, card: Card, title: str) -> str | None:
    """The teaser beside the title; None where the card has no other text worth it."""
    least = len(title) + TEASER
    if len(links.text(card.element)) < least and len(raw_text(card.element)) < least:
        return None
    kept = []
    for piece in links.pieces(card.element):
        piece = clean(piece)
        if not piece or piece in title or (title in piece and len(piece) < len(title) + 12):
            continue
        if _DATE_LIKE.match(piece) or _COUNTER.match(piece):
            continue
        if len(piece) + 2 * wide(piece) >= 25:
            kept.append(piece)
    text = " ".join(kept)[:SNIPPET].strip()
    return text or None


def clean(text: str) -> str:
    """A teaser without leaked style sheets and scripts."""
    script = _SCRIPT.search(text) if "(" in text or "=" in text or "." in text else None
    if script:
        text = text[: script.start()]
    kept = []
    while "{" in text:
        before, _, text = text.partition("{")
        kept.append(_without_selector(before))
        text = text.partition("}")[2]
    return " ".join(" ".join([*kept, text.replace("}", " ")]).split())


def _without_selector(text: str) -> str:
    """What stands before a style sheet's brace, without the selector: the last word, from its last dot or hash on."""
    text = text.rstrip()
    head, _, word = text.rpartition(" ")
    at = max(word.rfind("."), word.rfind("#"))
    return f"{head} {word[: at + 1]}" if at > 0 else head


def image_of(links: Links, card: Card) -> str | None:
    """The card's picture, lazily loaded ones too."""
    for image in card.element.iter("img"):
        for name in ("data-src", "data-original", "data-lazy-src", "src"):
            value = (image.get(name) or "").strip()
            if value and not value.startswith("data:"):
                return absolute(links.page, value, links.origin)
    return None


def _headline(links: Links, element: Element) -> str:
    for heading in element.iter(*HEADINGS):
        text = links.text(heading)
        if len(text) >= 6:
            return text
    return ""


def _label(card: Card) -> str:
    """The wording of an anchor without text: its title, label or picture's description."""
    for anchor in card.anchors:
        for value in (anchor.element.get("title"), anchor.element.get("aria-label")):
            if value and value.strip():
                return " ".join(value.split())
        for image in anchor.element.iter("img"):
            if (image.get("alt") or "").strip():
                return " ".join((image.get("alt") or "").split())
    return ""
