"""A record as a line of JSON Lines."""

from crawler.store.feeds import to_line


def test_a_line_is_compact_and_its_characters_can_be_read() -> None:
    assert to_line({"title": "新橋", "rank": 1}) == '{"title":"新橋","rank":1}\n'.encode()


def test_half_a_character_is_a_question_mark() -> None:
    assert to_line({"title": "a\ud800b"}) == b'{"title":"a?b"}\n'
