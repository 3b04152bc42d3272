"""The words of a text: runs of letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
_ASCII_LETTERS = {code: code if chr(code).isalpha() else " " for code in range(128)}
_ALPHABET = 150
"""A text of more different characters is written in signs, not letters."""


def words_of(text: str) -> list[str]:
    """The runs of letters in a text, in order; letters are what is neither digit nor mark.

    The pattern asks of every character what it is. A text has few different ones: asking once for each is several
    times as fast, but for scripts of thousands of signs.
    """
    if text.isascii():
        return text.translate(_ASCII_LETTERS).split()
    characters = set(text)
    if len(characters) > _ALPHABET:
        return _WORD.findall(text)
    for character in characters:
        if not character.isalnum() or character.isdecimal():
            text = text.replace(character, " ")
    return text.split()


def alternation(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
