"""Every word of data/metadata.toml does what its sample says, and nothing else would do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

import crawler.rules.metadata as rules_module
from crawler.pages.metadata import attribute_roles, by_lines, bylines, marked_headline
from crawler.rules.load import read_data
from crawler.rules.metadata import FILE, MetadataRules, metadata_rules
from crawler.text import names
from tests.pages.metadata.word_readings import READINGS, authors, expected, unmarked

DATA = read_data(FILE)
LISTS = [(table, key) for table in ("names", "organizations", "markup") for key in DATA[table]]
CACHES = (
    metadata_rules,
    bylines._people,
    bylines._by,
    bylines._and,
    names.is_person,
    attribute_roles._words,
    attribute_roles.roles_of,
    attribute_roles.updated_form,
    by_lines.by_line_form,
    by_lines._first_words,
    marked_headline._endings,
    marked_headline._others,
    marked_headline.names_headline,
)
Use = Callable[[MetadataRules], None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Lets pages be read by other rules until the test ends."""

    def change(rules: MetadataRules) -> None:
        monkeypatch.setattr(rules_module, "read_rules", lambda name: ({}, False))
        monkeypatch.setattr(rules_module, "build", lambda data: rules)
        forget()

    yield change
    monkeypatch.undo()
    forget()


def forget() -> None:
    for cached in CACHES:
        cached.cache_clear()


def without(rules: MetadataRules, table: str, key: str, word: str) -> MetadataRules:
    """The rules but for one word."""
    lists = dict(getattr(rules, table))
    lists[key] = tuple(w for w in lists[key] if w != word)
    return replace(rules, **{table: lists})


@pytest.mark.parametrize(("table", "key"), LISTS)
def test_every_sample_is_read_as_it_says(table: str, key: str) -> None:
    reading = READINGS.get((table, key), authors)
    for word, sample in DATA[table][key]["words"].items():
        assert reading(unmarked(sample)) == expected(table, key, sample), word


@pytest.mark.parametrize(("table", "key"), LISTS)
def test_what_looks_like_a_word_is_not_taken_for_it(table: str, key: str) -> None:
    reading = READINGS.get((table, key), authors)
    for sample in DATA[table][key]["keeps"]:
        assert reading(unmarked(sample)) == expected(table, key, sample, kept=True), sample


@pytest.mark.parametrize(("table", "key"), LISTS)
def test_no_word_could_go(table: str, key: str, use: Use) -> None:
    reading, rules = READINGS.get((table, key), authors), metadata_rules()
    for word, sample in DATA[table][key]["words"].items():
        use(without(rules, table, key, word))
        assert reading(unmarked(sample)) != expected(table, key, sample), f"{word!r} changes nothing of {sample!r}"
