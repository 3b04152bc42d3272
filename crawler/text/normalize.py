"""Text as it is kept: composed (NFC), on sane white space, without characters that act instead of showing.

Taken out: terminal escapes (ECMA-48), control characters, bidirectional overrides and isolates (Unicode TR 9),
byte order marks, unpaired surrogates, noncharacters. Soft hyphens and zero-width spaces stay in running text: they
are the page's own spelling, and act on nothing but a line's end.
"""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\x07\x1b]{0,500}(?:\x07|\x1b\\)|[@-_])?")
# Zero-width joiners (U+200C, U+200D) stay: Persian, Indic scripts and emoji are written with them.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\U000e0001-\U000e007f"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_UNSEEN = {0xAD: None, 0x200B: None}
"""Soft hyphens and zero-width spaces: where a line may break."""
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")
_FULLWIDTH = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF1A: 0x3A, 0xFF0F: 0x2F, 0xFF0E: 0x2E, 0xFF0D: 0x2D}


def line(text: str) -> str:
    """The text on one line: normalised, every run of white space one blank, none at the ends, no break marks."""
    text = shown(text)
    if not text.isascii() and ("\xad" in text or "\u200b" in text):
        text = text.translate(_UNSEEN)
    return " ".join(text.split())


def block(text: str) -> str:
    """The text with its line breaks: runs of them are one, other runs of white space one blank. Idempotent."""
    text = shown(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n"))
    return _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()


def shown(text: str) -> str:
    """The text composed (NFC) and without characters that act instead of showing; white space is left as it is."""
    text = harmless(text)
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def harmless(text: str) -> str:
    """The text without characters that act instead of showing, else to the letter: in the page's own spelling."""
    if not text.replace("\n", " ").isprintable():
        text = _CONTROL.sub("", _ESCAPE.sub("", text) if "\x1b" in text else text)
    return text


def narrow_digits(text: str) -> str:
    """Full-width digits and the marks between them (:／．－) as their ASCII twins."""
    return text.translate(_FULLWIDTH)
