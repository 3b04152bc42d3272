"""Counts in messages."""

from crawler.text.plurals import counted


def test_a_count_has_the_number_of_its_noun() -> None:
    assert [counted(number, "page") for number in (0, 1, 1234)] == ["0 pages", "1 page", "1,234 pages"]
    assert [counted(number, "story", "stories") for number in (1, 2)] == ["1 story", "2 stories"]
