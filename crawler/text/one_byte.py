"""Do bytes contradict an encoding of one byte a character? Every byte means something in it, so only the text can tell.

Each byte is read as the class of its character; text in the wrong encoding shows in classes that no language puts
side by side: a symbol or another script inside a word, a capital behind a small letter, long runs of accented letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

MOST_FAULTS = 0.1
"""Faults for each character beyond ASCII up to which a declared encoding is believed: right ones show up to .03 (names,
units and formulas), wrong ones .2 and more."""

_MOST_UNUSED = 50
"""Bytes from 128 on that a one-byte encoding may leave without a character: iso-8859-6 leaves 45. In encodings of more
bytes at least 60 have none by themselves."""

_SISTERS = {
    "iso8859-2": "cp1250",
    "iso8859-5": "cp1251",
    "iso8859-6": "cp1256",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-13": "cp1257",
}
"""What Windows made of an ISO encoding: written under its name, with letters and quotes where it has controls."""
_INSIDE_WORDS = frozenset("’‘ʼ'·-‐‑–—…\u00ad•\u200c\u200d\u200e\u200f")
_CASED_SCRIPTS = ("GREEK", "CYRILLIC")
_NO_LETTERS = frozenset("ªºµƒ")
_FAULTS = re.compile(
    b"!"  # no character
    b"|[alg](?=[uG])"  # a capital inside a word
    b"|[aAlugGo](?=s[aAlugGo])"  # a symbol inside a word
    b"|[aAlu](?=[gGo])|[gGo](?=[aAlu])"  # two scripts in a word
)
_LONGEST_RUN = 5
_ACCENTED_RUN = re.compile(b"[lu]{4,}")


def is_one_byte(encoding: str) -> bool:
    """Whether an encoding has a character for each byte, and ASCII where ASCII is."""
    return _classes(encoding) is not None


def fault_share(sample: bytes, encoding: str, of_language: bool = False) -> float:
    """The faults that a text shows when read in a one-byte encoding, for each character beyond ASCII; 0 without any.

    of_language: whether pages in the page's language are written in it: four accented letters in a row are a word then,
    as Latvian šķūņi is.
    """
    table = _classes(encoding)
    beyond = len(sample.translate(None, _ASCII))
    if table is None or not beyond:
        return 0.0
    classes = sample.translate(table)
    faults = len(_FAULTS.findall(classes)) + sum(
        len(run) for run in _ACCENTED_RUN.findall(classes) if len(run) > _LONGEST_RUN or not of_language
    )
    small, capital = classes.count(b"g"), classes.count(b"G")
    if capital > 2 * small:  # KOI8-R and windows-1251 read as one another change the case of every letter
        faults += capital
    return faults / beyond


def most_plausible(sample: bytes, declared: str, of_language: bool = False) -> str | None:
    """The declared encoding, or its sister where the text has fewer faults in that; None where it contradicts both.

    of_language: whether pages in the page's language are written in it.
    """
    names = [declared, *([_SISTERS[declared]] if declared in _SISTERS else [])]
    share, _, best = min((fault_share(sample, name, of_language), place, name) for place, name in enumerate(names))
    return best if share <= MOST_FAULTS else None


_ASCII = bytes(range(128))


@cache
def _classes(encoding: str) -> bytes | None:
    """For each byte the class of its character; None for an encoding that needs more than a byte for some."""
    characters = [bytes([byte]).decode(encoding, "replace") for byte in range(256)]
    if "".join(characters[:128]).encode() != _ASCII or characters[128:].count("\ufffd") > _MOST_UNUSED:
        return None
    return "".join(_class(character) for character in characters).encode("ascii")


def _class(character: str) -> str:
    """a, A: letters of ASCII; l, u: other Latin ones; g, G: of other scripts with case; o: of scripts without;
    s: symbols that do not stand inside words; !: no character; a blank: whatever may stand anywhere."""
    category = unicodedata.category(character)
    if character == "\ufffd" or (category == "Cc" and character > "\x7f"):
        return "!"
    if character in _NO_LETTERS:
        return "s"
    name = unicodedata.name(character, "")
    if category[0] in "LM":
        if character.isascii():
            return "A" if category == "Lu" else "a"
        if name.startswith(_CASED_SCRIPTS):
            return "G" if category == "Lu" else "g"
        if name.startswith(("LATIN", "COMBINING")):
            return "u" if category == "Lu" else "l"
        return "o"
    return " " if character.isascii() or character in _INSIDE_WORDS or category[0] == "Z" else "s"
