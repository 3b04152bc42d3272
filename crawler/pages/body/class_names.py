"""What the tag, names and attributes of a container say about its content: flags (flags.py).

The words are data (rules/data/body.toml).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from lxml import etree

from crawler.pages.body.captions import CAPTION_TAGS
from crawler.pages.body.flags import BESIDE, CAPTION, EMBED, HIDDEN, LEAD, NEVER, STORY, TEASER
from crawler.rules.body import body_rules
from crawler.rules.class_names import LONGEST, entry_pattern, name_words

_TAG_FLAGS = {
    "nav": BESIDE,
    "footer": BESIDE,
    "aside": BESIDE,
    "dialog": BESIDE,
    "amp-sidebar": BESIDE,
    "address": BESIDE,
    "form": BESIDE,
    **dict.fromkeys(CAPTION_TAGS, CAPTION),
}
# Properties that pages spell out for machines, addresses and sizes of pictures above all.
_MACHINE = frozenset(("publisher", "logo", "url", "width", "height", "thumbnailUrl", "contentUrl", "dateModified"))
# The id of a heading is made of its words.
_SLUGGED = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Not shown, clipped to nothing, or moved off the screen.
_HIDING = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|clip\s{0,9}:\s{0,9}rect\(\s{0,9}[01](?:px)?[\s,]"
    r"|clip-path\s{0,9}:\s{0,9}inset\(\s{0,9}(?:50|100)%|font-size\s{0,9}:\s{0,9}0(?:px|em|%)?\s{0,9}(?:;|$)"
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
    for token in name[:LONGEST].split():
        flags |= _token_flags(token)
    return flags


@lru_cache(maxsize=16384)
def _token_flags(token: str) -> int:
    """What one class or id says; pure, so its answers are kept."""
    words = name_words(token)
    flags = 0
    if words and _any_pattern().search(words):
        for flag, pattern in _patterns():
            if pattern.search(words):
                flags |= flag
    return flags


def is_unseen(element: etree._Element) -> bool:
    """Whether a browser does not show an element within a line, or its name says that its text is no part of it."""
    name, style = element.get("class"), element.get("style")
    if (name is not None and _is_aside(name[:LONGEST])) or (style is not None and _HIDING.search(style[:LONGEST])):
        return True
    return element.get("hidden") is not None


@lru_cache(maxsize=2048)
def _is_aside(name: str) -> bool:
    return _inline_pattern().search(name_words(name)) is not None


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
    return tuple((flag, entry_pattern(words)) for flag, words in groups)


@cache
def _any_pattern() -> re.Pattern[str]:
    rules = body_rules()
    return entry_pattern(
        rules.never + rules.beside + rules.story + rules.lead + rules.embed + rules.teaser + rules.caption
    )


@cache
def _inline_pattern() -> re.Pattern[str]:
    return entry_pattern(body_rules().inline)
