"""When a make of URL is closed, and when a page is whole."""

from __future__ import annotations

from crawler.middlewares.limits import Novelty
from crawler.middlewares.truncation import is_whole


def _calendar(n: int) -> str:
    return f"https://news.example/calendar/2024-{n}.html"


def test_a_make_that_brings_no_story_is_closed() -> None:
    novelty = Novelty(5)
    outcomes = [novelty.learn(_calendar(n), new=False) for n in range(7)]
    assert outcomes == [False, False, False, False, True, False, False]
    assert novelty.closed(_calendar(99))
    assert not novelty.closed("https://news.example/2024/05/03/story.html")
    assert not novelty.closed("https://other.example/calendar/2024-1.html")


def test_a_shape_is_closed_by_exactly_as_many_pages_as_the_setting_says() -> None:
    novelty = Novelty(3)
    for n in range(2):
        novelty.learn(_calendar(n), new=False)
    assert not novelty.closed(_calendar(99))
    novelty.learn(_calendar(3), new=False)
    assert novelty.closed(_calendar(99))


def test_one_story_in_time_keeps_it_open() -> None:
    novelty = Novelty(5)
    for n in range(50):
        novelty.learn(_calendar(n), new=n % 4 == 0)
    assert not novelty.closed(_calendar(1))


def test_a_page_is_whole_when_it_ends_as_one() -> None:
    assert is_whole(b"<html>...</body></HTML>\n<!-- served in 3 ms -->")
    assert not is_whole(b"<html><body>The harbour wa")
