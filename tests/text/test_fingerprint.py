"""Copies are recognised in any script and cut; strangers, and stories off one template, are not."""

from __future__ import annotations

import random
import subprocess
import sys
import unicodedata

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.fingerprint import MAX_CHARS, SAMPLE, SPAN_CHARS, SPAN_WORDS, Sketch, fold, sketch, text_hash
from crawler.text.likeness import PROVEN, SAME, SAME_SHORT, SHORT, likeness, same_story, threshold

ENGLISH = """The harbour council voted on Tuesday evening to rebuild the old fish market as a public library.
Members spoke for three hours before eleven of them raised a hand. Work is to begin once the last stall has moved,
which the mayor expects next spring.

Traders who have sold herring there since their grandparents' time asked for a roof elsewhere. The council offered them
the former tram depot, whose owner had not been told. He learned of it from a reporter and laughed.

The architect wants to keep the iron columns and the clock, which has shown ten past four since a storm that nobody now
remembers. Readers are to sit where the ice was kept. A café will sell soup, and, on request of the council, herring."""

CHINESE = """港口委員會週二晚間表決通過,將舊魚市場改建為公共圖書館。委員們討論了三個小時,最後有十一人舉手贊成。
市長說,最後一個攤位搬走之後就動工,估計是明年春天。

攤販們從祖父那一代起就在這裡賣鯡魚,他們要求另外給一個有屋頂的地方。委員會提議用從前的電車車庫,可是車庫的主人還不知道這件事。
他從記者那裡聽說以後笑了起來。

建築師想保留鐵柱和那座大鐘,自從一場已經沒有人記得的暴風雨以後,鐘上一直是四點十分。讀者將坐在從前存冰的地方。
咖啡館會賣湯,並且應委員會的要求,也賣鯡魚。"""

REPORT = """Shares of {} rose {}.{} percent to close at {}.{} on Monday, while the wider index gained {}.{} percent
to {} points. Turnover reached {} million shares, against an average of {} million over the past {} sessions. The
company reported revenue of {} million and net income of {} million for the quarter. Of the {} analysts who follow it,
{} rate it a buy."""


def contained(one: str, other: str) -> float:
    return likeness(sketch(one), sketch(other)).containment


def same(one: str, other: str) -> bool:
    return same_story(sketch(one), sketch(other)) is not None


@pytest.mark.parametrize("config", ["t2s", "tw2sp", "hk2s"])
def test_traditional_and_simplified_text_are_one(config: str) -> None:
    simplified = opencc.OpenCC(config).convert(CHINESE)
    assert simplified != CHINESE
    assert same(CHINESE, simplified)
    if config == "t2s":
        assert text_hash(simplified) == text_hash(CHINESE)


def test_white_space_does_not_count() -> None:
    assert fold(" a\n\n b\u3000c ") == "a b c"
    assert text_hash("a\n\nb") == text_hash("a b\n")


def test_case_width_and_punctuation_do_not_count_for_nearness() -> None:
    assert contained(ENGLISH, ENGLISH.upper().replace(".", " - ")) == 1.0
    assert contained(CHINESE, CHINESE.replace(",", "，").replace("。", ".")) == 1.0


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
class TestCopies:
    def test_trimmed(self, text: str) -> None:
        assert same(text, text[: len(text) * 6 // 10])

    def test_without_its_beginning(self, text: str) -> None:
        assert same(text, text[len(text) * 4 // 10 :])

    def test_with_a_paragraph_more(self, text: str) -> None:
        more = (
            "明天的天氣和今天一樣,港口有霧。"
            if text is CHINESE
            else "Fog is expected in the harbour tomorrow, as today."
        )
        assert same(text, f"{text}\n\n{more}")

    def test_paragraphs_in_another_order(self, text: str) -> None:
        assert same(text, "\n\n".join(reversed(text.split("\n\n"))))

    def test_order_of_comparison_does_not_matter(self, text: str) -> None:
        one, other = sketch(text), sketch(text[: len(text) // 2])
        assert likeness(one, other) == likeness(other, one)
        assert same_story(one, other) == same_story(other, one)

    def test_a_quotation_is_not_a_copy(self, text: str) -> None:
        assert not same(text, text[: len(text) // 4])


def test_reports_with_other_numbers_are_other_stories() -> None:
    rng = random.Random(1)
    first, second = (REPORT.format("Northfield", *rng.choices(range(10, 4_000), k=14)) for _ in range(2))
    assert not same(first, second)


def test_reports_that_differ_in_numbers_alone_are_other_stories() -> None:
    prose = " ".join(ENGLISH.split()[:90])
    first, second = (
        prose + " ".join(f" Gauge {n} stood at {n * 37 % 911 + day} units." for n in range(12)) for day in (0, 400)
    )
    assert contained(first, second) > 0.6
    assert not same(first, second)


def test_stories_under_one_frame_are_other_stories() -> None:
    frame = (
        "Good morning, and welcome to the daily briefing. {} That is all. Send corrections to the desk, and see you."
    )
    first, second = (frame.format(paragraph) for paragraph in ENGLISH.split("\n\n")[:2])
    assert not same(first, second)


@pytest.mark.parametrize("text", ["", " \n", "Watch the video", "快讯", "😀😀😀😀😀😀"])
def test_a_text_of_a_few_words_is_like_nothing(text: str) -> None:
    assert sketch(text).size == 0
    assert same_story(sketch(text), sketch(text)) is None


def test_short_texts_must_agree_nearly_wholly() -> None:
    text = "The ferry to the island leaves at noon and comes back at dusk, unless there is fog on the sound."
    assert same(text, text + "!")
    assert not same(text, text[: len(text) * 8 // 10])


def test_what_is_asked_for_falls_from_short_texts_to_long_ones_and_no_further() -> None:
    asked = [threshold(size) for size in (1, SHORT, (SHORT + PROVEN) // 2, PROVEN, 100 * PROVEN)]
    assert asked == pytest.approx([SAME_SHORT, SAME_SHORT, (SAME_SHORT + SAME) / 2, SAME, SAME])


def test_the_likeness_of_short_texts_is_exact() -> None:
    words = [f"w{n}" for n in range(60)]
    for cut in range(1, 40):
        one, other = " ".join(words[: 60 - cut]), " ".join(words[cut:])
        shingles, shared = 60 - cut - SPAN_WORDS + 1, max(0, 60 - 2 * cut - SPAN_WORDS + 1)
        found = likeness(sketch(one), sketch(other))
        assert (found.containment, found.resemblance) == (shared / shingles, shared / (2 * shingles - shared))
    assert likeness(sketch(""), sketch(ENGLISH)).containment == 0.0


def test_words_run_together_are_other_words() -> None:
    assert contained("to get her home again soon", "together home again soon now") == 0.0


def test_a_sketch_out_of_a_store_is_as_good() -> None:
    whole = sketch(ENGLISH * 3)
    kept = Sketch(whole.size, whole.packed)
    assert len(whole.packed) == 3 * SAMPLE
    assert [*kept.values()] == sorted(whole.values())
    assert same_story(whole, kept) == 1.0


@given(st.text(max_size=300))
def test_any_text_has_a_sketch_that_is_like_itself(text: str) -> None:
    made = sketch(text)
    assert len(made.values()) == len(made.keys) <= min(made.size, SAMPLE)
    assert list(made.keys) == sorted(set(made.keys))
    if made.size:
        assert same_story(made, made) == 1.0


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "日", "本", "語"]), max_size=30))
def test_size_counts_the_shingles(units: list[str]) -> None:
    words = [unit.isascii() for unit in units]
    short = sum(all(words[i : i + SPAN_WORDS]) for i in range(len(units) - SPAN_WORDS + 1))
    long = sum(not all(words[i : i + SPAN_WORDS]) for i in range(len(units) - SPAN_CHARS + 1))
    assert sketch(" ".join(units)).size == short + long


@pytest.mark.parametrize(
    "letters", ["港口委員會表決通", "カタカナノブンデス", "새로운버스노선이", "เรือข้ามฟาก", "𰀀𰀁𰀂𰀃𰀄𰀅𰀆𰀇"]
)
def test_where_words_are_not_set_apart_characters_are_counted(letters: str) -> None:
    assert [sketch(letters[:count]).size for count in (SPAN_CHARS - 1, SPAN_CHARS)] == [0, 1]


def test_a_long_text_is_read_up_to_a_bound() -> None:
    assert sketch("word " * MAX_CHARS).size < MAX_CHARS


def test_lone_surrogates_and_rare_ideographs_are_read() -> None:
    assert len(text_hash("\ud800 text")) == 64
    assert sketch("𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇").size == 1
    assert sketch("the sign \u2e80 is a radical and no word").size == 4


def test_hashes_are_the_same_in_another_process() -> None:
    code = "from crawler.text.fingerprint import sketch, text_hash; t = input(); print(text_hash(t), sketch(t).keys)"
    line = CHINESE.replace("\n", " ")
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=line,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path)), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert seen == {f"{text_hash(line)} {sketch(line).keys}\n"}


def test_soft_hyphens_and_composition_do_not_make_another_text() -> None:
    words = "Die Genossenschaft der Fischer hat ihre Jahresversammlung in den Speicher am alten Hafen verlegt. " * 3
    decomposed = unicodedata.normalize("NFD", words.replace("a", "ä"))
    assert text_hash(decomposed) == text_hash(words.replace("a", "ä"))
    assert sketch(decomposed) == sketch(words.replace("a", "ä"))
    hyphened = words.replace("schaft", "\u00adschaft").replace("versammlung", "\u00adversamm\u00adlung")
    assert text_hash(hyphened) == text_hash(words)
    assert sketch(hyphened) == sketch(words)
