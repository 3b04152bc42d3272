"""Words are runs of letters, whatever the script."""

from __future__ import annotations

import re

import pytest

from crawler.text.words import words_of

TEXTS = {
    "ASCII": "The 12 ministers_of 'state' met; x2y, co-operate 3rd\tand\nmore.",
    "Latin": "Das Kabinett – „über“ Pläne: 3½ Stunden, m² und_weiter\u00a0…",
    "marks that combine": "cafe\u0301 नमस्ते दुनिया १२३",
    "signs": "警方昨日在公海上拦截了一艘渔船，船上发现超过2吨可卡因。",
    "thousands of signs": "".join(map(chr, range(0x4E00, 0x4F00))) + "，第12条 and words",
    "nothing": "",
}


@pytest.mark.parametrize("name", TEXTS)
def test_words_are_runs_of_letters(name: str) -> None:
    assert words_of(TEXTS[name]) == re.findall(r"[^\W\d_]+", TEXTS[name])


def test_every_character_of_the_first_plane_is_taken_for_what_the_pattern_takes_it_for() -> None:
    for start in range(0, 0x10000, 64):
        text = "a".join(map(chr, range(start, start + 64)))
        assert words_of(text) == re.findall(r"[^\W\d_]+", text)
