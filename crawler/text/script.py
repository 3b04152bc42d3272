"""One script for comparing: traditional and simplified Chinese characters fold to one, length kept.

The table is OpenCC's traditional-to-simplified conversion, character by character: what depends on the
neighbouring characters is left alone, so an offset in the folded text is an offset in the text.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from opencc import OpenCC

_IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x2A6E0))


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Code point of a traditional character -> its simplified form; built once, some 20 ms."""
    points = [point for block in _IDEOGRAPHS for point in block]
    lines = OpenCC("t2s").convert("\n".join(map(chr, points))).split("\n")
    return {p: to for p, to in zip(points, lines, strict=True) if len(to) == 1 and to != chr(p)}


def fold_script(text: str) -> str:
    """The text with every traditional character replaced by its simplified form; as long as before."""
    return text.translate(_table())


def fold_case(text: str) -> str:
    """The text for comparing words: compatibility forms, case and script folded. Its length may change."""
    return fold_script(unicodedata.normalize("NFKC", text).casefold())
