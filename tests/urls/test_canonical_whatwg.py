"""Cases of the WHATWG URL Standard that bear on the identity of a page: spellings that a browser takes for one URL have
one identity, and what it takes for two has two, but for what this project's rules fold on purpose."""

from __future__ import annotations

import pytest

from crawler.urls.canonical import canonical

SAME = [
    ("http://example.com/foo/./bar", "http://example.com/foo/bar"),
    ("http://example.com/foo/../bar", "http://example.com/bar"),
    ("http://example.com/../../bar", "http://example.com/bar"),
    ("http://example.com/foo/%2e/bar", "http://example.com/foo/bar"),
    ("http://example.com/foo/%2E%2e/bar", "http://example.com/bar"),
    ("http://example.com/foo/bar/..", "http://example.com/foo/"),
    ("http://EXAMPLE.com/", "http://example.com/"),
    ("http://example.com", "http://example.com/"),
    ("http://example.com?q=1", "http://example.com/?q=1"),
    ("http://example.com:80/", "http://example.com/"),
    ("https://example.com:443/x", "https://example.com/x"),
    ("http://example.com:0080/x", "http://example.com/x"),
    ("http://example.com:/x", "http://example.com/x"),
    ("http://user:pass@example.com/x", "http://example.com/x"),
    ("http://example.com/\tfoo\nbar", "http://example.com/foobar"),
    (" http://example.com/x \n", "http://example.com/x"),
    ("http://example.com/foo bar", "http://example.com/foo%20bar"),
    ("http://example.com/caf\u00e9", "http://example.com/caf%C3%A9"),
    ("http://example.com/x?q=caf\u00e9", "http://example.com/x?q=caf%C3%A9"),
    ("http://example.com/x?a b", "http://example.com/x?a%20b"),
    ("http://example.com\\foo\\bar", "http://example.com/foo/bar"),
    ("http://ex%41mple.com/x", "http://example.com/x"),
    ("http://\uff25\uff38\uff21\uff2d\uff30\uff2c\uff25.com/x", "http://example.com/x"),
    ("http://m\u00fcnchen.example/x", "http://xn--mnchen-3ya.example/x"),
    ("http://M\u00dcNCHEN.example/x", "http://m\u00fcnchen.example/x"),
    ("http://example.com/x#fragment", "http://example.com/x"),
    ("http:\\\\example.com/x", "http://example.com/x"),
]
DIFFERENT = [
    ("http://example.com/foo%2Fbar", "http://example.com/foo/bar"),
    ("http://example.com/x?a=%26", "http://example.com/x?a=&"),
    ("http://example.com/x?a=1&b=2", "http://example.com/x?b=2&a=1"),
    ("http://example.com/Foo", "http://example.com/foo"),
    ("http://example.com:8080/x", "http://example.com/x"),
    ("http://example.com/a;b", "http://example.com/a"),
    ("http://example.com/x?", "http://example.com/x?y"),
    ("http://a.example.com/x", "http://example.com/x"),
]
NO_WEB_URL = [
    "http://",
    "http://[::1",
    "http://a b/",
    "mailto:x@example.com",
    "about:blank",
    "/relative",
    "",
    "http://x:99999/",
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_url_in_two_spellings(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_urls(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("text", NO_WEB_URL)
def test_what_is_no_web_url_stays_as_it_is(text: str) -> None:
    assert canonical(text) == text.strip()
