"""Chinese in one script: traditional characters as simplified ones, by OpenCC's tables.

Character by character, and so alike for a traditional text, its conversion and its conversion back; OpenCC's phrases
would keep 乾隆 apart from a page that wrote 干隆. One look-up a character is also faster.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import opencc

Codes: TypeAlias = npt.NDArray[np.uint32]

BASIC_PLANE = 0x10000
"""Code points of the basic plane, which the table covers."""
_IDEOGRAPHS = 0x3400
"""The first code point that has another form in simplified script."""


def simplified(text: str) -> str:
    """The text in simplified script, character by character: the same length as the text."""
    if text.isascii():
        return text
    codes = code_points(text)
    highest = codes.max()
    if highest < _IDEOGRAPHS:
        return text
    if highest < BASIC_PLANE:
        simple = simplified_table()[codes]
    else:
        simple = np.where(codes < BASIC_PLANE, simplified_table()[np.where(codes < BASIC_PLANE, codes, 0)], codes)
    return simple.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def fold_case(text: str) -> str:
    """The text for comparing words: compatibility forms, case and script folded. Its length may change."""
    return simplified(unicodedata.normalize("NFKC", text).casefold())


def code_points(text: str) -> Codes:
    """The text's code points, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@cache
def simplified_table() -> Codes:
    """For each code point of the basic plane its simplified form, or itself."""
    table = list(range(BASIC_PLANE))
    codes = [*range(_IDEOGRAPHS, 0xA000), *range(0xF900, 0xFB00)]
    # One conversion, each character on a line of its own so that no phrase of OpenCC's joins two.
    forms = opencc.OpenCC("t2s").convert("\n".join(map(chr, codes))).split("\n")
    for code, simple in zip(codes, forms, strict=True):
        if len(simple) == 1 and ord(simple) < BASIC_PLANE:
            table[code] = ord(simple)
    return np.array(table, dtype=np.uint32)
