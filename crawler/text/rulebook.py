"""Which rules can cut anything out of which lines of a text: found by the words they need, before any pattern runs."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from crawler.rules.boilerplate import ANY, boilerplate_pack
from crawler.rules.model import BoilerplateRule


class Rulebook:
    """The rules for one language, indexed by the first two characters of the words they need."""

    def __init__(self, rules: Sequence[BoilerplateRule]) -> None:
        self.rules = tuple(rules)
        self._singles: dict[str, list[int]] = defaultdict(list)
        self._pairs: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, rule in enumerate(self.rules):
            for need in rule.needs:
                if len(need) == 1:
                    self._singles[need].append(number)
                else:
                    self._pairs[need[:2]][need].append(number)

    def by_line(self, folded: str, starts: Sequence[int]) -> dict[int, list[BoilerplateRule]]:
        """Line number -> the rules to try on it, in their order. starts: where the lines begin in the text."""
        lowered = _lower(folded)
        wanted: dict[int, set[int]] = defaultdict(set)
        chars = {*lowered}
        for pair, needs in self._pairs.items():
            if pair[0] in chars and pair[1] in chars and pair in lowered:
                for need, numbers in needs.items():
                    for line in _lines_with(need, lowered, starts):
                        wanted[line].update(numbers)
        for char, numbers in self._singles.items():
            for line in _lines_with(char, lowered, starts):
                wanted[line].update(numbers)
        return {line: [self.rules[n] for n in sorted(numbers)] for line, numbers in wanted.items()}


@cache
def rulebook(language: str, *, with_any: bool) -> Rulebook:
    """The rules of a language's pack, with or without those of every language."""
    everywhere = boilerplate_pack(ANY).rules if with_any and language != ANY else ()
    return Rulebook([*everywhere, *boilerplate_pack(language).rules])


def _lines_with(need: str, lowered: str, starts: Sequence[int]) -> list[int]:
    """The lines that hold a word."""
    out: list[int] = []
    at = lowered.find(need)
    while at >= 0:
        line = bisect_right(starts, at) - 1
        out.append(line)
        if line + 1 >= len(starts):
            break
        at = lowered.find(need, starts[line + 1])
    return out


def _lower(text: str) -> str:
    """Lower case of the same length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
