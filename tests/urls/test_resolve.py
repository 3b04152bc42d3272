"""References as pages write them, resolved as browsers do."""

from __future__ import annotations

import pytest

from crawler.urls.resolve import absolute, reference

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
        ("mailto:desk@harbourpost.example", None),
        ("java\nscript:alert(1)", None),
        ("http://[::1/", None),
    ],
)
def test_a_reference_leads_where_browsers_go(written: str, url: str | None) -> None:
    assert absolute(BASE, written) == url


def test_a_blank_inside_stays() -> None:
    assert reference(" /a b ") == "/a b"
