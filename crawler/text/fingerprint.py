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
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from crawler.text.script import BASIC_PLANE, Codes, code_points, simplified, simplified_table

Hashes: TypeAlias = npt.NDArray[np.uint64]
Kinds: TypeAlias = npt.NDArray[np.uint8]
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

_SEPARATOR, _WORD, _CHARACTER = 0, 1, 2
_IDEOGRAPHS = (0x20000, 0x3FFFF)  # the planes beyond the basic one that hold ideographs
_WORD_MARK = np.uint32(0x200000)  # above every code point
_ZERO, _NINE = np.uint32(0x30), np.uint32(0x39)
_NUMBER = np.uint64(1)
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
    values: tuple[int, ...]
    """The smallest SAMPLE hashes, the upper bits of each, ascending; the lowest bit says whether it holds a number."""
    keys: tuple[int, ...] = ()
    """The same hashes in full, for an index; empty in a sketch that was unpacked."""

    def pack(self) -> bytes:
        """The values as bytes, three a hash."""
        wide = np.array(self.values, dtype="<u4")
        return wide.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Sketch:
        """A sketch out of its size and packed values."""
        wide = np.zeros((len(packed) // 3, 4), dtype=np.uint8)
        wide[:, :3] = np.frombuffer(packed, dtype=np.uint8).reshape(-1, 3)
        return cls(size, tuple(wide.view("<u4").ravel().tolist()))


def fold(text: str) -> str:
    """The text in simplified script, each run of white space as one space."""
    return " ".join(simplified(text).split())


def text_hash(text: str) -> str:
    """SHA-256, in hex, of the folded text."""
    return hashlib.sha256(fold(text).encode("utf-8", "surrogatepass")).hexdigest()


def sketch(text: str) -> Sketch:
    """The sketch of a text; only its first MAX_CHARS characters count."""
    hashes = shingles(text)
    smallest = _smallest(hashes)
    upper = smallest >> np.uint64(KEY_BITS - VALUE_BITS)
    values = (upper & ~_NUMBER) | (smallest & _NUMBER)
    return Sketch(len(hashes), tuple(values.tolist()), tuple(smallest.tolist()))


def shingles(text: str) -> Hashes:
    """The hashes of a text's shingles, KEY_BITS wide; repeated where the text repeats itself.

    The lowest bit says whether a number stands in the shingle.
    """
    stream, starts = _units(text[:MAX_CHARS])
    sums, inverses = _rolling(stream, starts)
    characters, numbers = _characters_and_numbers(stream, starts)
    words = _counts(characters, SPAN_WORDS) == 0
    others = ~words[: max(len(words) + SPAN_WORDS - SPAN_CHARS, 0)]
    runs = np.concatenate((_runs(sums, inverses, SPAN_WORDS)[words], _runs(sums, inverses, SPAN_CHARS)[others]))
    counted = np.concatenate((_counts(numbers, SPAN_WORDS)[words], _counts(numbers, SPAN_CHARS)[others]))
    return (_mixed(runs) >> np.uint64(64 - KEY_BITS) & ~_NUMBER) | (counted > 0).astype(np.uint64)


def _runs(sums: Hashes, inverses: Hashes, span: int) -> Hashes:
    """The hash of every run of `span` units."""
    runs: Hashes = (sums[span:] - sums[:-span]) * inverses[:-span]
    return runs


def _counts(before: Places, span: int) -> Places:
    """How many of something stand in every run of `span` units."""
    counts: Places = before[span:] - before[:-span]
    return counts


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


def _units(text: str) -> tuple[Codes, Places]:
    """A text without its separators, and where in it each unit starts, the last unit's end included.

    The first letter of a word is marked, so that "a b" and "ab" differ.
    """
    codes, kinds = _folded(text)
    word = kinds == _WORD
    first = kinds != _SEPARATOR
    first[1:] &= ~(word[1:] & word[:-1])
    kept = kinds != _SEPARATOR
    stream = (codes + (word & first) * _WORD_MARK)[kept]
    return stream, np.append(np.flatnonzero(first[kept]), len(stream))


def _characters_and_numbers(stream: Codes, starts: Places) -> tuple[Places, Places]:
    """For each start how many single characters, and how many numbers, stand before it."""
    counts = np.zeros((2, len(starts)), dtype=np.int64)
    letters = stream[starts[:-1]]
    np.cumsum(letters < _WORD_MARK, out=counts[0, 1:])
    np.cumsum((letters >= _WORD_MARK | _ZERO) & (letters <= _WORD_MARK | _NINE), out=counts[1, 1:])
    return counts[0], counts[1]


def _rolling(stream: Codes, starts: Places) -> tuple[Hashes, Hashes]:
    """For each start the sum of code * ODD ** place before it, and ODD ** -start: the hash of any run is
    the difference of two sums, brought back to place 0 (Karp and Rabin 1987, modulo 2 ** 64)."""
    powers, inverses = _powers()
    sums = np.zeros(len(stream) + 1, dtype=np.uint64)
    np.cumsum(stream * powers[: len(stream)], out=sums[1:])
    return sums[starts], inverses[starts]


def _mixed(hashes: Hashes) -> Hashes:
    """The hashes with every bit depending on every bit (the finaliser of SplitMix64, Steele et al. 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def _folded(text: str) -> tuple[Codes, Kinds]:
    """A text's code points, script, case and width folded; and what each is."""
    codes = code_points(text)
    folds, kinds = _tables()
    if codes.size == 0 or codes.max() < BASIC_PLANE:
        return folds[codes], kinds[codes]
    beyond = codes >= BASIC_PLANE
    low = np.where(beyond, 0, codes)
    ideograph = (codes >= _IDEOGRAPHS[0]) & (codes <= _IDEOGRAPHS[1])
    return np.where(beyond, codes, folds[low]), np.where(ideograph, np.uint8(_CHARACTER), kinds[low])


@cache
def _tables() -> tuple[Codes, Kinds]:
    """For each code point of the basic plane its folded form and its kind."""
    simple = simplified_table()
    folds, kinds = simple.copy(), np.zeros(BASIC_PLANE, dtype=np.uint8)
    for code in range(BASIC_PLANE):
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(folded) == 1 and ord(folded) < BASIC_PLANE:
            folds[code] = simple[ord(folded)]
        if unicodedata.category(chr(code))[0] in "LNM":
            kinds[code] = _WORD
    for first, last in _UNSPACED:
        part = kinds[first : last + 1]
        part[part == _WORD] = _CHARACTER
    return folds, kinds


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """The powers of ODD and of its inverse modulo 2 ** 64, for every place of a text."""
    step = np.full(MAX_CHARS + 1, _ODD, dtype=np.uint64)
    back = np.full(MAX_CHARS + 1, pow(_ODD, -1, 2**64), dtype=np.uint64)
    step[0] = back[0] = 1
    return np.cumprod(step, dtype=np.uint64), np.cumprod(back, dtype=np.uint64)
