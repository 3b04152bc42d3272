"""What the pages read have in common."""

from __future__ import annotations

import json

import pytest

from crawler.focus.readings import LEAST, MOST_LANGUAGES, Readings

DAM = {"dam": 0.8, "water": 0.6}


def test_pages_are_compared_with_those_of_their_language() -> None:
    readings = Readings()
    readings.add(DAM, "en", 1.0)
    assert readings.likeness(DAM, "en") == readings.likeness(DAM) > 0.5
    assert readings.likeness(DAM, "ru") == 0
    assert readings.likeness({"art": 1.0}) == 0


def test_few_pages_have_little_say() -> None:
    readings = Readings()
    found = []
    for _ in range(3):
        readings.add(DAM, "en", 0.5)
        found.append(readings.likeness(DAM))
    assert 0.4 < found[0] < found[1] < found[2] < 1


def test_a_page_of_hardly_any_weight_says_nothing() -> None:
    readings = Readings()
    readings.add(DAM, "en", 0.9 * LEAST)
    assert (readings.likeness(DAM), readings.pages) == (0, 0)


def test_terms_and_languages_are_bounded() -> None:
    readings = Readings(most_terms=10)
    for n in range(100):
        readings.add({"dam": 0.9, f"word{n}": 0.1}, "en", 1.0)
    assert len(readings.dump()[2]["en"][1]) <= 20
    assert readings.likeness({"dam": 1.0}) > 0.9
    for n in range(2 * MOST_LANGUAGES):
        readings.add(DAM, f"x{n}", 1.0)
    assert len(readings.dump()[2]) == MOST_LANGUAGES


def test_readings_go_through_json_and_come_back() -> None:
    readings = Readings(most_terms=10)
    readings.add(DAM, "en", 0.7)
    again = Readings.load(json.loads(json.dumps(readings.dump())))
    assert again.likeness(DAM) == readings.likeness(DAM)
    assert again.dump() == readings.dump()
    assert again.pages == 1


@pytest.mark.parametrize("weight", [0.3, 1.0])
def test_the_weight_of_a_page_is_what_it_adds(weight: float) -> None:
    readings = Readings()
    readings.add(DAM, "en", 1.0)
    readings.add({"art": 1.0}, "en", weight)
    assert readings.likeness({"art": 1.0}) == pytest.approx(
        weight / (1 + weight**2) ** 0.5 * (1 + weight) / (1.5 + weight)
    )
