"""A page that was drawn, visited again: what a browser makes of a page may change while its frame does not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.browser.scripted_web import CHROMIUM, NO_CHROMIUM, ScriptedWeb, shell, told
from tests.conftest import scrapy_in
from tests.web.hostile.server import answer

pytest.importorskip("scrapy_playwright", reason="the extra `browser` is not installed")


@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_a_frame_that_stays_the_same_hides_no_new_version(tmp_path: Path) -> None:
    web = ScriptedWeb()
    frame, same = answer(shell("get('/data').then(draw)"), ETag='"frame"'), answer(b"", status=304, ETag='"frame"')
    web.server.pages["/story.html"] = lambda to, asked: (same if "if-none-match" in asked.headers else frame)(to, asked)
    settings = {
        "RELATED_BROWSER": True, "RELATED_ALLOW_PRIVATE": "127.0.0.1", "DOWNLOAD_DELAY": 0,
        "RELATED_REVISIT_SHORTEST": 1, "RELATED_REVISIT_LONGEST": 1,
    }  # fmt: skip
    given = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    for number in (1, 2):
        web.add("/data", told(number), "application/json")
        url = f"url={web.base}/story.html"
        run = scrapy_in(tmp_path)("crawl", "related", "-a", url, "-a", "mode=refresh", *given, output=f"run{number}")
        assert run.status == 0, run.err
        [story] = run.feed("articles")
        assert (story["version"], story["title"].split()[2]) == (number, str(number))
        time.sleep(1.1)
    web.close()
