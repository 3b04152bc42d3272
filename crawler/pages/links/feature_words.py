"""The words that evidence is learned from: of headings, of class and id names, of titles.

Each kind of word bears its own prefix in the scorecard: `heading.mehr`, `box.near.sidebar`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from crawler.pages.links.anchors import Element
from crawler.rules.related import tokenize
from crawler.text.words import words_of

MAX_HEADING = 90
"""So much of a heading is read, in characters."""
MAX_HEADING_TOKENS = 12
MAX_NAME = 200
"""A longer attribute is data, not a name."""
MAX_NAME_WORDS = 24
GRAM = 4
"""So many letters at a time are read of a heading's words: endings and compounds share them."""
STEM = 7
"""Words of titles are compared by so many letters: endings differ."""
NAMING = frozenset({"class", "id", "role", "aria-label", "itemprop", "name"})
"""Attributes that say what an element is; data-* does too."""
_NAME_WORD = re.compile(r"[a-z]{2,20}|[A-Z]{2,20}(?![a-z])|[A-Z][a-z]{1,20}")
_SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


@lru_cache(maxsize=4096)
def heading_words(text: str) -> tuple[str, ...]:
    """A heading's words, pairs of words, and letters of longer words four at a time, marked by ~."""
    tokens = tokenize(text[:MAX_HEADING])[:MAX_HEADING_TOKENS]
    grams = []
    for token in tokens:
        if len(token) >= GRAM:
            bounded = f"^{token}$"
            grams += [f"~{bounded[i : i + GRAM]}" for i in range(len(bounded) - GRAM + 1)]
    words = [token for token in tokens if not token.isdigit()]
    return tuple(sorted({*words, *(f"{a}_{b}" for a, b in pairwise(tokens)), *grams}))


def element_words(element: Element, *prefixes: str) -> set[str]:
    """The words of an element's names (class, id, role, data-*) and pairs of them in a row, after each prefix."""
    found: set[str] = set()
    for attribute, value in element.items():
        if len(value) <= MAX_NAME and (attribute in NAMING or attribute.startswith("data-")):
            words = name_words(value)
            for prefix in prefixes:
                found.update([f"{prefix}.{word}" for word in words])
    return found


@lru_cache(maxsize=16384)
def name_words(value: str) -> tuple[str, ...]:
    """The words of a name in camelCase, snake_case or kebab-case, and the pairs that stand in a row."""
    words = [word.lower() for word in _NAME_WORD.findall(value)][:MAX_NAME_WORDS]
    return (*words, *(f"{a}_{b}" for a, b in pairwise(words)))


def title_terms(text: str) -> set[str]:
    """Words to compare texts by: their first letters; pairs of signs in scripts without spaces."""
    text = text.casefold()
    if text.isascii() or not _SPACELESS.search(text):
        return {word[:STEM] for word in words_of(text) if len(word) > 3}
    found: set[str] = set()
    for word in words_of(text):
        if not word.isascii() and _SPACELESS.search(word):
            found.update(_pairs(word))
        elif len(word) > 3:
            found.add(word[:STEM])
    return found


def _pairs(word: Sequence[str]) -> list[str]:
    return [f"{a}{b}" for a, b in pairwise(word)]
