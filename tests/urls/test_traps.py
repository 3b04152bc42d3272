"""URLs that go on for ever, and what their pages have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls.traps import endless, shape


@pytest.mark.parametrize(
    "path",
    ["/a/b/a/b/a/b", "/archive/archive/archive/x", "/x/" * 30, "/".join(map(str, range(30))), "/1/1/1/1/", "/A/a/A/"],
)
def test_paths_that_repeat_or_do_not_end(path: str) -> None:
    assert endless(f"https://news.example/{path}") is not None


@pytest.mark.parametrize(
    "path",
    ["/2024/05/05/05/story.html", "/en/news/en/story", "/news/local/news", "/a/b/c/d/e/f/g/h/i", "/", "/11/11/11/x"],
)
def test_honest_paths(path: str) -> None:
    assert endless(f"https://news.example{path}") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://n.example/calendar/2024/05", "https://n.example/calendar/1999/12"),
        ("https://a.trap.example/x/1", "https://b.trap.example/x/2"),
        ("https://n.example/s/4f9a83bc12de77aa/page", "https://n.example/s/99ee01bc12de7700/page"),
        ("https://n.example/page;jsessionid=1A2B", "https://n.example/page;jsessionid=3C4D"),
        ("https://n.example/list?month=5&year=2024", "https://n.example/list?year=1999&month=12"),
        ("https://n.example/news/a-story-of-the-sea", "https://n.example/news/an-engine-for-the-north"),
    ],
)
def test_pages_of_one_make(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://n.example/calendar/2024/05", "https://n.example/news/2024/05"),
        ("https://n.example/x", "https://m.test/x"),
        ("https://n.example/list?month=5", "https://n.example/list?id=5"),
    ],
)
def test_pages_of_two_makes(one: str, other: str) -> None:
    assert shape(one) != shape(other)


@given(st.text(max_size=200))
def test_no_url_raises(url: str) -> None:
    endless(url)
    shape(f"https://n.example/{url}")
    shape(url)
