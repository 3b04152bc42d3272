"""What a site repeats: a short paragraph at the edges of at least three distinct stories is that site's boilerplate.

Order: a page's paragraphs are asked about before they are counted, and pages come in the order in which they are
cleaned; so the same pages in the same order give the same answers in any process.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from crawler.rules.folding import fold

FIRST, LAST = 3, 6
"""Paragraphs of a text's start and end that are counted."""
SHORTEST, LONGEST = 2, 200
"""Characters of a paragraph that is counted."""
STORIES = 3
"""Distinct stories that make a repeat."""
MOST_SITES, MOST_PARAGRAPHS = 1000, 120
"""Sites, and paragraphs of a site, that are remembered: some 40 MB. What was seen longest ago is forgotten first, and
what is no repeat yet before what is."""

_SPACES = re.compile(r"\s+")
_WHEN = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}\.\d{1,2}\.\d{4}")
_LETTER = re.compile(r"[^\W\d_]")


class SiteRepeats:
    """Counts of short paragraphs at the edges of each site's stories.

    A story counts once for a paragraph: two pages are one story where their ids or their longest paragraphs are the
    same, so that copies of one story on one site never make its own words a repeat. Dates and times within a
    paragraph are not told apart; other digits are, because "Day 3" and "Day 4" may be the story.
    """

    def __init__(self) -> None:
        self._sites: OrderedDict[str, OrderedDict[str, list[str]]] = OrderedDict()

    def is_repeat(self, site: str, paragraph: str) -> bool:
        """Whether a paragraph stood at the edges of enough distinct stories of a site that were observed."""
        counts = self._sites.get(site)
        return counts is not None and len(counts.get(paragraph_key(paragraph) or "", ())) >= STORIES

    def observe(self, site: str, story_id: str, paragraphs: Sequence[str]) -> None:
        """Count the paragraphs at the edges of a story: what the rules left of it, site repeats included."""
        if not paragraphs:
            return
        marks = f"{_short(story_id)}:{_short(_folded(max(paragraphs, key=len)))}"
        counts = self._sites.setdefault(site, OrderedDict())
        self._sites.move_to_end(site)
        for key in dict.fromkeys(paragraph_key(p) for p in edges(paragraphs)):
            if key is not None:
                stories = counts.setdefault(key, [])
                counts.move_to_end(key)
                if len(stories) < STORIES and not any(_same_story(marks, s) for s in stories):
                    stories.append(marks)
        self._trim(counts)

    def _trim(self, counts: OrderedDict[str, list[str]]) -> None:
        while len(counts) > MOST_PARAGRAPHS:
            del counts[next((k for k, s in counts.items() if len(s) < STORIES), next(iter(counts)))]
        while len(self._sites) > MOST_SITES:
            self._sites.popitem(last=False)

    def dump(self) -> dict[str, Any]:
        """The state as plain, ordered JSON values."""
        return {site: {key: list(s) for key, s in counts.items()} for site, counts in self._sites.items()}

    def dump_site(self, site: str) -> dict[str, Any]:
        """What dump() holds of one site."""
        return {key: list(s) for key, s in self._sites.get(site, OrderedDict()).items()}

    def merge_site(self, site: str, counts: dict[str, Any]) -> None:
        """Take in what dump_site() gave elsewhere: each story still counts once."""
        own = self._sites.setdefault(site, OrderedDict())
        for key, others in counts.items():
            stories = own.setdefault(key, [])
            stories += [s for s in others if not any(_same_story(s, known) for known in stories)]
            del stories[STORIES:]
        self._trim(own)

    @classmethod
    def load(cls, state: dict[str, Any]) -> SiteRepeats:
        """The counts that dump() gave."""
        self = cls()
        self._sites = OrderedDict(
            (site, OrderedDict((k, list(s)) for k, s in counts.items()))
            for site, counts in list(state.items())[-MOST_SITES:]
        )
        return self


def _same_story(a: str, b: str) -> bool:
    return any(x == y for x, y in zip(a.split(":"), b.split(":"), strict=True))


def edges(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs at a text's start and end."""
    return [*paragraphs[:FIRST], *paragraphs[FIRST:][-LAST:]]


def paragraph_key(paragraph: str) -> str | None:
    """What is counted for a paragraph: a short hash; None for one that is too long, too short or without letters."""
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
