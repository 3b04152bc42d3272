"""Scripts are kept for the next page of their site, within a bound on memory."""

from __future__ import annotations

import pytest
from scrapy.http import Response

pytest.importorskip("scrapy_playwright", reason="the extra `browser` is not installed")

from crawler.browser.page_requests import ScriptCache


def script(size: int) -> Response:
    return Response("https://news.example/app.js", body=b"x" * size)


def test_the_longest_unused_script_goes_where_there_are_too_many() -> None:
    cache = ScriptCache(most=100)
    for name in ("a", "b"):
        cache.keep(name, script(40))
    assert cache.get("a") is not None  # used: now b is the longest unused
    cache.keep("c", script(40))
    assert [cache.get(name) is not None for name in ("a", "b", "c")] == [True, False, True]


def test_a_script_that_is_larger_than_the_bound_is_not_kept() -> None:
    cache = ScriptCache(most=100)
    cache.keep("small", script(40))
    cache.keep("large", script(101))
    assert (cache.get("small") is not None, cache.get("large")) == (True, None)


def test_a_script_that_is_kept_twice_counts_once() -> None:
    cache = ScriptCache(most=100)
    for _ in range(3):
        cache.keep("a", script(40))
    cache.keep("b", script(40))
    assert cache.get("a") is not None
