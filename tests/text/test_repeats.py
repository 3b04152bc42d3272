"""The paragraphs that may be a site's own."""

from crawler.text.repeats import FIRST, LAST, LONGEST, SHORTEST, edges, paragraph_key


def test_the_start_and_the_end_of_a_text_are_asked_about() -> None:
    paragraphs = [str(n) for n in range(FIRST + LAST + 4)]
    assert edges(paragraphs) == [*paragraphs[:FIRST], *paragraphs[-LAST:]]
    assert edges(paragraphs[: FIRST + 1]) == paragraphs[: FIRST + 1]


def test_another_time_is_the_same_paragraph_and_another_number_is_not() -> None:
    assert paragraph_key("Printed 2023-06-01 10:00") == paragraph_key("printed  2024-01-01 23:59")
    assert paragraph_key("Day 3") != paragraph_key("Day 4")


def test_what_is_too_long_or_short_or_holds_no_letter_is_not_counted() -> None:
    assert paragraph_key("a" * SHORTEST) is not None
    assert paragraph_key("a" * LONGEST) is not None
    assert [paragraph_key(text) for text in ("a" * (SHORTEST - 1), "a" * (LONGEST + 1), "* * * 2023")] == [None] * 3
