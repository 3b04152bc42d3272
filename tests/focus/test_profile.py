"""Terms of any script, and what a page's profile holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.focus.profile import MOST_TERMS, Background, Profile, likeness, unit
from crawler.focus.terms import terms


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
    assert dict(terms(text)) == found


def test_both_scripts_have_one_profile() -> None:
    assert Profile.of("發電站擴建", "潮汐發電") == Profile.of("发电站扩建", "潮汐发电")


def test_a_word_of_title_and_text_counts_most() -> None:
    counts = Profile.of("tidal works", "tidal power power", ["bay"]).counts
    assert counts["tidal"] > counts["power"] > counts["works"]
    assert counts["bay"] > counts["works"]


def test_a_long_page_keeps_its_most_frequent_terms() -> None:
    text = " ".join(f"w{n:05}" for n in range(5 * MOST_TERMS)) + " tide" * 3
    counts = Profile.of("", text).counts
    assert len(counts) == MOST_TERMS
    assert "tide" in counts
    assert set(Profile.of("", text).brief(1).counts) == {"tide"}


def test_what_stands_on_every_page_tells_little() -> None:
    background = Background()
    for n in range(200):
        background.add(["news", f"word{n}"])
    assert background.weight("news") < 0.1 < 0.5 < background.weight("word7") < background.weight("unheard")


def test_the_background_is_bounded() -> None:
    background = Background(limit=10)
    for n in range(100):
        background.add([f"word{n}", "word0"])
    assert "word99" not in background
    assert "word0" in background


@given(st.dictionaries(st.text(max_size=3), st.floats(0.01, 100), max_size=20))
def test_a_vector_is_as_long_as_one_and_like_itself(weights: dict[str, float]) -> None:
    vector = unit(weights)
    assert likeness(vector, vector) == pytest.approx(1.0 if weights else 0.0)
