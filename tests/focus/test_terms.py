"""Words of any script as terms, and titles in another language than a topic's."""

from __future__ import annotations

import pytest

from crawler.focus.terms import function_words, is_in_another_language, line_terms, primary, script_of, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("發電站", {"发电": 1, "电站": 1}),
        ("Turbines, turbine!", {"turbin": 2}),
        ("海", {"海": 1}),
        ("2024 was dry", {"was": 1, "dry": 1}),
        ("ＡＢＣ发电", {"abc": 1, "发电": 1}),
        ("조력 발전", {"조력": 1, "발전": 1}),
        ("", {}),
    ],
)
def test_terms(text: str, found: dict[str, int]) -> None:
    assert dict(terms(text)) == dict(line_terms(text)) == found


@pytest.mark.parametrize(
    ("term", "script"),
    [("hull", "latin"), ("größe", "latin"), ("发电", "han"), ("ダム", "kana"), ("발전", "hangul"), ("плоти", "4")],
)
def test_the_script_of_a_term(term: str, script: str) -> None:
    assert script_of(term) == script


def test_function_words_are_known_by_language() -> None:
    assert "en" in function_words()["the"]
    assert "de" in function_words()["über"]
    assert "turbin" not in function_words()


@pytest.mark.parametrize(
    ("title", "foreign"),
    [
        ("Divers find a crack in the hull", False),
        ("Selene aground", False),  # nothing tells
        ("Riss im Rumpf der Selene", True),  # im, der
        ("Die Selene", False),  # one word may be of many languages
        ("月神號港口外擱淺", True),
        ("Водосброс открыт", True),
        ("", False),
    ],
)
def test_a_title_of_another_language_is_told_by_script_or_function_words(title: str, foreign: bool) -> None:
    assert is_in_another_language(title, "en", {"latin": 1.0}) is foreign


def test_a_few_latin_names_do_not_make_chinese_news_english() -> None:
    assert is_in_another_language("Docker containers", "zh", {"han": 0.95, "latin": 0.05})
    assert not is_in_another_language("Docker containers", "zh", {"han": 0.8, "latin": 0.2})


@pytest.mark.parametrize(("tag", "language"), [("zh-Hant", "zh"), ("EN", "en"), (None, "")])
def test_the_primary_language(tag: str | None, language: str) -> None:
    assert primary(tag) == language
