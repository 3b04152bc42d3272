"""data/metadata.toml: names of meta tags as lists, all other words beside samples that hold them."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from crawler.rules.load import RuleError, read_data
from crawler.rules.metadata import FILE, build, metadata_rules


def changed(table: str, key: str, value: Any) -> dict[str, Any]:
    """The file's content with another list; value None: without it."""
    data = copy.deepcopy(read_data(FILE))
    data[table][key] = value
    if value is None:
        del data[table][key]
    return data


def test_the_file_loads_with_its_words_in_order() -> None:
    data = read_data(FILE)
    rules = metadata_rules()
    assert rules == build(data)
    assert rules.meta["title"] == tuple(data["meta"]["title"])
    assert rules.types["video"] == set(data["types"]["video"])
    for table in ("markup", "names", "organizations"):
        for key, held in data[table].items():
            assert getattr(rules, table)[key] == tuple(held["words"])


def words(**samples: str) -> dict[str, Any]:
    return {"words": samples, "keeps": ["Jane Doe"]}


@pytest.mark.parametrize(
    ("table", "key", "value", "fault"),
    [
        ("meta", "title", None, "meta: title must be a list of strings"),
        ("meta", "title", {"og:title": "x"}, "meta: title must be a list of strings"),
        ("meta", "title", ["OG:title"], "meta: title: 'OG:title' must be in lower case"),
        ("meta", "name", ["x"], "meta: unknown key name"),
        ("names", "by", None, "names: by must be a table of keeps and words"),
        ("names", "by", ["von"], "names: by must be a table of keeps and words"),
        ("names", "by", {"words": {"von": "Von Jane Doe"}}, "names: by must be a table of keeps and words"),
        ("names", "by", words(von=""), "names: by: 'von' has no sample"),
        ("names", "by", words(Von="Von Jane Doe"), "names: by: 'Von' must be in lower case"),
        ("names", "by", words(von="Par Jane Doe"), "names: by: 'von' is not in its sample 'Par Jane Doe'"),
        ("markup", "headline", words(entrytitle="entry-text"), "markup: headline: 'entrytitle' is not in its sample"),
        ("organizations", "firms", words(kg="Hafen KG"), "organizations: unknown key firms"),
    ],
)
def test_a_faulty_list_names_file_table_list_and_word(table: str, key: str, value: Any, fault: str) -> None:
    with pytest.raises(RuleError) as caught:
        build(changed(table, key, value))
    assert str(caught.value).startswith(f"metadata.toml: {fault}")


def test_a_word_is_found_in_its_sample_whatever_the_signs() -> None:
    rules = build(changed("markup", "headline", words(entrytitle="Entry-Title__x")))
    assert rules.markup["headline"] == ("entrytitle",)


@pytest.mark.parametrize(
    ("data", "fault"),
    [({"names": 1}, "metadata.toml: names must be a table"), ({"x": {}}, "metadata.toml: unknown table x;")],
)
def test_a_faulty_table_is_named(data: dict[str, Any], fault: str) -> None:
    with pytest.raises(RuleError) as caught:
        build({**read_data(FILE), **data})
    assert str(caught.value).startswith(fault)
