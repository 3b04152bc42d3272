"""Finds which of many strings stand in a text, in one pass over the text however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from crawler.text.script import code_points

_GRAM, _LONG = 4, 8
"""Characters of a string that it is looked for by: its first ones; many share the first four."""
_TABLE_BITS = 16
"""Of a table of this many bits, a thousand strings mark a sixtieth: few places are looked at in vain."""
_MULTIPLIERS = np.uint32(65_599), np.uint32(0x01000193), np.uint32(0x9E3779B1)
"""Odd, so that products modulo 2**32 lose nothing."""


class Literals:
    """Some strings, indexed by their first characters. Strings shorter than that are looked for one by one."""

    def __init__(self, strings: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = defaultdict(list)
        self._short: list[tuple[frozenset[str], str]] = []
        for string in dict.fromkeys(strings):
            if len(string) < _GRAM:
                self._short.append((frozenset(string), string))
            else:
                self._by_start[string[: _LONG if len(string) >= _LONG else _GRAM]].append(string)
        self._marked = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
        for start in self._by_start:
            self._marked[_slots(start[:_GRAM])] = True

    def present(self, text: str) -> set[str]:
        """The strings that stand in a text."""
        return {string for string, _ in self.long(text)} | set(self.short(text))

    def long(self, text: str) -> Iterator[tuple[str, int]]:
        """Each string of four characters or more that stands in a text, with each place where it does."""
        if not self._by_start or len(text) < _GRAM:
            return
        for at in np.flatnonzero(self._marked[_slots(text)]).tolist():
            for start in dict.fromkeys((text[at : at + _GRAM], text[at : at + _LONG])):  # one and the same at the end
                for string in self._by_start.get(start, ()):
                    if text.startswith(string, at):
                        yield string, at

    def short(self, text: str) -> Iterator[str]:
        """Each shorter string that stands in a text."""
        characters = {*text}
        yield from (string for letters, string in self._short if letters <= characters and string in text)


def _slots(text: str) -> npt.NDArray[np.uint32]:
    """For each four characters in a row their place in the table."""
    codes = code_points(text)
    first, second, third = _MULTIPLIERS
    pairs = codes[:-1] * first + codes[1:]
    slots: npt.NDArray[np.uint32] = ((pairs[:-2] * second + pairs[2:]) * third) >> np.uint32(32 - _TABLE_BITS)
    return slots
