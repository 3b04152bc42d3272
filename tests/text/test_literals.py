"""Many strings are found in one pass, each wherever it stands and nothing else."""

from __future__ import annotations

import random

import pytest

from crawler.text.literals import Literals

STRINGS = ["subscribe", "subscription", "subs", "rss", "©", "read more", "微信", "关注我们的", "𝔸𝔹ℂ𝔻"]


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("Please subscribe now", {"subs", "subscribe"}),
        ("Read more: rss ©", {"rss", "©"}),  # case counts
        ("read more", {"read more"}),
        ("请关注我们的微信", {"微信", "关注我们的"}),
        ("in 𝔸𝔹ℂ𝔻 letters", {"𝔸𝔹ℂ𝔻"}),
        ("sub scribe", set()),
        ("rs", set()),
        ("", set()),
    ],
)
def test_the_strings_that_stand_in_a_text(text: str, present: set[str]) -> None:
    assert Literals(STRINGS).present(text) == present


def test_every_place_of_a_string_is_given() -> None:
    assert sorted(Literals(["aaaa", "aaab"]).long("aaaaab")) == [("aaaa", 0), ("aaaa", 1), ("aaab", 2)]
    assert list(Literals(["subscribe"]).long("to subscribe")) == [("subscribe", 3)]


def test_as_many_are_found_as_by_looking_for_each() -> None:
    chance = random.Random(7)
    strings = {"".join(chance.choices("abc ", k=chance.randint(1, 7))) for _ in range(300)}
    for _ in range(50):
        text = "".join(chance.choices("abc ", k=chance.randint(0, 60)))
        assert Literals(strings).present(text) == {string for string in strings if string in text}


def test_without_strings_nothing_is_found() -> None:
    assert Literals([]).present("a text") == set()
