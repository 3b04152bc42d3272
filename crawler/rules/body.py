"""What names of containers and phrases say about a body: data/body.toml, loaded strictly and proven (proofs.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from crawler.rules.class_names import entry_pattern, name_words
from crawler.rules.load import RuleError, refuse_unknown
from crawler.rules.model import BodyRules
from crawler.rules.proofs import read_rules
from crawler.rules.samples import WordTable, prove_table, word_table

FILE = "body.toml"
NAMES = ("never", "beside", "story", "lead", "embed", "inline", "teaser", "caption")
"""Tables of names of containers."""
NOTICES = "notices"
_FORMS = {".": "a whole word", "^": "what begins a class or id", "=": "a whole class or id", "": "what begins a word"}
"""Sign of an entry -> what the entry is held to."""


@cache
def body_rules() -> BodyRules:
    """The rules of data/body.toml."""
    data, unproven = read_rules(FILE)
    return build(data, prove=unproven)


def build(data: Mapping[str, Any], *, prove: bool = True) -> BodyRules:
    """Rules out of parsed TOML. Raises RuleError at the first entry that is not as it must be.

    prove: whether to try each entry on its sample.
    """
    refuse_unknown(data, (*NAMES, NOTICES), FILE)
    tables = {key: word_table(data, FILE, key) for key in (*NAMES, NOTICES)}
    if prove:
        for key in NAMES:
            _prove_names(f"{FILE}: {key}", tables[key])
        prove_table(f"{FILE}: {NOTICES}", tables[NOTICES], _in_notice)
    return BodyRules(**{key: table.words for key, table in tables.items()})


def notice_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these phrases in a text in lower case, by first letter: quicker than a branch a phrase."""
    endings: dict[str, list[str]] = {}
    for phrase in phrases:
        endings.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in endings.items()))


def _prove_names(at: str, table: WordTable) -> None:
    """Beyond the samples: what is kept shows that each sign is needed, a name that only the sign keeps out."""
    for name in (*table.samples.values(), *table.keeps):
        if len(name.split()) != 1 or not name_words(name):
            raise RuleError(f"{at}: {name!r} is no class or id that is read")
    prove_table(at, table, _in_name)
    for sign in sorted({_sign(entry) for entry in table.words}):
        bare = [entry.strip(".^=") for entry in table.words if _sign(entry) == sign]
        if not any(word in name_words(name) for name in table.keeps for word in bare):
            raise RuleError(f"{at}: keeps has no name that holds an entry for {_FORMS[sign]} and must not match it")


def _sign(entry: str) -> str:
    return entry[0] if entry[0] in "^=" else "." if entry.endswith(".") else ""


def _in_name(entry: str, name: str) -> bool:
    return _one_entry(entry).search(name_words(name)) is not None


def _in_notice(phrase: str, text: str) -> bool:
    return _one_phrase(phrase).search(text.lower()) is not None


@lru_cache(maxsize=512)
def _one_entry(entry: str) -> re.Pattern[str]:
    return entry_pattern((entry,))


@lru_cache(maxsize=512)
def _one_phrase(phrase: str) -> re.Pattern[str]:
    return notice_pattern((phrase,))
