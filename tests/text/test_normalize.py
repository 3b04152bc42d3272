"""Text as it is kept."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.text.normalize import block, line, narrow_digits


def test_white_space_of_every_kind_becomes_one_blank() -> None:
    assert line("  Two\u00a0\u3000buses \n\t run\u2003late ") == "Two buses run late"


def test_lines_are_kept_in_a_block() -> None:
    assert block("One \r\n\r\n two\u2028three  four") == "One\ntwo\nthree four"


def test_letters_are_composed() -> None:
    assert line("Cafe\u0301") == "Café"


def test_what_acts_instead_of_showing_is_taken_out() -> None:
    assert line("A\x1b[31mred\x1b[0m\x00 title\u202egnp.exe\u2066x\u2069\ufeff") == "Ared titlegnp.exex"


def test_what_is_no_character_is_taken_out_in_every_plane() -> None:
    assert line("a\ufffeb\uffffc\U0001fffed\U0010ffffe\ufdd0f") == "abcdef"


def test_soft_hyphens_go_and_joiners_that_spell_stay() -> None:
    assert line("Rechts\u00adfrage") == "Rechtsfrage"
    assert line("می\u200cخواهم") == "می\u200cخواهم"


def test_full_width_digits() -> None:
    assert narrow_digits("２０２３年６月９日　０８：０１") == "2023年6月9日　08:01"


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert line(line(text)) == line(text)
    assert block(block(text)) == block(text)


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    assert not any(ord(c) < 32 or 0x7F <= ord(c) <= 0x9F or 0xD800 <= ord(c) <= 0xDFFF for c in line(text))
