"""Site rules are loaded strictly: what is wrong with a file is said in one line that names it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crawler.rules.load import RuleError
from crawler.rules.sites import bundled_site_rules, read_site_rules

GOOD = """
domain = "news.example"
why = "the byline has no markup"
valid_from = 2024-01-01
valid_until = 2025-01-01
[select]
authors = ".who::text"
text = ".story p"
[[block]]
container = ".more"
kind = "related"
"""


def read(folder: Path, text: str, name: str = "news.example.toml") -> object:
    (folder / name).write_text(text, encoding="utf-8")
    return read_site_rules(folder)["news.example"]


def test_a_rule_holds_what_its_file_says(tmp_path: Path) -> None:
    (tmp_path / "news.example.toml").write_text(GOOD, encoding="utf-8")
    rule = read_site_rules(tmp_path)["news.example"]
    assert rule.select == {"authors": ".who::text"}
    assert rule.text == ".story p"
    assert rule.blocks == ((".more", "related"),)


@pytest.mark.parametrize(
    ("day", "speaks"), [("2023-12-31", False), ("2024-01-01", True), ("2025-01-01", True), ("2025-01-02", False)]
)
def test_a_rule_speaks_from_its_first_day_to_its_last(tmp_path: Path, day: str, speaks: bool) -> None:
    (tmp_path / "news.example.toml").write_text(GOOD, encoding="utf-8")
    assert read_site_rules(tmp_path)["news.example"].speaks_on(date.fromisoformat(day)) is speaks


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('why = "the byline has no markup"', "", "why must be a string"),
        ("valid_until = 2025-01-01", 'valid_until = "2025"', "valid_until must be a day"),
        ("authors =", "author =", "select.author: unknown; there are title, authors"),
        ('".who::text"', "3", "select.authors must be a CSS selector"),
        ('kind = "related"', 'kind = "best"', "one of related, more, sponsored"),
        ('domain = "news.example"', 'domain = "other.example"', "the file of other.example is called"),
        ("[select]", "[picks]", "unknown key picks"),
        ("[select]", "[select", "sites/news.example.toml"),
    ],
)
def test_a_faulty_file_is_one_line_that_names_file_and_fault(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(RuleError) as caught:
        read(tmp_path, GOOD.replace(old, new))
    assert fault in str(caught.value)
    assert str(caught.value).startswith("sites/news.example.toml")


def test_the_projects_own_rules_load() -> None:
    assert "gridweekly.example" in bundled_site_rules()
