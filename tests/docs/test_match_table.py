"""The table of what `match` finds holds."""

from __future__ import annotations

import re

import pytest

from crawler.spiders.arguments import read_arguments
from tests.conftest import ROOT

ROWS = re.findall(
    r"^\| `([^`|]+)` \| ([^|]+) \| ([^|]+) \|$",
    (ROOT / "docs/how-to/follow-one-story.md").read_text(encoding="utf-8").partition("| `match` | finds |")[2],
    re.M,
)[:4]


@pytest.mark.parametrize(("match", "found", "passed"), ROWS, ids=[row[0] for row in ROWS])
def test_match_finds_the_words_that_the_table_says_it_finds(match: str, found: str, passed: str) -> None:
    phrases = read_arguments("related", {"url": "https://news.example/", "match": match})["match"]
    assert [word for word in found.split(", ") if not phrases.found_in(f"The {word} is over")] == []
    assert [word for word in passed.split(", ") if phrases.found_in(f"The {word} is over")] == []


def test_the_table_shows_whole_words_and_stars() -> None:
    assert [match for match, _, _ in ROWS] == ["strike,strikes", "strike*", "*streik*", "north* harbour"]
