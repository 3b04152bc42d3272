"""A crawl that draws pages, and what ends before it should: the crawl, or its browser. Nothing is lost or left."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.scripted_web import CHROMIUM, NO_CHROMIUM, ScriptedWeb
from tests.conftest import read_lines
from tests.web.process import Crawl

pytest.importorskip("scrapy_playwright", reason="the extra `browser` is not installed")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc"),
]


class HeldWeb(ScriptedWeb):
    """A web whose first story is not answered until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.story("/held.html", 1)
        self.story("/next.html", 2)
        self.let_go = threading.Event()
        answer = self.server.pages["/data/held.html"]
        self.server.pages["/data/held.html"] = lambda *asked: (self.let_go.wait(300), answer(*asked))[1]


@pytest.fixture
def web() -> Iterator[HeldWeb]:
    made = HeldWeb()
    yield made
    made.let_go.set()
    made.close()


@pytest.fixture
def crawl(web: HeldWeb, tmp_path: Path) -> Iterator[Crawl]:
    """A crawl that is drawing the first page, and has the second to do."""
    seeds = f"url={web.base}/held.html,{web.base}/next.html"
    begun = Crawl(tmp_path, seeds, RELATED_BROWSER=True, RELATED_BROWSER_SECONDS=300, RELATED_SEEDS_MAY_FAIL=1)
    begun.begin().until(lambda: web.server.asked["/data/held.html"] > 0)
    yield begun
    assert begun.process is not None
    begun.process.kill()
    begun.process.wait()


def left_of(processes: dict[int, str]) -> list[str]:
    """Those that are still there after a while."""
    end = time.monotonic() + 120
    while time.monotonic() < end and any(Path(f"/proc/{number}/cmdline").exists() for number in processes):
        time.sleep(0.1)
    return [command for number, command in processes.items() if Path(f"/proc/{number}/cmdline").exists()]


def browser(processes: dict[int, str]) -> int:
    """The browser itself among a crawl's processes."""
    return next(n for n, command in processes.items() if "--headless" in command and "--type=" not in command)


def test_a_page_that_is_being_drawn_survives_a_kill_and_the_browser_does_not(web: HeldWeb, crawl: Crawl) -> None:
    processes = crawl.descendants()
    assert browser(processes)
    crawl.signal(signal.SIGKILL)
    crawl.end()
    assert left_of(processes) == []
    web.let_go.set()
    assert crawl.begin().end() == 0, crawl.log
    assert sorted(crawl.feed("articles")) == ["/held.html", "/next.html"]
    assert crawl.feed("failures") == []


def test_a_crawl_that_is_stopped_draws_to_the_end_and_leaves_no_process(web: HeldWeb, crawl: Crawl) -> None:
    processes = crawl.descendants()
    crawl.signal(signal.SIGTERM)
    crawl.until(lambda: "Stopping: waits" in crawl.log)
    web.let_go.set()
    assert crawl.end() == 5, crawl.log
    assert "/held.html" in crawl.feed("articles")
    assert left_of(processes) == []
    assert crawl.errors() == []


def test_a_browser_that_dies_costs_the_page_that_it_drew_and_no_other(web: HeldWeb, crawl: Crawl) -> None:
    os.kill(browser(crawl.descendants()), signal.SIGKILL)
    assert crawl.end() == 0, crawl.log
    [failure] = read_lines(crawl.folder / "run" / "failures.jsonl")
    assert (failure["url"].rpartition("/")[2], failure["reason"]) == ("held.html", "browser")
    assert crawl.feed("articles") == ["/next.html"]
    assert crawl.errors() == []


def test_a_driver_that_dies_is_started_anew(web: HeldWeb, crawl: Crawl) -> None:
    driver = next(number for number, command in crawl.descendants().items() if "run-driver" in command)
    os.kill(driver, signal.SIGKILL)
    assert crawl.end() == 0, crawl.log
    assert crawl.feed("articles") == ["/next.html"]
    assert crawl.feed("failures") == ["/held.html"]
