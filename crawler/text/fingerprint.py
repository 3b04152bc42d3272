"""What a text is known by: an exact hash, and a sketch that finds its copies.

`text_hash(text)` is the same for texts that differ in script (traditional, simplified) and white space only.
`sketch(text)` keeps the smallest hashes of the text's shingles (a bottom-k sketch: Broder 1997; Cohen and Kaplan
2007). Of two sketches one can tell how much of the shorter text stands in the longer one (containment) as well as
how alike they are (resemblance), which MinHash signatures cannot: a copy that was only trimmed scores exactly 1.
`same_story(a, b)` decides.

A shingle is SPAN_CHARS characters where the script is written without spaces or in syllable blocks (Chinese,
Japanese, Korean, Thai, …), SPAN_WORDS words elsewhere. Case, width, punctuation and script do not count.
Every hash is fixed by the text alone: the same in any process and on any machine.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from crawler.text.script import BASIC_PLANE, Codes, code_points, simplified, simplified_table

Hashes: TypeAlias = npt.NDArray[np.uint64]
Places: TypeAlias = npt.NDArray[np.int64]

SPAN_CHARS = 8
"""Characters in a shingle: long enough that stories about one subject share few by chance (at most 2 in 10)."""
SPAN_WORDS = 5
"""Words in a shingle."""
SAMPLE = 112
"""Hashes kept of a text, 3 bytes each: a containment of .8 in a text twice as long is told to .05."""
MAX_CHARS = 200_000
"""Characters read of one text: a bound on work; a story is a hundredth of it."""

KEY_BITS = 47
"""Bits of a shingle's hash: fits a positive 6-byte integer in SQLite; two in a million stories never meet by chance."""
VALUE_BITS = 24
"""Bits kept of each hash in a packed sketch."""

_WORD, _CHARACTER, _DIGIT, _FIRST = (np.uint32(1 << bit) for bit in (21, 22, 23, 24))  # above every code point
_CHARACTERS = np.uint64((1 << 32) - 1)
_NUMBER = np.uint64(1)
_IDEOGRAPHIC = 0x2E80  # where radicals and ideographs begin: a text below needs a small table, soon made
_IDEOGRAPHS = (0x20000, 0x3FFFF)  # the planes beyond the basic one that hold ideographs
_ODD = 0x9E3779B97F4A7C15  # 2**64 / golden ratio: an odd multiplier, so that products modulo 2**64 lose nothing
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # iteration mark, closing mark, zero
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x4DBF),  # ideographs, extension A
    (0x4E00, 0x9FFF),  # ideographs
    (0xAC00, 0xD7AF),  # Korean syllables
    (0xF900, 0xFAFF),  # compatibility ideographs
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text's shingles in small: enough to find and to compare copies."""

    size: int
    """Shingles of the text, repeats counted; 0 for a text shorter than one, which only text_hash can compare."""
    packed: bytes
    """The smallest SAMPLE hashes, ascending, the upper bits of each in three bytes, little end first; the lowest bit
    says whether a number stands in the shingle."""
    keys: tuple[int, ...] = ()
    """The same hashes in full, for an index; empty in a sketch that comes out of a store."""

    def values(self) -> Sequence[int]:
        """The packed hashes as numbers, ascending."""
        return _unpacked(self.packed)


@lru_cache(64)  # a page is compared with some dozens of others, one after another
def _unpacked(packed: bytes) -> Sequence[int]:
    wide = np.zeros((len(packed) // 3, 4), dtype=np.uint8)
    wide[:, :3] = np.frombuffer(packed, dtype=np.uint8).reshape(-1, 3)
    return tuple(wide.view("<u4").ravel().tolist())


def fold(text: str) -> str:
    """The text composed, in simplified script, each run of white space as one space."""
    return " ".join(simplified(_composed(text)).split())


def _composed(text: str) -> str:
    """One spelling: composed (NFC), without soft hyphens and zero-width spaces."""
    text = text.replace("\u00ad", "").replace("\u200b", "")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def text_hash(text: str) -> str:
    """SHA-256, in hex, of the folded text."""
    return hashlib.sha256(fold(text).encode("utf-8", "surrogatepass")).hexdigest()


def sketch(text: str) -> Sketch:
    """The sketch of a text; only its first MAX_CHARS characters count."""
    hashes = shingles(text)
    smallest = _smallest(hashes)
    upper = smallest >> np.uint64(KEY_BITS - VALUE_BITS)
    values = ((upper & ~_NUMBER) | (smallest & _NUMBER)).astype("<u4")
    packed = values.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    return Sketch(len(hashes), packed, tuple(smallest.tolist()))


def shingles(text: str) -> Hashes:
    """The hashes of a text's shingles, KEY_BITS wide; repeated where the text repeats itself.

    The lowest bit says whether a number stands in the shingle.
    """
    units = _units(_composed(text[:MAX_CHARS]))
    starts = np.flatnonzero(units & _FIRST)
    counts = _counted(units[starts])
    sums, inverses = _rolling(units, np.append(starts, len(units)))
    spaced = (counts[SPAN_WORDS:] - counts[:-SPAN_WORDS]) & _CHARACTERS == 0
    others = ~spaced[: max(len(spaced) + SPAN_WORDS - SPAN_CHARS, 0)]
    spans = [(span, chosen) for span, chosen in ((SPAN_WORDS, spaced), (SPAN_CHARS, others)) if chosen.any()]
    if not spans:
        return np.empty(0, dtype=np.uint64)
    runs = [_runs(sums, inverses, counts, span, chosen) for span, chosen in spans]
    hashes, numbers = (np.concatenate(parts) for parts in zip(*runs, strict=True))
    return (_mixed(hashes) >> np.uint64(64 - KEY_BITS) & ~_NUMBER) | (numbers > _CHARACTERS)


def _runs(
    sums: Hashes, inverses: Hashes, counts: Hashes, span: int, chosen: npt.NDArray[np.bool_]
) -> tuple[Hashes, Hashes]:
    """The chosen runs of `span` units: the hash of each, and what is counted in it."""
    hashes = (sums[span:] - sums[:-span]) * inverses[:-span]
    return hashes[chosen], (counts[span:] - counts[:-span])[chosen]


def _smallest(hashes: Hashes) -> Hashes:
    """The SAMPLE smallest distinct hashes, ascending."""
    if len(hashes) > 4 * SAMPLE:  # they are spread evenly: below this bound lie about twice as many as are needed
        few = _distinct(hashes[hashes < np.uint64((2 * SAMPLE << KEY_BITS) // len(hashes))])
        if len(few) >= SAMPLE:
            return few[:SAMPLE]
    return _distinct(hashes)[:SAMPLE]


def _distinct(hashes: Hashes) -> Hashes:
    """The hashes, ascending, each once."""
    ordered = np.sort(hashes)
    return np.concatenate((ordered[:1], ordered[1:][ordered[1:] != ordered[:-1]]))


def _units(text: str) -> Codes:
    """A text's folded code points without its separators, each with the bits of what it is.

    The first letter of a word is marked, so that "a b" and "ab" differ; every character that stands alone is one.
    """
    codes = code_points(text)
    highest = int(codes.max(initial=0))
    if highest < BASIC_PLANE:
        units = _table(highest)[codes]
    else:
        beyond = np.where((codes >= _IDEOGRAPHS[0]) & (codes <= _IDEOGRAPHS[1]), codes | _CHARACTER, np.uint32(0))
        units = np.where(codes < BASIC_PLANE, _table(highest)[np.where(codes < BASIC_PLANE, codes, 0)], beyond)
    first = np.full(len(units), _FIRST)
    first[1:][units[1:] & units[:-1] & _WORD != 0] = 0
    kept: Codes = (units | first)[units != 0]
    return kept


def _counted(letters: Codes) -> Hashes:
    """For each unit what stands before it: characters in the lower half, numbers in the upper; the last entry is for
    the end of the text."""
    counts = np.zeros(len(letters) + 1, dtype=np.uint64)
    characters = (letters & _CHARACTER != 0).astype(np.uint64)
    numbers = (letters & _DIGIT != 0).astype(np.uint64)
    np.cumsum(characters + (numbers << np.uint64(32)), out=counts[1:])
    return counts


def _rolling(units: Codes, places: Places) -> tuple[Hashes, Hashes]:
    """For each place the sum of unit * ODD ** place before it, and ODD ** -place: the hash of any run is the
    difference of two sums, brought back to place 0 (Karp and Rabin 1987, modulo 2 ** 64)."""
    powers, inverses = _powers()
    sums = np.zeros(len(units) + 1, dtype=np.uint64)
    np.cumsum(units * powers[: len(units)], out=sums[1:])
    return sums[places], inverses[places]


def _mixed(hashes: Hashes) -> Hashes:
    """The hashes with every bit depending on every bit (the finaliser of SplitMix64, Steele et al. 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def _table(highest: int) -> Codes:
    """For each code point up to a text's highest its folded form with the bits of what it is; 0 for separators."""
    return _folded_up_to(_IDEOGRAPHIC if highest < _IDEOGRAPHIC else BASIC_PLANE)


@cache
def _folded_up_to(stop: int) -> Codes:
    simple = simplified_table().tolist() if stop > _IDEOGRAPHIC else range(BASIC_PLANE)
    unspaced = {code for first, last in _UNSPACED for code in range(first, last + 1)}
    table = np.zeros(stop, dtype=np.uint32)
    for code in range(stop):
        category = unicodedata.category(chr(code))
        if category[0] not in "LNM":
            continue
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        form = simple[ord(folded)] if len(folded) == 1 and ord(folded) < BASIC_PLANE else code
        kind = _CHARACTER if code in unspaced else _WORD
        table[code] = form | kind | (_DIGIT if category == "Nd" else 0)
    return table


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """The powers of ODD and of its inverse modulo 2 ** 64, for every place of a text."""
    step = np.full(MAX_CHARS + 1, _ODD, dtype=np.uint64)
    back = np.full(MAX_CHARS + 1, pow(_ODD, -1, 2**64), dtype=np.uint64)
    step[0] = back[0] = 1
    return np.cumprod(step, dtype=np.uint64), np.cumprod(back, dtype=np.uint64)
