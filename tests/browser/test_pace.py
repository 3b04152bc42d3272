"""What a page asks for while it is drawn waits for its host's turn, as pages do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.scripted_web import CHROMIUM, NO_CHROMIUM, ScriptedWeb
from tests.conftest import scrapy_in

pytest.importorskip("scrapy_playwright", reason="the extra `browser` is not installed")


@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_scripts_and_data_keep_the_crawl_delay_of_their_host(tmp_path: Path) -> None:
    web = ScriptedWeb()
    web.add("/robots.txt", "User-agent: *\nCrawl-delay: 2\n", "text/plain")
    web.story("/story.html", 1)
    settings = {"RELATED_BROWSER": True, "RELATED_ALLOW_PRIVATE": "127.0.0.1", "DOWNLOAD_DELAY": 0}
    given = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    run = scrapy_in(tmp_path)("crawl", "related", "-a", f"url={web.base}/story.html", *given)
    web.close()
    assert [story["crawl"]["drawn"] for story in run.feed("articles")] == [True], run.err
    asked = [(at, path) for at, path in web.server.times if path != "/robots.txt"]
    assert [path for _, path in asked] == ["/story.html", "/story.html", "/draw.js", "/data/story.html"]
    allowed_at = next(at for at, path in web.server.times if path == "/robots.txt")
    assert asked[-1][0] - allowed_at >= 5.99
    # Two of the delays lie after the browser has started; a request that the server notes late shortens them.
    assert asked[-1][0] - asked[1][0] > 2.5
