"""One spelling for what print varies: full-width forms, quotes, dashes, bars, spaces, and the two Chinese scripts.

Folding keeps the length: character n of the folded text is character n of the text, so a match gives the place of
the cut. Patterns are written against folded text: ASCII punctuation and simplified characters.
"""

from __future__ import annotations

from collections.abc import Mapping

_SAME = {
    "'": "‘’‚‛′`´",
    '"': "“”„‟″",
    "-": "‐‑‒–—―−─━",
    "|": "丨｜︱∣│┃¦▏",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "·": "・•●‧∙⋅▪■◆★☆",
    ">": "›»→▶►▸➤≫",
    "<": "‹«←◀◄",
    "(": "﹙〔",
    ")": "﹚〕",
    "[": "【〖",
    "]": "】〗",
    "~": "〜～",
}

WIDTH: dict[str, str] = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
WIDTH.update({c: one for one, many in _SAME.items() for c in many})
WIDTH.update({c: WIDTH.get(one, one) for c, one in WIDTH.items()})
"""Character -> its one spelling, for every language; no spelling is folded again."""


def table(pairs: str) -> dict[str, str]:
    """The folding table of WIDTH and of pairs "責责 編编", where the second character stands for the first.

    >>> "責編：王".translate(table("責责 編编"))
    '责编:王'
    """
    return WIDTH | {p[0]: p[1] for p in pairs.split()}


def fold(text: str, folding: Mapping[str, str] = WIDTH) -> str:
    """The folded text, as long as the text.

    A text holds few of the table's characters, so replacing those is several times faster than str.translate.
    """
    for char in folding.keys() & {*text}:
        text = text.replace(char, folding[char])
    return text
