"""Words of any language as comparable terms: pairs of characters where words are not spaced, stems elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from operator import add
from sys import intern

from crawler.rules.scripts import SPACELESS
from crawler.text.script import fold_case

STEM = 6
"""Characters kept of a spaced word: folds inflections, and meets titles that a site cuts in mid-word."""

_RUN = re.compile(rf"[{SPACELESS}]+|[^\W_{SPACELESS}]+")
_FIRST_SPACELESS = re.compile(rf"[{SPACELESS}]")
_LONGEST = 200_000
"""Characters read of a text: a page's topic is clear long before, and work stays bounded."""


def terms(text: str) -> Counter[str]:
    """Term -> how often it stands in the text. Script, case and width are folded; bare numbers say nothing and go.

    Terms are interned: the same few thousand stand in all that a run remembers.
    """
    found: list[str] = []
    for run in _RUN.findall(fold_case(text[:_LONGEST])):
        if run.isascii() or not _FIRST_SPACELESS.match(run):
            if not run.isdigit():
                found.append(run[:STEM])
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(map(add, run, run[1:]))
    return Counter(map(intern, found))


def script_of(term: str) -> str:
    """The script of a term, as far as likeness goes: `unspaced`, `latin`, or the block of its first character."""
    if not term.isascii() and _FIRST_SPACELESS.match(term):
        return "unspaced"
    return "latin" if term < "\u0250" else f"{ord(term[0]) >> 8:x}"
