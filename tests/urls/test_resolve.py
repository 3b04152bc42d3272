"""References as pages write them, resolved as browsers do."""

from __future__ import annotations

import pytest

from crawler.urls.resolve import absolute, has_host

BASE = "https://harbourpost.example/news/a.html"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("b.html", "https://harbourpost.example/news/b.html"),
        ("\n\t /b\n.html\x0c ", "https://harbourpost.example/b.html"),
        ("https://other.example/a\r\n\tb", "https://other.example/ab"),
        ("ht\ntps://other.example/", "https://other.example/"),
        ("https:\\\\other.example\\a?b\\c", "https://other.example/a?b\\c"),
        ("\\b.html", "https://harbourpost.example/b.html"),
        ("/a\ud800b", "https://harbourpost.example/a%EF%BF%BDb"),
        ("/a\ufffeb\U0001ffff", "https://harbourpost.example/a%EF%BF%BEb%F0%9F%BF%BF"),
        ("/caf\u00e9", "https://harbourpost.example/caf\u00e9"),
        (" /a b ", "https://harbourpost.example/a%20b"),
        ("/a\x00b\x7f", "https://harbourpost.example/a%00b%7F"),
        ('/<i>"a"</i>', "https://harbourpost.example/%3Ci%3E%22a%22%3C/i%3E"),
        ("/a\u202eb\u200cc\u00a0d", "https://harbourpost.example/a%E2%80%AEb\u200cc\u00a0d"),
        ("mailto:desk@harbourpost.example", None),
        ("java\nscript:alert(1)", None),
        ("http://[::1/", None),
    ],
)
def test_a_reference_leads_where_browsers_go(written: str, url: str | None) -> None:
    assert absolute(BASE, written) == url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://other.example:8443/a", True),
        ("https://[2001:db8::1]/a", True),
        ("http://host:abc/", False),
        ("http://host.example:99999/", False),
        ("http://[::1/", False),
        ("http:///a", False),
        ("http://other example/a", False),
        ("http://other%20example/a", False),
    ],
)
def test_an_address_without_a_host_that_may_be_one_is_told(url: str, expected: bool) -> None:
    assert has_host(url) is expected
