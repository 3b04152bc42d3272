"""Whether a credited name is a person's: judged by its script, its words and what it is joined with, not by a list of
people. Words as data: rules/data/metadata.toml, tables names and organizations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from zoneinfo import available_timezones

from crawler.rules.metadata import metadata_rules
from crawler.rules.scripts import CJK, HAN, HANGUL, KANA

_CJK = re.compile(f"[{CJK}]")
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,8}}){{0,3}}\Z")
_SPACED_NAME = re.compile(rf"[{HAN}]{{1,3}} [{HAN}{KANA}]{{1,4}}\Z")
_KATAKANA_NAME = re.compile(r"[\u30a1-\u30fa\u30fc]{2,8}(?:[・＝][\u30a1-\u30fa\u30fc]{2,10}){1,3}\Z")
_HANGUL_NAME = re.compile(rf"[{HANGUL}]{{2,4}}\Z")
_INITIAL = re.compile(r"[^\W\d_]\.?(?:-?[^\W\d_]\.)*\Z")
_WORD = re.compile(r"[^\s.,;:/|()«»\"“”&+–—_-]+")
_QUOTED = re.compile(r"[\"“„«'‘][^\"”“»'’]{2,20}[\"”“»'’]")
# A title and a surname are no full name, as of whom a text speaks: "Ms Doe".
_HONORIFIC = re.compile(
    r"\A(?:mr|mrs|ms|miss|dr|prof|herr|frau|mme|mlle|sr|sra|señor|señora|sig|signora|pan|pani)\.?\s", re.I
)
_OFFICE = re.compile(r"[県縣市区區町村駅部社局庁廳署省党会院氏]|大学|大\Z")
# al-Rashid, el-Sayed, ash-Shami: an article that Arabic surnames carry.
_ARTICLE = re.compile(r"(?:al|el|ar|as|ash|at|ad|an|az|bin|ben|ould)-[^\W\d_a-z]")
_LONGEST, _MOST_WORDS = 60, 5
_LEAST_KEY = 4
_SHORTEST_GIVEN, _LONGEST_GIVEN = 3, 14


@lru_cache(maxsize=8192)
def is_person(name: str) -> bool:
    """Whether it looks like a person's full name: two to five capitalised words none of which says an organisation, a
    role or a place; a Chinese or Korean name that begins with a surname; a Japanese one in two parts."""
    if len(name) > _LONGEST or any(c.isdigit() for c in name) or is_organization(name):
        return False
    if _CJK.search(name):
        return _is_eastern_name(name)
    words = _HONORIFIC.sub("", _QUOTED.sub(" ", name)).replace(",", " ").split()
    rules = metadata_rules().names
    if not 2 <= len(words) <= _MOST_WORDS or ":" in name or name.casefold().rstrip(".") in rules["places"]:
        return False
    folded = [w.casefold().strip(".") for w in words]
    if any(w in rules["never"] or w in rules["roles"] for w in folded):
        return False
    # "Le Courrier", "Die Welt": an article and a noun. Names that begin with such a word have three parts.
    if folded[0] in rules["articles"] and len(words) == 2:
        return False
    return _written_as_a_name(words, folded, rules["particles"])


def is_given_name(name: str) -> bool:
    """Whether it is one capitalised word that may be a given name or a surname: what small sites sign with. Only what
    declares its author makes it one; anywhere else it is any word."""
    if not (_SHORTEST_GIVEN <= len(name) <= _LONGEST_GIVEN and name.isalpha() and name.istitle()) or _CJK.search(name):
        return False
    folded, rules = name.casefold(), metadata_rules().names
    if name in _cities():
        return False
    other = ("never", "roles", "nobody", "by", "articles", "particles", "places")
    return not is_organization(name) and not any(folded in rules[kind] for kind in other)


@cache
def _cities() -> frozenset[str]:
    """The cities that time zones are named after: where a report comes from, far more often than who wrote it."""
    return frozenset(zone.rpartition("/")[2].replace("_", " ") for zone in available_timezones() if "/" in zone) - {
        "Sydney"
    }


def is_organization(name: str) -> bool:
    """Whether a credited name is a wire's, a newsroom's, a company's or a site's."""
    rules = metadata_rules().organizations
    folded = name.casefold().strip()
    if folded in rules["names"] or folded.endswith(rules["endings"]) or ("." in name.strip(".") and " " not in name):
        return True
    words = _WORD.findall(folded)
    return any(w in rules["words"] for w in words) or any(w.endswith(rules["word_endings"]) for w in words)


def names_site(name: str, site_names: Iterable[str]) -> bool:
    """Whether a name is one of the site's own, or holds one: "Harbour Post Staff". A site named after its writer
    ("Jane Doe's notes") does not take the name from her."""
    key = _key(name)
    return any(
        key == site or (len(site) >= _LEAST_KEY and " " in raw.strip() and site in key)
        for raw in site_names
        if (site := _key(raw))
    )


def _is_eastern_name(name: str) -> bool:
    rules = metadata_rules().names
    if _HANGUL_NAME.match(name):
        return name[0] in rules["surnames_hangul"] or name[:2] in rules["surnames_hangul"]
    if _SPACED_NAME.match(name) or _KATAKANA_NAME.match(name):
        return True
    if not _HAN_NAME.match(name):
        return False
    if "·" in name or _is_japanese(name, rules["surnames_japanese"]):
        return True
    # Four characters are a name only with a surname of two; they are more often a label.
    return name[:2] in rules["surnames"] or (len(name) < 4 and name[0] in rules["surnames_short"])


def _is_japanese(name: str, surnames: Iterable[str]) -> bool:
    """Whether a Japanese name stands there without a blank: a known surname and no word of an office behind it."""
    given = next((name[len(s) :] for s in surnames if name.startswith(s)), "")
    return given != "" and not _OFFICE.search(given)


def _written_as_a_name(words: list[str], folded: list[str], known: Iterable[str]) -> bool:
    """Capitals on all words but particles, and no initials alone."""
    particles = set(known)
    capitals = [
        f in particles or (w[:1].isalpha() and (_begins_large(w) or "'" in w or "’" in w or _ARTICLE.match(w)))
        for w, f in zip(words, folded, strict=True)
    ]
    whole = [w for w, f in zip(words, folded, strict=True) if not _INITIAL.match(w) and f not in particles]
    # "Gespeichert von", "Übersicht der": the label of a byline whose name stands elsewhere ends in a small word.
    return all(capitals) and bool(whole) and _begins_large(words[0]) and folded[-1] not in particles


def _begins_large(word: str) -> bool:
    """Whether it begins with a capital, or in a script that has none. Georgian letters count as small and have capitals
    that no word begins with."""
    return word[:1] == word[:1].title()


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
