"""What one text of a story changed of another: the sentences in which they differ, side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from crawler.text.script import fold_case

MOST_SENTENCES = 1_000
"""Sentences of each text that are compared: a live blog of a day has more, and comparing takes their square."""
_SENTENCE_END = re.compile(
    r"""(?<=[。！？])(?![”’」』）])|(?<=[。！？][”’」』）])|(?<=[.!?])\s+|(?<=[.!?]["”’)])\s+|\n+"""
)
_NOT_WORDS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Change:
    """A place where two texts differ: whole sentences, as written."""

    before: str
    """What the first text has here; empty where the second adds."""
    after: str
    """What the second text has here; empty where it leaves out."""


def changes(before: str, after: str) -> list[Change]:
    """The differences between two texts, in order of place.

    Sentences are alike if their words are: paragraphs, white space, punctuation, case, and traditional or simplified
    characters make no difference. [] for two texts that say the same.
    """
    a, b = sentences(before)[:MOST_SENTENCES], sentences(after)[:MOST_SENTENCES]
    matcher = SequenceMatcher(None, [_words(s) for s in a], [_words(s) for s in b], autojunk=False)
    return [
        Change(" ".join(a[i:i_end]), " ".join(b[j:j_end]))
        for what, i, i_end, j, j_end in matcher.get_opcodes()
        if what != "equal"
    ]


def sentences(text: str) -> list[str]:
    """The sentences of a text, none of them blank; a paragraph's end ends one."""
    return [found for piece in _SENTENCE_END.split(text) if (found := piece.strip())]


def _words(sentence: str) -> str:
    """What makes a sentence the same; the sentence itself where it has no word."""
    return _NOT_WORDS.sub("", fold_case(sentence)) or sentence
