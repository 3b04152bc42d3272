"""Scrapy's commands for one page: fetch, view and shell take this project's settings as a crawl does."""

from __future__ import annotations

import pytest

from tests.conftest import SAMPLE, Scrapy

URL = "https://www.harbourpost.example/2023/06/03/flood-barrier-budget/"
REPLAY = ("-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}", "--nolog")
DEAD = ("http://127.0.0.1:9/", "--nolog", "-s", "RELATED_ALLOW_PRIVATE=127.0.0.1")


def test_fetch_prints_what_the_archive_answers(scrapy: Scrapy) -> None:
    run = scrapy("fetch", URL, *REPLAY)
    assert (run.status, run.err) == (0, "")
    assert "<title>" in run.out
    missing = scrapy("fetch", "https://www.harbourpost.example/nothing", *REPLAY)
    assert missing.err.endswith("https://www.harbourpost.example/nothing: HTTP status 404\n")


def test_shell_asks_the_archive_from_its_own_thread(scrapy: Scrapy) -> None:
    run = scrapy("shell", URL, *REPLAY, "-c", "response.status, response.url")
    assert (run.status, run.out) == (0, f"(200, '{URL}')\n"), run.err


@pytest.mark.parametrize("command", ["fetch", "view", "shell"])
def test_a_page_that_does_not_come_is_one_line_and_status_1(scrapy: Scrapy, command: str) -> None:
    code = ("-c", "response") if command == "shell" else ()
    run = scrapy(command, *DEAD, *code)
    assert (run.status, run.out, run.err.count("\n")) == (1, "", 1), run.err
    assert f"{command}: http://127.0.0.1:9/: no answer came" in run.err


@pytest.mark.parametrize("command", ["fetch", "view", "shell"])
def test_an_archive_that_is_not_there_is_a_wrong_setting(scrapy: Scrapy, command: str) -> None:
    run = scrapy(command, URL, "-s", "RELATED_REPLAY=none.warc.gz")
    assert (run.status, run.err.count("\n")) == (2, 1), run.err
    assert f"{command}: setting RELATED_REPLAY: none.warc.gz: no such file" in run.err


@pytest.mark.parametrize("address", ["./page.html", "file:///tmp/page.html"])
def test_a_file_is_no_page_that_is_asked_for(scrapy: Scrapy, address: str) -> None:
    run = scrapy("shell", address, "--nolog", "-c", "response")
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1), run.err
    assert f"shell: {address}: takes an http or https URL; `related-news explain FILE` reads a file" in run.err
