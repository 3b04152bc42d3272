"""What the tag, names and attributes of a container say about its content: flags, as bits.

Captions of pictures are left out of texts by their flag here, as is what stands beside the story.

The words are data (rules/data/body.toml). A flag is evidence, not a verdict: scoring weighs it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from lxml import etree

from crawler.rules.load import body_rules

# A container has those of all that it stands in.
NEVER, BESIDE, STORY, LEAD, CAPTION, HIDDEN, EMBED, TEASER, LISTED, OTHER = (1 << n for n in range(10))
OUT = NEVER | BESIDE | HIDDEN | CAPTION | LISTED | OTHER
"""Flags of what is not the story."""
DOUBTFUL = BESIDE | HIDDEN | CAPTION
"""Those that a page's text may prove wrong."""

_TAG_FLAGS = {
    "nav": BESIDE,
    "footer": BESIDE,
    "aside": BESIDE,
    "dialog": BESIDE,
    "figcaption": CAPTION,
    "figure": CAPTION,
    "caption": CAPTION,
    "amp-sidebar": BESIDE,
    "address": BESIDE,
    "form": BESIDE,
}
# Properties that pages spell out for machines, addresses and sizes of pictures above all.
_MACHINE = frozenset(("publisher", "logo", "url", "width", "height", "thumbnailUrl", "contentUrl", "dateModified"))
# The id of a heading is made of its words.
_SLUGGED = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PLAIN_WORDS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NOT_WORD = re.compile(r"[^a-z0-9 ]+")
# Beginnings of classes that say what a story is filed under or how it looks, and signs of classes that only style.
_FILED = (
    *("tag-", "category-", "topic-", "section-", "author-", "format-", "status-", "type-", "page-", "single-"),
    *("postid-", "tax-", "term-", "has-"),
)
_STYLING = re.compile(r"[:\[!]")
# Hidden on small screens only: "d-none d-md-inline".
_SHOWN_WIDER = re.compile(r"(?<!\S)d-none(?=.{0,100}(?<!\S)d-(?:sm|md|lg|xl|xxl)-)")
# Not shown, clipped to nothing, or moved off the screen.
_HIDING = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|clip\s{0,9}:\s{0,9}rect\(\s{0,9}[01](?:px)?[\s,]"
    r"|clip-path\s{0,9}:\s{0,9}inset\(\s{0,9}(?:50|100)%|font-size\s{0,9}:\s{0,9}0(?:px|em|%)?\s{0,9}(?:;|$)"
    r"|color\s{0,9}:\s{0,9}transparent.{0,80}font-size\s{0,9}:\s{0,9}[01]px"
    r"|(?<![a-z-])(?:width|height)\s{0,9}:\s{0,9}0(?:px)?\s{0,9};.{0,80}overflow\s{0,9}:\s{0,9}hidden"
    r"|(?:left|top|text-indent|margin-left)\s{0,9}:\s{0,9}-\d{3,6}(?:px|em|%)",
    re.I,
)


def flags_of(element: etree._Element, tag: str) -> int:
    """What tag, name and attributes of a container say."""
    flags = _TAG_FLAGS.get(tag, 0)
    attributes = element.attrib
    if not attributes:
        return flags
    name = attributes.get("class", "")
    identity = attributes.get("id")
    if identity and tag not in _SLUGGED:
        name = f"{name} {identity}"
    if name:
        flags |= _name_flags(name) if tag != "body" else 0
    if len(attributes) > 1 or not name:
        itemprop = attributes.get("itemprop")
        if itemprop is None:
            pass
        elif itemprop == "articleBody" or itemprop == "text":
            flags |= STORY
        elif itemprop in _MACHINE:
            flags |= BESIDE
        elif itemprop == "description":
            flags |= LEAD
        style = attributes.get("style")
        if "hidden" in attributes or attributes.get("aria-hidden") == "true" or (style and _HIDING.search(style)):
            flags |= HIDDEN
        if attributes.get("role") in ("navigation", "complementary", "dialog", "contentinfo", "search"):
            flags |= BESIDE
    return flags


def _name_flags(name: str) -> int:
    """What class and id words say."""
    flags = 0
    for token in name[:400].split():
        flags |= _token_flags(token)
    return flags


@lru_cache(maxsize=16384)
def _token_flags(token: str) -> int:
    """What one class or id says; pure, so its answers are kept."""
    words = _words(token)
    flags = 0
    if words and _any_pattern().search(words):
        for flag, pattern in _patterns():
            if pattern.search(words):
                flags |= flag
    return flags


def is_unseen(element: etree._Element) -> bool:
    """Whether a browser does not show an element within a line, or its name says that its text is no part of it."""
    name, style = element.get("class"), element.get("style")
    if (name is not None and _is_aside(name[:400])) or (style is not None and _HIDING.search(style[:400])):
        return True
    return element.get("hidden") is not None


@lru_cache(maxsize=2048)
def _is_aside(name: str) -> bool:
    return _inline_pattern().search(_words(_SHOWN_WIDER.sub("", name))) is not None


def _words(name: str) -> str:
    """Class and id names in lower case, the words of each joined by dashes.

    Left out: what a story is filed under (tag-sports), and classes that only style (md:mt-2, has-small-font-size)."""
    if _PLAIN_WORDS.match(name) and not name.startswith(_FILED):
        return name
    words = [w for w in name[:400].split() if not w.startswith(_FILED) and not _STYLING.search(w)]
    return _NOT_WORD.sub("-", _CAMEL.sub("-", " ".join(words)).lower())


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    rules = body_rules()
    groups = (
        (NEVER, rules.never),
        (BESIDE, rules.beside),
        (STORY, rules.story),
        (LEAD, rules.lead),
        (EMBED, rules.embed),
        (TEASER, rules.teaser),
        (CAPTION, rules.caption),
    )
    return tuple((flag, _any_of(words)) for flag, words in groups)


@cache
def _any_pattern() -> re.Pattern[str]:
    rules = body_rules()
    return _any_of(rules.never + rules.beside + rules.story + rules.lead + rules.embed + rules.teaser + rules.caption)


@cache
def _inline_pattern() -> re.Pattern[str]:
    return _any_of(body_rules().inline)


def _any_of(entries: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for entries as body.toml writes them, over names as _words gives them."""
    beginnings: dict[str, list[str]] = {}  # by first letter: a branch a letter is quicker than one an entry
    for entry in entries:
        if entry[0] not in "=^":
            beginnings.setdefault(entry[0], []).append(_entry(entry[1:]))
    branches = [letter + "(?:" + "|".join(rest) + ")" for letter, rest in beginnings.items()]
    parts = [r"(?<![^ -])(?:" + "|".join(branches) + ")"]
    if whole := [re.escape(e[1:]) for e in entries if e[0] == "="]:
        parts.append(r"(?<![^ ])(?:" + "|".join(whole) + r")(?![^ ])")
    if first := [_entry(e[1:]) for e in entries if e[0] == "^"]:
        parts.append(r"(?<![^ ])(?:" + "|".join(first) + ")")
    return re.compile("|".join(parts))


def _entry(word: str) -> str:
    return re.escape(word[:-1]) + "(?![a-z0-9])" if word.endswith(".") else re.escape(word)
