"""Finds which of many strings stand in a text, in two passes over the text however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from crawler.text.script import code_points

_STARTS = 8, 4
"""A string is looked for by its first eight characters, a shorter one by its first four."""
_TABLE_BITS = 16
"""Of a table of this many bits, a thousand strings mark a sixtieth: few places are looked at in vain."""
_MULTIPLIERS = np.uint32(65_599), np.uint32(0x9E3779B1)
"""Odd, so that products modulo 2**32 lose nothing."""


class Literals:
    """Some strings, indexed by their first characters. Those of three and fewer are looked for one by one."""

    def __init__(self, strings: Iterable[str]) -> None:
        left = list(dict.fromkeys(strings))
        self._starts = []
        for length in _STARTS:
            self._starts.append(_Starts([string for string in left if len(string) >= length], length))
            left = [string for string in left if len(string) < length]
        self._short = [(frozenset(string), string) for string in left]

    def present(self, text: str) -> set[str]:
        """The strings that stand in a text."""
        return {string for string, _ in self.long(text)} | set(self.short(text))

    def long(self, text: str) -> Iterator[tuple[str, int]]:
        """Each string of four characters or more that stands in a text, with each place where it does."""
        for starts in self._starts:
            yield from starts.find(text)

    def short(self, text: str) -> Iterator[str]:
        """Each shorter string that stands in a text."""
        characters = {*text}
        yield from (string for letters, string in self._short if letters <= characters and string in text)


class _Starts:
    """Strings by their first `length` characters, and a table that tells most places of a text where none begins."""

    def __init__(self, strings: Iterable[str], length: int) -> None:
        self.length = length
        self._strings: dict[str, list[str]] = defaultdict(list)
        for string in strings:
            self._strings[string[:length]].append(string)
        self._marked = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
        self._marked[_slots("".join(self._strings), length)[::length]] = True

    def find(self, text: str) -> Iterator[tuple[str, int]]:
        for at in self._marked[_slots(text, self.length)].nonzero()[0].tolist():
            for string in self._strings.get(text[at : at + self.length], ()):
                if text.startswith(string, at):
                    yield string, at


def _slots(text: str, length: int) -> npt.NDArray[np.uint32]:
    """For each `length` characters in a row, a power of two, their place in the table."""
    values: npt.NDArray[np.uint32] = code_points(text)
    step, last = _MULTIPLIERS
    width = 1
    while width < length:
        values = values[:-width] * step + values[width:]
        width *= 2
    slots: npt.NDArray[np.uint32] = (values * last) >> np.uint32(32 - _TABLE_BITS)
    return slots
