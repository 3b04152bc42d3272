"""Words and phrases in texts of any script."""

from __future__ import annotations

import time

import pytest

from crawler.text.phrases import Phrases


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("selene", "The SELENE’s hull", True),
        ("port", "The report is due", False),
        ("port", "The ports are shut", False),
        ("northgate harbour", "in Northgate\u00a0 Harbour today", True),
        ("northgate harbour", "Northgate and its harbour", False),
        ("月神號", "月神号港口外擱淺", True),
        ("发电", "潮汐發電站", True),
        ("nba", "在NBA賽場上", True),
        ("ＮＢＡ", "an nba final", True),
        ("발전소", "조력 발전소가 돌아간다", True),
        ("c++", "Why C++ lasts", True),
        ("c++", "Why C++lasts", True),
        ("#metoo", "the hashtag#metoo", True),
        ("x", "the letter x", True),
        ("x", "the fox", False),
        ("ölpest", "Die ÖLPEST im Watt", True),
        ("streik", "Hafenstreik und Streiks", False),
        ("streik*", "Ende des Streiks", True),
        ("streik*", "Der Streik", True),
        ("streik*", "Der Hafenstreik", False),
        ("*streik", "Der Hafenstreik", True),
        ("*streik", "Die Streiks", False),
        ("*streik*", "Wegen des Hafenstreiks", True),
        ("ＳＴＲＥＩＫ＊", "Ende des Streiks", True),
        ("north* harbour", "in Northgate Harbour", True),
        ("north* harbour", "in Northgate Harbours", False),
        ("port *gate", "at Port Northgate", True),
        ("port *gate", "at Port Northgates", False),
        ("f*ing", "a f*ing lie", True),
        ("f*ing", "fishing", False),
        ("电池*", "電池廠", True),
    ],
)
def test_a_phrase_is_found_as_a_reader_would_find_it(phrase: str, text: str, found: bool) -> None:
    assert Phrases([phrase]).found_in(text) is found


def test_a_star_makes_the_search_of_a_word_without_end_no_slower() -> None:
    phrases = Phrases(["*streik*", "north* harbour"])
    started = time.perf_counter()
    assert not phrases.found_in("n" * 200_000)
    assert time.perf_counter() - started < 2


def test_one_of_several_is_enough() -> None:
    phrases = Phrases(["selene", "crane point"])
    assert phrases.found_in("Oysters of Crane Point")
    assert not phrases.found_in("Oysters of the crane's point")
