"""The language of a text, as a BCP 47 tag: by its script, then by its commonest words, then as declared.

Chinese always gets its script (zh-Hans, zh-Hant), decided by the characters that only one of the two writes.
Rules as data: rules/data/languages.toml, rules/data/hanzi.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache

from crawler.rules.languages import language_rules
from crawler.text.words import words_of

_SAMPLE = 2000
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8}){0,6}\Z", re.I)
_TRADITIONAL = ("hant", "tw", "hk", "mo")
_ALIASES = {
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "cmn": "zh",
    "yue": "zh",
    "cn": "zh",
    "jp": "ja",
    "kr": "ko",
    "cz": "cs",
    "sh": "hr",
    "bs": "hr",
}
_BEYOND_LATIN = re.compile("[^\x00-\u024f\u2000-\u20cf]")
_LEAST_WORDS = 12
# Common words are 30 to 50 % of a text; a declared language is not given up for fewer than these shares.
_PLAINLY, _SURELY = 0.3, 0.15
_SCRIPTS = (
    ("han", "\u3400", "\u9fff"), ("kana", "\u3040", "\u30ff"), ("hangul", "\uac00", "\ud7af"),
    ("arabic", "\u0600", "\u06ff"), ("cyrillic", "\u0400", "\u052f"),
)  # fmt: skip


def language_of(text: str, declared: Sequence[str] = ()) -> str | None:
    """BCP 47 tag of a text: the primary language, with the script for Chinese; None where nothing tells.

    declared: tags of the page (html lang, og:locale, …), best first. They decide where the text is too short to,
    and between languages that the text does not tell apart.
    """
    text = text[:_SAMPLE]
    tags = [t for t in map(_primary, declared) if t]
    language = _by_script(text, tags) or _by_words(text, tags) or (tags[0] if tags else None)
    if language == "zh":
        return chinese_script(text, declared)
    return language


def chinese_script(text: str, declared: Sequence[str] = ()) -> str:
    """zh-Hans or zh-Hant, by the characters that only one writes; where there are none, as declared, else zh-Hans."""
    rules = language_rules()
    text = text[:_SAMPLE]
    simplified = sum(c in rules.simplified for c in text)
    traditional = sum(c in rules.traditional for c in text)
    if simplified == traditional:
        tags = "-".join(declared).lower().replace("_", "-").split("-")
        return "zh-Hant" if any(t in _TRADITIONAL for t in tags) and "hans" not in tags else "zh-Hans"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def region_of(declared: Sequence[str]) -> str | None:
    """The region that a language tag names, in lower case: de-AT -> at."""
    for tag in declared:
        for part in re.split(r"[-_.@]", tag.strip())[1:]:
            if len(part) == 2 and part.isalpha():
                return part.lower()
    return None


def _primary(tag: str) -> str | None:
    match = _TAG.match(tag.strip().partition(",")[0].partition(".")[0].strip())
    primary = match[1].lower() if match else None
    return _ALIASES.get(primary, primary) if primary else None


def _by_script(text: str, declared: Sequence[str]) -> str | None:
    """The language that the text's script names; None for scripts that several languages share."""
    counts: Counter[str] = Counter()
    foreign: Counter[str] = Counter()
    if not _BEYOND_LATIN.search(text):
        return None
    latin = 0
    scripts, starts = language_rules().scripts, _script_starts()
    for c, number in Counter(text).items():
        if c < "\u0250":
            latin += number if c.isalpha() else 0
            continue
        name = next((n for n, first, last in _SCRIPTS if first <= c <= last), None)
        if name:
            counts[name] += number
            continue
        at = bisect_right(starts, ord(c)) - 1
        if at >= 0 and ord(c) <= scripts[at][1]:
            foreign[scripts[at][2]] += number
    # An ideograph says as much as two or three letters; Latin names stand in every script's news.
    east = counts["han"] + counts["kana"] + counts["hangul"]
    if east * 3 > latin and east > 1:
        if counts["hangul"] * 2 > counts["han"] + counts["kana"]:
            return "ko"
        return "ja" if counts["kana"] * 8 > counts["han"] else "zh"
    if foreign:
        language, number = max(foreign.items(), key=lambda item: (item[1], item[0]))
        if number > latin and number > counts["cyrillic"] + counts["arabic"]:
            return next((t for t in declared if _same_script(t, language)), language)
    return None


@cache
def _script_starts() -> tuple[int, ...]:
    return tuple(first for first, _, _ in language_rules().scripts)


def _same_script(tag: str, language: str) -> bool:
    """Whether a declared language is written in the script that usually names another."""
    return (
        tag == language
        or (language == "hi" and tag in ("mr", "ne", "sa"))
        or (language == "bn" and tag == "as")
        or (language == "am" and tag == "ti")
        or (language == "he" and tag == "yi")
    )


def _by_words(text: str, declared: Sequence[str]) -> str | None:
    """The language whose commonest words are most of the text; a declared one wins unless it is clearly another."""
    rules = language_rules()
    words = words_of(text.lower())
    votes: Counter[str] = Counter()
    counts = Counter(words)
    for word in rules.words.keys() & counts.keys():
        for language in rules.words[word]:
            votes[language] += counts[word]
    if not votes or len(words) < _LEAST_WORDS:
        return None
    best, most = min(votes.items(), key=lambda item: (-item[1], item[0]))
    stated = next((t for t in declared), None)
    if stated and stated not in rules.languages:
        # What has no list of words here cannot lose to one that has, unless the text is plainly the other.
        return best if most > len(words) * _PLAINLY else stated
    if stated and (votes[stated] * 5 >= most * 4 or most < len(words) * _SURELY):
        return stated
    return best if most * 12 >= len(words) else None
