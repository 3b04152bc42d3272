"""The rules by which a page's facts about itself are read: data/metadata.toml, loaded strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from crawler.rules.load import RuleError, refuse_unknown, strings
from crawler.rules.proofs import read_rules
from crawler.rules.samples import word_table

FILE = "metadata.toml"
_LISTS: dict[str, tuple[str, ...]] = {
    "meta": (
        "title",
        "description",
        "author",
        "published",
        "dated",
        "modified",
        "publisher",
        "source",
        "section",
        "keywords",
        "image",
    ),
    "types": ("article", "page", "liveblog", "gallery", "video", "organization", "never"),
    "markup": (
        "byline",
        "date",
        "author_path",
        "updated",
        "not_byline",
        "headline",
        "not_headline",
    ),
    "names": (
        "by",
        "by_colon",
        "and",
        "roles",
        "nobody",
        "never",
        "particles",
        "surnames",
        "surnames_short",
        "surnames_hangul",
        "surnames_japanese",
        "articles",
        "places",
        "degrees",
    ),
    "organizations": ("names", "endings", "words", "word_endings"),
}
_BARE = ("meta", "types")
"""Tables of plain lists: their words are names that a page either has or has not."""


@dataclass(frozen=True, slots=True)
class MetadataRules:
    """Names and words that pages use for the facts about themselves."""

    meta: Mapping[str, tuple[str, ...]]
    """Field -> names of meta tags, lower case, in order of trust."""
    types: Mapping[str, frozenset[str]]
    """Family (article, page, liveblog, gallery, video, organization, never) -> schema.org types, lower case."""
    markup: Mapping[str, tuple[str, ...]]
    """byline, date, author_path, updated, not_byline, headline, not_headline -> words of attributes,
    paths and labels."""
    names: Mapping[str, tuple[str, ...]]
    """by, by_colon, and, roles, nobody, never, particles, surnames ..., articles, places, degrees -> words of names."""
    organizations: Mapping[str, tuple[str, ...]]
    """names, endings, words, word_endings -> what tells an organisation from a person, lower case."""


@cache
def metadata_rules() -> MetadataRules:
    """The rules of data/metadata.toml."""
    return build(read_rules(FILE)[0])


def build(data: Mapping[str, Any]) -> MetadataRules:
    """Rules out of parsed TOML. Raises RuleError at the first list or word that is not as it must be."""
    refuse_unknown(data, _LISTS, FILE)
    lists = {table: _table(data, table, keys) for table, keys in _LISTS.items()}
    return MetadataRules(
        meta=lists["meta"],
        types=MappingProxyType({k: frozenset(v) for k, v in lists["types"].items()}),
        markup=lists["markup"],
        names=lists["names"],
        organizations=lists["organizations"],
    )


def _table(data: Mapping[str, Any], table: str, keys: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """The lists of a table: exactly those keys, their words in lower case."""
    at, held = f"{FILE}: {table}", data.get(table)
    if not isinstance(held, dict):
        raise RuleError(f"{at} must be a table")
    refuse_unknown(held, keys, at, "key")
    words = {key: tuple(strings(held, at, key)) if table in _BARE else _proven(held, at, key) for key in keys}
    for key, listed in words.items():
        for word in listed:
            if word != word.lower():
                raise RuleError(f"{at}: {key}: {word!r} must be in lower case")
    return MappingProxyType(words)


def _proven(held: Mapping[str, Any], at: str, key: str) -> tuple[str, ...]:
    """The words of a list, each of them in its sample; the readers' tests say whether it is read as marked."""
    table = word_table(held, at, key)
    for word, sample in table.samples.items():
        if _letters(word) not in _letters(sample):
            raise RuleError(f"{at}: {key}: {word!r} is not in its sample {sample!r}")
    return table.words


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
