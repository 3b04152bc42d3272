"""A recording of pages that scripts draw holds their scripts and data: it is drawn again without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.scripted_web import CHROMIUM, NO_CHROMIUM, ScriptedWeb
from tests.conftest import scrapy_in

pytest.importorskip("scrapy_playwright", reason="the extra `browser` is not installed")


@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_a_recording_is_drawn_again_without_the_network(tmp_path: Path) -> None:
    web = ScriptedWeb()
    web.story("/story.html", 1)
    scrapy, warc = scrapy_in(tmp_path), tmp_path / "web.warc.gz"
    crawl = ("crawl", "related", "-a", f"url={web.base}/story.html", "-s", "RELATED_ALLOW_PRIVATE=127.0.0.1")
    drawn = ("-s", "RELATED_BROWSER=True")
    recorded = scrapy(*crawl, *drawn, "-s", "DOWNLOAD_DELAY=0", "-s", f"RELATED_RECORD={warc}", output="recorded")
    asked = web.server.asked.total()
    web.close()
    replayed = scrapy(*crawl, *drawn, "-s", f"RELATED_REPLAY={warc}", output="replayed")
    plain = scrapy(*crawl, "-s", f"RELATED_REPLAY={warc}", output="plain")
    assert web.server.asked.total() == asked
    assert (
        [story["text"] for story in replayed.feed("articles")] == [s["text"] for s in recorded.feed("articles")] != []
    )
    assert [failure["reason"] for failure in plain.feed("failures")] == ["not-article"]
