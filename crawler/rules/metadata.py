"""The rules by which a page's facts about itself are read: data/metadata.toml, loaded strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from crawler.rules.load import RuleError, read_data, strings

_FILE = "metadata.toml"
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
        "by_line",
        "not_byline",
        "others",
        "headline",
        "not_headline",
    ),
    "names": (
        "by",
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


@dataclass(frozen=True, slots=True)
class MetadataRules:
    """Names and words that pages use for the facts about themselves."""

    meta: Mapping[str, tuple[str, ...]]
    """Field -> names of meta tags, lower case, in order of trust."""
    types: Mapping[str, frozenset[str]]
    """Family (article, page, liveblog, gallery, video, organization, never) -> schema.org types, lower case."""
    markup: Mapping[str, tuple[str, ...]]
    """byline, date, author_path, updated, by_line, not_byline, others, headline, not_headline -> words of attributes,
    paths and labels."""
    names: Mapping[str, tuple[str, ...]]
    """by, and, roles, nobody, never, particles, surnames ..., articles, places, degrees -> words of names."""
    organizations: Mapping[str, tuple[str, ...]]
    """names, endings, words, word_endings -> what tells an organisation from a person, lower case."""


@cache
def metadata_rules() -> MetadataRules:
    """The rules of data/metadata.toml."""
    data = read_data(_FILE)
    unknown = set(data) - set(_LISTS)
    if unknown:
        raise RuleError(f"{_FILE}: unknown table {sorted(unknown)[0]}")
    lists = {table: _lists(data, table) for table in _LISTS}
    return MetadataRules(
        meta=lists["meta"],
        types=MappingProxyType({k: frozenset(v) for k, v in lists["types"].items()}),
        markup=lists["markup"],
        names=lists["names"],
        organizations=lists["organizations"],
    )


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    if not isinstance(value, dict):
        raise RuleError(f"{_FILE}: {key} must be a table")
    return value


def _lists(data: dict[str, Any], table: str) -> Mapping[str, tuple[str, ...]]:
    return _words(data, table, _LISTS[table])


def _words(data: dict[str, Any], table: str, keys: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """The lists of a table, in lower case: exactly those keys."""
    held = _table(data, table)
    unknown = set(held) - set(keys)
    if unknown:
        raise RuleError(f"{_FILE}: {table}: unknown key {sorted(unknown)[0]}")
    return MappingProxyType({key: tuple(s.lower() for s in strings(held, f"{_FILE}: {table}", key)) for key in keys})
