"""data/boilerplate/<lang>.toml -> rules, strictly: a rule that does not prove itself does not load (proofs.py).

A file holds `language`, `script`, for Chinese `variants` (traditional and simplified characters, for folding),
`[parts]` (pieces of patterns, used as {{name}}) and `[[rule]]`s. Errors name file and rule id.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from crawler.rules import linear
from crawler.rules.folding import fold, table
from crawler.rules.load import RuleError, one_of, parse, read_data, read_text, refuse_unknown, strings
from crawler.rules.model import BoilerplatePack, BoilerplateRule, Match, Where
from crawler.rules.proofs import is_proven

FOLDER = "boilerplate"
ANY = "any"
SCRIPTS = ("", "han", "kana", "hangul", "cyrillic", "arabic", "latin")
GROUPS = {"editors", "authors", "source"}
_FILE_KEYS = {"language", "script", "variants", "parts", "rule"}
_WORDS = {"where": get_args(Where), "match": get_args(Match)}
_RULE_KEYS = {"id", "where", "match", "pattern", "why", "cuts", "keeps"}
_PART = re.compile(r"\{\{(\w+)\}\}")
_MARKED = re.compile(r"⟦([^⟧]+)⟧")

_UNSPACED = {"han", "kana"}
_BOUNDARY = r"(?:^|(?<=[.!?…。:;)\]\"'>|*·-] )|(?<=[.!?…。)\]\"'>|*])|(?=[(\[©]))"
"""Where words are spaced, a glued piece begins a paragraph, follows the end of a sentence, or is in brackets."""


@cache
def boilerplate_languages() -> tuple[str, ...]:
    """The languages that have rules, `any` among them, in order: the names of the files of data/boilerplate."""
    folder = files("crawler.rules").joinpath("data", FOLDER)
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def boilerplate_pack(language: str) -> BoilerplatePack:
    """The rules of one language. Each file is read when first needed."""
    name = f"{FOLDER}/{language}.toml"
    return load_pack(name, read_text(name))


@cache
def scripts() -> dict[str, str]:
    """Language -> the script that it is written in, read without its rules."""
    return {language: str(read_data(f"{FOLDER}/{language}.toml").get("script")) for language in boilerplate_languages()}


@cache
def title_pack() -> BoilerplatePack:
    """The rules of data/titles.toml: what stands before or after a headline and is not it."""
    return load_pack("titles.toml", read_text("titles.toml"))


def load_pack(name: str, text: str) -> BoilerplatePack:
    """The rules of a file with this content, proven where they have not been before (proofs.py). Raises RuleError."""
    return read_pack(name, parse(name, text), prove=not is_proven(text))


def read_pack(name: str, data: dict[str, Any], *, prove: bool = True) -> BoilerplatePack:
    """The rules of one file's content; RuleError names file and rule.

    prove: whether to run each on its samples and to refuse patterns that are not linear.
    """
    refuse_unknown(data, _FILE_KEYS, name, "key")
    language, script = data.get("language"), one_of(data, name, "script", SCRIPTS)
    if not isinstance(language, str):
        raise RuleError(f"{name}: language must be given")
    folding = table(str(data.get("variants", "")))
    parts = data.get("parts", {})
    prefix = "title" if name == "titles.toml" else language
    boundary = "" if script in _UNSPACED else _BOUNDARY
    rules = [_rule(name, r, parts, boundary, prefix) for r in data.get("rule", [])]
    if name != "titles.toml" and not name.endswith(f"/{language}.toml"):
        raise RuleError(f"{name}: language {language} must be the file's name")
    ids = [r.id for r in rules]
    for i in ids:
        if ids.count(i) > 1:
            raise RuleError(f"{name}: rule {i}: the id is there twice")
    if prove:
        for rule in rules:
            _prove(f"{name}: rule {rule.id}", rule, folding)
    return BoilerplatePack(language, str(script), folding, tuple(rules))


def _rule(name: str, data: dict[str, Any], parts: dict[str, str], boundary: str, prefix: str) -> BoilerplateRule:
    rule_id = data.get("id")
    if not isinstance(rule_id, str) or not rule_id:
        raise RuleError(f"{name}: a rule without id")
    at = f"{name}: rule {rule_id}"
    if not rule_id.startswith(f"{prefix}-"):  # so that an id is there once over all files
        raise RuleError(f"{at}: an id begins with the name of its file, {prefix}-")
    for wrong in sorted(set(data) ^ _RULE_KEYS):
        raise RuleError(f"{at}: {'unknown' if wrong in data else 'missing'} key {wrong}")
    where, match = (one_of(data, at, key, words) for key, words in _WORDS.items())
    why = data["why"]
    if not isinstance(why, str) or not why.strip():
        raise RuleError(f"{at}: why must be a sentence, not {why!r}")
    source = _source(at, data["pattern"], parts)
    try:
        needs, longest = linear.needs(source), linear.width(source)
    except re.error as error:
        raise RuleError(f"{at}: pattern: {error}") from error
    if not needs:
        raise RuleError(f"{at}: pattern: no word that every match holds, so that it would run on every line")
    cuts, keeps = (tuple(strings(data, at, key)) for key in ("cuts", "keeps"))
    return BoilerplateRule(rule_id, where, match, source, boundary, needs, longest, why, cuts, keeps)


def _tried(where: str, match: str) -> str:
    """How many starts a pattern is tried from (linear.MAX_CHOICES)."""
    if match in ("paragraph", "heading", "head"):
        return "whole"
    return "edge" if match == "tail" and where != "anywhere" else match


def _source(at: str, source: Any, parts: dict[str, str]) -> str:
    """The pattern with its parts put in."""
    if not isinstance(source, str) or not source:
        raise RuleError(f"{at}: pattern must be a string")
    pattern: str = source
    for _ in range(3):  # a part may use parts
        try:
            pattern = _PART.sub(lambda m: parts[m[1]], pattern)
        except KeyError as error:
            raise RuleError(f"{at}: no such part: {error}") from error
    return pattern


def _prove(at: str, rule: BoilerplateRule, folding: dict[str, str]) -> None:
    """Check that a rule's pattern is linear, and run it on its own samples."""
    fault = linear.fault(rule.source, _tried(rule.where, rule.match))
    if fault or set(rule.pattern.groupindex) - GROUPS:
        raise RuleError(f"{at}: pattern: {fault or f'groups may only be named {sorted(GROUPS)}'}")
    for sample in rule.cuts:
        marked = _MARKED.search(sample)
        text, piece = (_MARKED.sub(r"\1", sample, count=1), marked[1]) if marked else (sample, sample)
        found = rule.find(fold(text, folding), 0, len(text))
        got = text[found.start() : found.end()] if found else None
        if got is None or got.strip() != piece.strip():
            raise RuleError(f"{at}: must cut {piece!r} and cuts {got!r}")
    for sample in rule.keeps:
        found = rule.find(fold(sample, folding), 0, len(sample))
        if found:
            raise RuleError(f"{at}: must keep {sample!r} and cuts {found[0]!r}")
