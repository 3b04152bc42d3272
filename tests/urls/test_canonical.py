"""The identity of a URL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls.canonical import canonical, fetchable, page_id, site

SAME = [
    ("http://news.example/a", "https://news.example/a"),
    ("https://NEWS.example/a", "https://news.example/a"),
    ("HTTPS://news.example:443/a", "https://news.example/a"),
    ("http://news.example:80/a", "https://news.example/a"),
    ("https://news.example/a#comments", "https://news.example/a"),
    ("https://news.example/a?utm_source=x&utm_medium=y", "https://news.example/a"),
    ("https://news.example/a?fbclid=1&id=7", "https://news.example/a?id=7"),
    ("https://www.news.example/a", "https://news.example/a"),
    ("https://m.news.example/a", "https://news.example/a"),
    ("https://news.example/a/", "https://news.example/a"),
    ("https://news.example//a", "https://news.example/a"),
    ("https://news.example/index.html", "https://news.example/"),
    ("https://news.example", "https://news.example/"),
    ("  https://news.example/a ", "https://news.example/a"),
    ("https://news.example/新闻", "https://news.example/%E6%96%B0%E9%97%BB"),
    ("https://新闻.example/a", "https://xn--efvy88h.example/a"),
]
DIFFERENT = [
    ("https://news.example/a?id=1", "https://news.example/a?id=2"),
    ("https://news.example/a", "https://news.example/A"),
    ("https://news.example:8080/a", "https://news.example/a"),
    ("https://a.news.example/x", "https://b.news.example/x"),
    ("https://m.co.uk/x", "https://co.uk/x"),
    ("https://news.example/a?page=2", "https://news.example/a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_page_have_one_identity(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages_have_different_identities(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@given(st.text(max_size=60))
def test_any_text_has_an_identity_and_keeps_it(text: str) -> None:
    for url in (text, "https://news.example/" + text):
        assert canonical(canonical(url)) == canonical(url)
        assert len(page_id(canonical(url))) == 16
        fetchable(url)


def test_what_is_asked_for_keeps_host_and_scheme() -> None:
    assert fetchable("http://www.news.example/a/?utm_source=x&id=3#top") == "http://www.news.example/a/?id=3"


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://a.b.news.co.uk/x", "news.co.uk"),
        ("http://news.example", "news.example"),
        ("https://tech.news.test/", "news.test"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://localhost/", "localhost"),
    ],
)
def test_the_site_is_the_registrable_domain(url: str, domain: str) -> None:
    assert site(url) == domain
