"""Words that tell kinds of pages: data/kinds.toml, loaded strictly and proven (proofs.py)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from crawler.rules.load import refuse_unknown
from crawler.rules.model import KindRules
from crawler.rules.proofs import read_rules
from crawler.rules.samples import Match, prove_table, word_table
from crawler.rules.scripts import SPACELESS

FILE = "kinds.toml"
_SEPARATORS = re.compile(r"[\s/_.-]+")
_PARTS = re.compile(r"\s*[:：|/]\s*|\s+[-–—]\s+")
# A part of a title that says no more than that it is live, and of what.
_PART_WORDS = 3
_ARROWS = re.compile(r"[\s»›→>＞▶【】\[\]·|]+")


@cache
def kind_rules() -> KindRules:
    """The rules of data/kinds.toml."""
    data, unproven = read_rules(FILE)
    return build(data, prove=unproven)


def build(data: Mapping[str, Any], *, prove: bool = True) -> KindRules:
    """Rules out of parsed TOML. Raises RuleError at the first word that is not as it must be.

    prove: whether to try each word on its sample.
    """
    refuse_unknown(data, _MATCHES, FILE)
    tables = {key: word_table(data, FILE, key) for key in _MATCHES}
    if prove:
        for key, table in tables.items():
            prove_table(f"{FILE}: {key}", table, _MATCHES[key])
    return KindRules(
        live=tables["live"].words,
        live_part=frozenset(tables["live_part"].words),
        lists=frozenset(tables["lists"].words),
        next_page=frozenset(tables["next_page"].words),
    )


def live_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """What finds the words of live blogs in a text as `spaced` gives it.

    No letter stands before them, but one of a script that sets no blanks between words.
    """
    spelled = sorted({spaced(word).strip() for word in words})
    return re.compile(rf"(?<![^\W\d_{SPACELESS}])(?:{'|'.join(map(re.escape, spelled))})(?![a-z])")


def spaced(text: str) -> str:
    """A path or a title in lower case, with one blank for what separates its words.

    >>> spaced("/sport/live-ticker_final")
    ' sport live ticker final'
    """
    return " ".join(_SEPARATORS.split(text.lower()))


def says_live_part(words: Collection[str], text: str) -> bool:
    """Whether a part of a title or of a path is one of some words, or begins or ends with one in a few.

    >>> says_live_part({"live"}, "Storm live: trains stop")
    True
    """
    for part in _PARTS.split(text.lower()):
        told = _SEPARATORS.split(part.strip())
        for size in range(1, len(told) + 1) if len(told) <= _PART_WORDS else ():
            if " ".join(told[:size]) in words or " ".join(told[-size:]) in words:
                return True
    return False


def schema_type(value: str) -> str:
    """The name of a schema.org type in lower case, without its vocabulary.

    >>> schema_type("https://schema.org/CollectionPage")
    'collectionpage'
    """
    return value.rsplit("/", 1)[-1].lower()


def link_label(text: str) -> str:
    """The text of a link in lower case, without arrows and brackets.

    >>> link_label("Next  page »")
    'next page'
    """
    return _ARROWS.sub(" ", text).strip().lower()


def _says_live(word: str, text: str) -> bool:
    return _one_word(word).search(spaced(text)) is not None


@lru_cache(maxsize=64)
def _one_word(word: str) -> re.Pattern[str]:
    return live_pattern((word,))


_MATCHES: dict[str, Match] = {
    "live": _says_live,
    "live_part": lambda word, text: says_live_part((word,), text),
    "lists": lambda word, value: schema_type(value) == word,
    "next_page": lambda word, text: link_label(text) == word,
}
"""Table -> how its words match."""
