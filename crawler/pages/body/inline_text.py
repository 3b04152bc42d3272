"""Collected text with control characters in it: where lines break and links stand, and what paragraphs that makes."""

from __future__ import annotations

import re

from crawler.rules.scripts import CJK, SENTENCE_ENDS

# Control characters inside collected text: the page's own are gone, and str.split() takes these as space.
BREAK, LINK, UNLINK = "\x1e", "\x1c", "\x1d"
_PARAGRAPH_BREAK = re.compile(r"\x1e[\s\x1c\x1d]*\x1e")
_CJK = re.compile(f"[{CJK}]")
_BROKEN_LINE = 50


def size_of(text: str) -> int:
    """Length in characters, a Chinese, Japanese or Korean one counting three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_CJK.findall(text))


def pieces(raw: str) -> list[str]:
    """Paragraphs of text that line breaks part: two breaks always part it, one does after a full sentence."""
    found: list[str] = []
    for part in _PARAGRAPH_BREAK.split(raw):
        line: list[str] = []
        length = 0
        for piece in part.split(BREAK):
            line.append(piece)
            length += len(piece)
            if length > _BROKEN_LINE and piece.rstrip().endswith(SENTENCE_ENDS):
                found.append(" ".join(line))
                line, length = [], 0
        if line:
            found.append(" ".join(line))
    return found


def linked_share(piece: str, length: int) -> float:
    """The share of a text that stands in links."""
    chars = sum(len(" ".join(part.split(UNLINK, 1)[0].split())) for part in piece.split(LINK)[1:])
    return min(1.0, chars / length)
