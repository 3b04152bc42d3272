"""Log lines that stay lines."""

from __future__ import annotations

import json
import logging
import re

from hypothesis import given
from hypothesis import strategies as st

from crawler.extensions.logs import CleanRecord, clean
from tests.conftest import SAMPLE, Scrapy


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


SEEDS = "url=https://www.harbourpost.example/2023/06/03/flood-barrier-budget/,http://gone.example/"
REPLAY = f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}"


def test_the_log_is_a_line_a_story_a_line_a_page_given_up_and_a_line_at_either_end(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "related", "-a", SEEDS, "-a", "depth=0", "-s", REPLAY)
    begins, *pages, over = run.err.splitlines()
    run_id = run.manifest["run_id"]
    assert f"Run {run_id} begins" in begins
    assert sorted(line.split(": ")[1].split()[0] for line in pages) == ["Gave", "Story"]
    assert all(" INFO " in line for line in pages), "a page that its site took away is nobody's fault"
    status = "exit status 4: more seeds failed than RELATED_SEEDS_MAY_FAIL allows"
    assert f"Run {run_id} is over (finished, {status}): 1 story, 0 copies, " in over
    assert " WARNING " in over, "heard at -L WARNING too"


def test_at_debug_scrapy_says_all_it_has_to_say(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "related", "-a", SEEDS, "-a", "depth=0", "-s", REPLAY, "-L", "DEBUG")
    for said in ("Enabled extensions", "Crawled (200)", "Scraped from"):
        assert said in run.err


def test_json_lines_have_the_run_id_in_each(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "related", "-a", SEEDS, "-a", "depth=0", "-s", REPLAY, "-s", "RELATED_LOG_JSON=True")
    lines = [json.loads(line) for line in run.err.splitlines()]
    assert {line["run_id"] for line in lines} == {run.manifest["run_id"]}
    assert {"at", "level", "logger", "message"} <= set(lines[0])
    assert [line["level"] for line in lines] == ["INFO"] * 3 + ["WARNING"], "a seed failed"
