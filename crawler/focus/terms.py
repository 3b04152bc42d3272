"""Words of any language as comparable terms: pairs of characters where words are not spaced, stems elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from operator import add
from sys import intern

from crawler.rules.languages import language_rules
from crawler.rules.scripts import SPACELESS
from crawler.text.script import fold_case

STEM = 6
"""Characters kept of a spaced word: folds inflections, and meets titles that a site cuts in mid-word."""

_RUN = re.compile(rf"[{SPACELESS}]+|[^\W_{SPACELESS}]+")
_ASCII_RUNS = {code: chr(code) if chr(code).isalnum() else " " for code in range(128)}
_FIRST_SPACELESS = re.compile(rf"[{SPACELESS}]")
_SCRIPTS = (("han", "\u3400", "\u9fff"), ("kana", "\u3040", "\u30ff"), ("hangul", "\uac00", "\ud7af"))
_LONGEST = 200_000
"""Characters read of a text: a page's topic is clear long before, and work stays bounded."""
_LINES_REMEMBERED = 4_096
"""Titles and teasers whose terms are kept: the same few hundred stand on page after page of a site."""


def terms(text: str) -> Counter[str]:
    """Term -> how often it stands in the text. Script, case and width are folded; bare numbers say nothing and go.

    Terms are interned: the same few thousand stand in all that a run remembers.
    """
    folded = fold_case(text[:_LONGEST])
    if folded.isascii():
        found = [run[:STEM] for run in folded.translate(_ASCII_RUNS).split() if not run.isdigit()]
    else:
        found = [term for run in _RUN.findall(folded) for term in _terms_of(run)]
    return Counter(map(intern, found))


def _terms_of(run: str) -> Iterable[str]:
    """The terms of a run of letters that are either all of a script without spaces or all of others."""
    if run.isascii() or not _FIRST_SPACELESS.match(run):
        return () if run.isdigit() else (run[:STEM],)
    return (run,) if len(run) == 1 else map(add, run, run[1:])


@lru_cache(_LINES_REMEMBERED)
def line_terms(line: str) -> Mapping[str, int]:
    """The terms of a title or a teaser; not to be changed."""
    return terms(line)


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """Term -> the languages that need it in every text, whatever its topic."""
    found: dict[str, set[str]] = {}
    for word, languages in language_rules().words.items():
        for term in terms(word):
            found.setdefault(term, set()).update(languages)
    return {term: frozenset(languages) for term, languages in found.items()}


def is_in_another_language(line: str, language: str, share_of_script: Mapping[str, float]) -> bool:
    """Whether a title cannot be compared with texts of a language: another script, or another one's function words.

    share_of_script: how much of the language's texts is in each script, as script_of names it.
    """
    script, votes = _script_and_votes(line)
    if script is None:
        return False
    if share_of_script.get(script, 0.0) < _HARDLY:
        return True
    return bool(votes) and language not in votes and max(votes.values()) >= _ENOUGH_VOTES


@lru_cache(_LINES_REMEMBERED)
def _script_and_votes(line: str) -> tuple[str | None, Mapping[str, int]]:
    """The script of most terms of a line, None where it has none; language -> terms that are function words of it."""
    scripts = Counter(map(script_of, line_terms(line)))
    known = function_words()
    votes = Counter(spoken for term in line_terms(line) if term in known for spoken in known[term])
    return max(scripts, key=lambda s: (scripts[s], s), default=None), votes


_HARDLY = 0.1
"""Share of the terms below which a text hardly has a script: names in Latin letters stand in Chinese news too."""
_ENOUGH_VOTES = 2
"""Function words of one language, and none of the expected one, that make a title that language's."""


def script_of(term: str) -> str:
    """The script of a term, as far as likeness goes: latin, han, kana, hangul, or the block of its first character."""
    if term < "\u0250":
        return "latin"
    return next((name for name, first, last in _SCRIPTS if first <= term[0] <= last), f"{ord(term[0]) >> 8:x}")


def primary(language: str | None) -> str:
    """The primary language of a BCP 47 tag, so that both Chinese scripts are one; empty where it is not known."""
    return (language or "").partition("-")[0].lower()
