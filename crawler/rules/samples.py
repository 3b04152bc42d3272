"""Tables of words that stand beside samples, as data files write them, and their proof.

    [never]
    keeps = ["commentary"]
    [never.words]
    "comments" = "comments-area"

A word must match its own sample, no other word of the table may, and no word may match what the table keeps: so each
word is needed, and none takes more than it should.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.rules.load import RuleError, strings

Match = Callable[[str, str], bool]
"""(word, sample) -> whether the word matches it, by the code that reads pages."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """Words with what proves them."""

    samples: Mapping[str, str]
    """Word -> its sample."""
    keeps: tuple[str, ...]
    """What no word may match."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words, in the order of the file."""
        return tuple(self.samples)


def word_table(data: Mapping[str, Any], file: str, key: str) -> WordTable:
    """The table under a key of a file. Raises RuleError, naming file, table and word, where it is not as it must be."""
    at = f"{file}: {key}"
    table = data.get(key)
    if not isinstance(table, dict) or set(table) != {"keeps", "words"}:
        raise RuleError(f"{at} must be a table of keeps and words")
    samples = table["words"]
    if not isinstance(samples, dict) or not samples:
        raise RuleError(f"{at}: words must be a table of word = sample")
    for word, sample in samples.items():
        if not word.strip():
            raise RuleError(f"{at}: a word without letters")
        if not isinstance(sample, str) or not sample.strip():
            raise RuleError(f"{at}: {word!r} has no sample")
    keeps = strings(table, at, "keeps")
    if not keeps:
        raise RuleError(f"{at}: keeps must name something that no word may match")
    return WordTable(samples, tuple(keeps))


def prove_table(at: str, table: WordTable, matches: Match) -> None:
    """Try each word on its sample, and all on what they must not match; RuleError at the first that fails."""
    for word, sample in table.samples.items():
        if not matches(word, sample):
            raise RuleError(f"{at}: {word!r} does not match its sample {sample!r}")
        for other in table.samples:
            if other != word and matches(other, sample):
                raise RuleError(f"{at}: {other!r} matches {sample!r} too, the sample of {word!r}: one of them will do")
    for name in table.keeps:
        for word in table.samples:
            if matches(word, name):
                raise RuleError(f"{at}: {word!r} must not match {name!r}")
