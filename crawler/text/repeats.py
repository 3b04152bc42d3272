"""The paragraphs of a text that may be its site's own, and what tells two of them the same.

A short paragraph at the edges of at least three distinct stories of a site is that site's boilerplate; who knows all
the stories (crawler/dataset) counts them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

from crawler.rules.folding import fold

FIRST, LAST = 3, 6
"""Paragraphs of a text's start and end that are counted."""
SHORTEST, LONGEST = 2, 200
"""Characters of a paragraph that is counted."""
STORIES = 3
"""Distinct stories that make a repeat."""

_SPACES = re.compile(r"\s+")
_WHEN = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}\.\d{1,2}\.\d{4}")
_LETTER = re.compile(r"[^\W\d_]")


def edges(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs at a text's start and end."""
    return [*paragraphs[:FIRST], *paragraphs[FIRST:][-LAST:]]


def paragraph_key(paragraph: str) -> str | None:
    """What is counted for a paragraph: a short hash; None for one that is too long, too short or without letters.

    Dates and times within a paragraph are not told apart; other digits are, because "Day 3" and "Day 4" may be the
    story.
    """
    if len(paragraph) > LONGEST and len(" ".join(paragraph.split())) > LONGEST:
        return None  # folding makes no text shorter but by its white space
    folded = _folded(paragraph)
    if not SHORTEST <= len(folded) <= LONGEST or not _LETTER.search(folded):
        return None
    return _short(_WHEN.sub("0", folded))


def _folded(text: str) -> str:
    return _SPACES.sub(" ", fold(text)).strip().casefold()


def _short(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
