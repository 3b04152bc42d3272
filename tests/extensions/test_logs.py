"""Log lines that stay lines."""

from __future__ import annotations

import logging
import re

from hypothesis import given
from hypothesis import strategies as st

from crawler.extensions.logs import CleanRecord, clean


def _line(message: str, *args: object) -> str:
    return CleanRecord("crawler", logging.WARNING, "f.py", 1, message, args, None).getMessage()


def test_what_a_page_says_cannot_act_or_pose_as_a_line() -> None:
    line = _line("Gave up %s: %s", "http://news.example/\x1b[2J\u202e", "ok\n2024-05-03 10:00:00 ERROR forged")
    assert line == "Gave up http://news.example/: ok\n    2024-05-03 10:00:00 ERROR forged"


def test_messages_without_end_are_cut() -> None:
    assert len(_line("%s", "x" * 1_000_000)) < 5_000


def test_plain_messages_are_left_alone() -> None:
    assert _line("Crawled %d pages", 3) == "Crawled 3 pages"


@given(st.text(max_size=200))
def test_every_line_but_the_first_is_indented(text: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", clean(text))
    assert all(line.startswith("    ") for line in clean(text).split("\n")[1:])
