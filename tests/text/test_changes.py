"""What a copy changed: sentences left out, added, rewritten; never how they are printed."""

from __future__ import annotations

from crawler.text.changes import MOST_SENTENCES, Change, changes, sentences

STORY = "The bridge opens in May. It cost nine million.\n\nThe mayor spoke of a new era."


def test_a_text_that_says_the_same_has_no_changes() -> None:
    reset = STORY.replace("\n\n", " ").replace(". It", ".  IT").replace("nine million", "Nine million")
    assert changes(STORY, reset) == []


def test_script_and_punctuation_make_no_difference() -> None:
    assert changes("高考結束,考駕照。他說：「再見。」走了。", "高考结束，考驾照。他说：“再见。”走了。") == []


def test_sentences_left_out_added_and_rewritten_are_given_in_order_as_written() -> None:
    copy = "The bridge opens in June. It cost nine million.\n\nTrains follow in autumn."
    assert changes(STORY, copy) == [
        Change("The bridge opens in May.", "The bridge opens in June."),
        Change("The mayor spoke of a new era.", "Trains follow in autumn."),
    ]
    assert changes(STORY, "It cost nine million.") == [
        Change("The bridge opens in May.", ""),
        Change("The mayor spoke of a new era.", ""),
    ]
    assert changes("", "It cost nine million.") == [Change("", "It cost nine million.")]


def test_a_quotation_ends_with_its_mark_and_a_number_is_no_end() -> None:
    assert sentences('It rose 3.5 percent. "Enough!" he said. 他说：“够了。”然后走了。') == [
        "It rose 3.5 percent.", '"Enough!"', "he said.", "他说：“够了。”", "然后走了。",
    ]  # fmt: skip


def test_a_sentence_of_signs_alone_is_compared_as_it_is() -> None:
    assert changes("***", "---") == [Change("***", "---")]


def test_what_a_long_text_says_again_and_again_is_no_change() -> None:
    again = "No change.\n" * 300
    assert changes(again, "The wind turns.\n" + again) == [Change("", "The wind turns.")]


def test_a_live_blog_of_a_day_is_compared_in_its_beginning() -> None:
    long = "\n".join(f"Post {n}." for n in range(MOST_SENTENCES))
    assert changes(long, f"{long}\nOne more.") == []
