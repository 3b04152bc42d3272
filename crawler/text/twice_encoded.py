"""UTF-8 that was taken for a Western encoding and written as UTF-8 once more: "Ã©" for é."""

from __future__ import annotations

import re

_LEAST = 3
"""Characters that must come out of two or more, all of them whole: one may stand on a page that speaks of them."""
_PAIR = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]")
_TO_BYTE = {ord(bytes([n]).decode("cp1252", "ignore") or chr(n)): n for n in range(0x80, 0xA0)}
"""Characters of windows-1252 that stand where Latin-1 has controls, and those controls themselves."""


def once_encoded(text: str) -> str:
    """The text as it was before it was encoded twice; the text itself unless all of it is whole UTF-8 once more."""
    if not _PAIR.search(text):
        return text
    try:
        inner = text.translate(_TO_BYTE).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
    return inner if sum(c > "\x7f" for c in inner) >= _LEAST else text
