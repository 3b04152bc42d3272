"""The words of walls.toml: a group loads only if it finds its samples, and nothing that it must leave alone."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.rules.load import RuleError
from crawler.rules.walls import build, wall_words


def group(**changes: Any) -> dict[str, Any]:
    entry = {
        "names": "wall",
        "kind": "a toll",
        "place": "title",
        "words": ["pay the toll", "toll."],
        "samples": ["Please pay the toll"],
        "keeps": ["The tollkeeper's house"],
    }
    entry.update(changes)
    return {"group": [{key: value for key, value in entry.items() if value is not None}]}


def test_every_group_of_the_file_is_proven() -> None:
    assert {g.names for g in wall_words()} == {"wall", "not-found", "own-page"}


def test_words_begin_at_a_beginning_and_may_have_to_end_at_an_end() -> None:
    found = build(group())[0]
    assert found.find("toll: two euros") == "toll."
    assert found.find("atoll in the south") is None
    assert found.find("tolls rise") is None


def test_words_of_scripts_without_spaces_begin_anywhere() -> None:
    assert build(group(words=["不存在"], samples=["页面不存在"]))[0].find("该页面不存在了") == "不存在"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"samples": ["Please pay"]}, "no word of it is in its sample"),
        ({"keeps": ["The toll rises"]}, "which it must leave alone"),
        ({"samples": []}, "needs samples"),
        ({"names": "fence"}, "names must be one of"),
        ({"place": "foot"}, "place must be one of"),
        ({"kind": None}, "keys must be"),
    ],
)
def test_a_group_without_proof_names_its_place(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(RuleError, match=fault) as caught:
        build(group(**changes))
    assert str(caught.value).startswith("walls.toml: group 1")


def test_unknown_tables_are_errors() -> None:
    with pytest.raises(RuleError, match="unknown table"):
        build({**group(), "groups": []})
