"""What a page is about."""

from __future__ import annotations

from crawler.focus.profile import LONGEST_LIST, MOST_TERMS, Profile, offer_terms


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


def test_what_a_page_offers_belongs_to_its_profile() -> None:
    profile = Profile.of("Tide", "Tide.").offering([("Tidal power", "Power of the tide"), ("---", None)])
    assert profile.offered == ({"tidal": 1, "power": 2, "of": 1, "the": 1, "tide": 1},)
    endless = Profile.of("Tide", "Tide.").offering((f"Story {n} here", None) for n in range(10 * LONGEST_LIST))
    assert len(endless.offered) == LONGEST_LIST


def test_words_of_a_title_count_more_than_those_of_its_teaser() -> None:
    assert offer_terms("Tide", "Tide and wind", 2) == {"tide": 3, "and": 1, "wind": 1}
    assert offer_terms("Tide", None, 2) == {"tide": 2}
