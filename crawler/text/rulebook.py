"""Which rules can cut anything out of which lines of a text: found by the words they need, before any pattern runs."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from crawler.rules.boilerplate import ANY, boilerplate_pack
from crawler.rules.model import BoilerplateRule
from crawler.text.lines import Line
from crawler.text.script import code_points

CJK = "\u2e80"


EDGE_LINES = 6, 15
"""Lines at a text's start and end that are searched for every word; in the others whole-paragraph and glued rules of
`anywhere` are all there is, and those are short."""
SHORT, HEAD, TAIL = 300, 260, 500
"""Characters of a line that is searched whole when not at an edge; of the start and end that are searched of others."""


class Rulebook:
    """The rules for one language, indexed by the words they need.

    In writing with spaces a word is looked for where its first four characters are in the text; in Chinese, Japanese
    and Korean where all its characters are, which is as telling there.
    """

    def __init__(self, rules: Sequence[BoilerplateRule]) -> None:
        self.rules = tuple(rules)
        self._words: dict[str, list[int]] = defaultdict(list)
        for number, rule in enumerate(self.rules):
            for need in rule.needs:
                self._words[need].append(number)
        spaced = sum(max(w) < CJK for w in self._words) * 2 > len(self._words)
        self._fours: dict[str, list[str]] = defaultdict(list)
        self._others: list[tuple[frozenset[str], str]] = []
        for word in self._words:
            if spaced and len(word) >= 4:
                self._fours[word[:4]].append(word)
            else:
                self._others.append((frozenset(word), word))
        by_code = sorted((int(_fours(four)[0]), four) for four in self._fours)
        self._codes = np.array([code for code, _ in by_code], dtype=np.uint64)
        self._words_by_code = [self._fours[four] for _, four in by_code]

    def by_line(self, folded: str, lines: Sequence[Line]) -> dict[int, list[BoilerplateRule]]:
        """Line number -> the rules to try on it, in their order."""
        sample, starts, owners = _sample(folded, lines)
        wanted: dict[int, set[int]] = defaultdict(set)
        for word in self._present(sample):
            for place in _places(word, sample, starts):
                wanted[owners[place]].update(self._words[word])
        return {line: [self.rules[n] for n in sorted(numbers)] for line, numbers in wanted.items()}

    def _present(self, sample: str) -> Iterator[str]:
        """The words that may be in a sample: all that are, and few that are not."""
        chars = {*sample}
        yield from (word for letters, word in self._others if letters <= chars)
        if self._words_by_code:
            codes = _fours(sample)
            places = np.searchsorted(self._codes[:-1], codes)
            for place in {*places[self._codes[places] == codes].tolist()}:
                yield from self._words_by_code[place]


@cache
def rulebook(language: str, *, with_any: bool) -> Rulebook:
    """The rules of a language's pack, with or without those of every language."""
    everywhere = boilerplate_pack(ANY).rules if with_any and language != ANY else ()
    return Rulebook([*everywhere, *boilerplate_pack(language).rules])


def _fours(text: str) -> npt.NDArray[np.uint64]:
    """A number for each four characters in a row; four others may have the same one where one is beyond the basic
    plane."""
    codes = code_points(text).astype(np.uint64)
    first, second, third = (codes[n : n - 3] << np.uint64(48 - 16 * n) for n in range(3))
    numbers: npt.NDArray[np.uint64] = first ^ second ^ third ^ codes[3:]
    return numbers


def _sample(folded: str, lines: Sequence[Line]) -> tuple[str, list[int], list[int]]:
    """The parts of a text, lower case, that rules look at; where each begins, and the number of its line."""
    parts, starts, owners, at = [], [], [], 0
    for number, line in enumerate(lines):
        edge = number < EDGE_LINES[0] or number >= len(lines) - EDGE_LINES[1]
        for a, b in _windows(line.at, line.stop, SHORT if not edge else HEAD + TAIL):
            parts.append(folded[a:b])
            starts.append(at)
            owners.append(number)
            at += b - a + 1
    return _lower("\n".join(parts)), starts, owners


def _windows(start: int, stop: int, whole: int) -> list[tuple[int, int]]:
    """All of a line that is no longer than `whole`; else its start and its end."""
    if stop - start <= whole:
        return [(start, stop)]
    return [(start, start + min(HEAD, whole // 2)), (stop - min(TAIL, whole // 2), stop)]


def _places(word: str, sample: str, starts: Sequence[int]) -> list[int]:
    """The parts of a sample that hold a word."""
    out: list[int] = []
    at = sample.find(word)
    while at >= 0:
        place = bisect_right(starts, at) - 1
        out.append(place)
        if place + 1 >= len(starts):
            break
        at = sample.find(word, starts[place + 1])
    return out


def _lower(text: str) -> str:
    """Lower case of the same length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
