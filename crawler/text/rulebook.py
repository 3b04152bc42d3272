"""Which rules can cut anything out of which lines of a text: found by the words they need, before any pattern runs."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from crawler.rules.boilerplate import ANY, boilerplate_pack
from crawler.rules.model import BoilerplateRule
from crawler.text.lines import Line
from crawler.text.literals import Literals

EDGE_LINES = 6, 15
"""Lines at a text's start and end that are searched for every word; in the others whole-paragraph and glued rules of
`anywhere` are all there is, and those are short."""
SHORT, HEAD, TAIL = 300, 260, 500
"""Characters of a line that is searched whole when not at an edge; of the start and end that are searched of others."""


class Rulebook:
    """The rules for one language, indexed by the words they need."""

    def __init__(self, rules: Sequence[BoilerplateRule]) -> None:
        self.rules = tuple(rules)
        self._words: dict[str, list[int]] = defaultdict(list)
        for number, rule in enumerate(self.rules):
            for need in rule.needs:
                self._words[need].append(number)
        self._literals = Literals(self._words)

    def by_line(self, folded: str, lines: Sequence[Line]) -> dict[int, list[BoilerplateRule]]:
        """Line number -> the rules to try on it, in their order."""
        sample, starts, owners = _sample(folded, lines)
        wanted: dict[int, set[int]] = defaultdict(set)
        for word, at in self._literals.long(sample):
            wanted[owners[bisect_right(starts, at) - 1]].update(self._words[word])
        for word in self._literals.short(sample):
            for part in _parts_with(word, sample, starts):
                wanted[owners[part]].update(self._words[word])
        return {line: [self.rules[n] for n in sorted(numbers)] for line, numbers in wanted.items()}


@cache
def rulebook(language: str, *, with_any: bool) -> Rulebook:
    """The rules of a language's pack, with or without those of every language."""
    everywhere = boilerplate_pack(ANY).rules if with_any and language != ANY else ()
    return Rulebook([*everywhere, *boilerplate_pack(language).rules])


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


def _parts_with(word: str, sample: str, starts: Sequence[int]) -> list[int]:
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
