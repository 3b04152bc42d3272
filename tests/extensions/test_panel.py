"""The panel: right at 40 columns and with six digits, silent about what it cannot know."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from crawler.extensions.panel import Rate, Snapshot, clock, panel_lines, plain_line
from crawler.store.frontier import SilentWorker

SMALL = Snapshot("related", "1851de4df3494187", 3.0)
LARGE = Snapshot(
    "related", "1851de4df3494187", 360_000.0,
    articles=123_456, duplicates=234_567, failures=345_678, skipped=456_789, asked=999_999, waiting=888_888,
    hosts=16, rate=12.3, most=500_000, reasons={"http": 300_000, "timeout": 45_678},
)  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 200])
@pytest.mark.parametrize("now", [SMALL, LARGE])
def test_no_line_is_wider_than_the_terminal_and_the_numbers_stand_in_a_column(now: Snapshot, width: int) -> None:
    lines = panel_lines(now, width)
    assert max(map(cell_len, lines)) <= width
    numbers = [f"{n:>9,}" for n in (now.articles, now.duplicates, now.failures, now.asked, now.waiting)]
    assert [line[10:19] for line in lines[1:6]] == numbers


def test_errors_are_told_by_reason_and_the_bound_with_the_time_that_is_left_to_it() -> None:
    said = "\n".join(panel_lines(LARGE, 100))
    assert all(
        part in said for part in ("300,000 http, 45,678 timeout", "of 500,000", "16 hosts at work", "12.3 pages/s")
    )
    assert LARGE.seconds_left == pytest.approx(888_888 / 12.3)
    near = Snapshot("related", "r", 60.0, articles=90, asked=90, waiting=9000, rate=1.0, most=100)
    assert near.seconds_left == pytest.approx(10)


def test_nothing_is_said_of_a_rate_or_a_time_before_there_is_one() -> None:
    assert SMALL.seconds_left is None
    assert "left" not in "\n".join(panel_lines(SMALL, 80))
    rate = Rate()
    assert (rate.add(0.0, 0), rate.add(4.0, 40), rate.add(10.0, 100)) == (None, None, 10.0)
    assert rate.add(100.0, 100) is None, "what is longer ago than a minute does not count"


def test_a_run_that_was_taken_up_again_says_how_much_of_it_was_there_before() -> None:
    again = replace(LARGE, before=1)
    assert "  before          1  pages of these, by an earlier start" in panel_lines(again, 80)
    assert plain_line(again).endswith("; 1 page of these by an earlier start")
    assert max(map(cell_len, panel_lines(again, 40))) <= 40


def test_hosts_that_wait_for_a_silent_worker_are_named_with_the_time_until_they_are_free() -> None:
    held = replace(SMALL, waiting=9, silent=(SilentWorker("a", 2, 20.0, 40.0), SilentWorker("b", 1, 35.0, 25.0)))
    assert "  held            3  hosts of a silent worker; free in 0:40" in panel_lines(held, 80)
    assert "9 waiting, no host at work; 3 hosts held by a silent worker, free in 0:40" in plain_line(held)
    assert max(map(cell_len, panel_lines(held, 40))) <= 40


def test_the_plain_line_says_the_same_on_one_line() -> None:
    assert plain_line(LARGE) == (
        "100:00:00: 123,456 stories, 234,567 copies, 345,678 failed (300,000 http, 45,678 timeout);"
        " 888,888 waiting, 16 hosts at work, 12.3 pages/s"
    )
    assert plain_line(SMALL) == "0:03: 0 stories, 0 copies, 0 failed (none); 0 waiting, no host at work"
    one = replace(SMALL, articles=1, duplicates=1, hosts=1)
    assert plain_line(one) == "0:03: 1 story, 1 copy, 0 failed (none); 0 waiting, 1 host at work"
    assert (clock(59), clock(3661)) == ("0:59", "1:01:01")
