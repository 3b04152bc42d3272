"""Words and phrases in texts of any script."""

from __future__ import annotations

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
    ],
)
def test_a_phrase_is_found_as_a_reader_would_find_it(phrase: str, text: str, found: bool) -> None:
    assert Phrases([phrase]).found_in(text) is found


def test_one_of_several_is_enough() -> None:
    phrases = Phrases(["selene", "crane point"])
    assert phrases.found_in("Oysters of Crane Point")
    assert not phrases.found_in("Oysters of the crane's point")
