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
    ("https://news.example/caf%c3%a9", "https://news.example/caf%C3%A9"),
    ("https://news.example/caf%c3%a9", "https://news.example/café"),
    ("https://news.example/%7Euser/%61%2Db%5F%2e1", "https://news.example/~user/a-b_.1"),
    ("https://news.example/?id=%e4%bd%a0&%61=1", "https://news.example/?id=你&a=1"),
    ("https://news.example/a/%2E%2E/b", "https://news.example/b"),
    ("https://news.example/%69ndex.html", "https://news.example/"),
    ("https://news.example/a?%75tm_source=x", "https://news.example/a"),
    ("https://news.example/story-12.amp.html", "https://news.example/story-12.html"),
    ("https://news.example/(S(abc123def456ghi7))/a.aspx", "https://news.example/a.aspx"),
    *(
        (f"https://news.example/story-12.html{printed}", "https://news.example/story-12.html")
        for printed in (
            *("/print", "/print/", "/Print.html", "/print-version", "/printer-friendly", "/printable"),
            *("?print", "?print=1", "?print=true", "?printable=yes", "?printerFriendly=y", "?view=print"),
            *("/amp", "/amp/", "?amp", "?amp=1", "?outputType=amp", "?amp=true"),
            *(";jsessionid=AB12CD34EF", "?sid=0f9a8b7c6d5e4f3a2b1c", "?s=0f9a8b7c6d5e4f3a2b1c&amp;utm_source=x"),
            *("?output=print", "?mode=printable", "?tmpl=print", "?format=printer-friendly", "?utm_source=a&print=1"),
        )
    ),
]
SAME += [
    ("https://news.example/a?q=old+quay", "https://news.example/a?q=old%20quay"),
    ("https://news.example/a?id=3&amp;part=4", "https://news.example/a?id=3&part=4"),
    ("https://news.example/a?srsltid=AfmBO", "https://news.example/a"),
    ("https://news.example/a?replytocom=5&traffic_source=rss", "https://news.example/a"),
]
SAME += [
    *(
        (f"https://news.example/a?{tracked}", "https://news.example/a")
        for tracked in (
            *(
                "WT.mc_id=1",
                "dicbo=v2-1",
                "obOrigUrl=true",
                "tblci=GiA",
                "sara_ref=re-so-tw",
                "taid=65",
                "leadSource=x",
            ),
            *("ref=rss", "source=RSS", "from=singlemessage&isappinstalled=0", "from=timeline", "src=twitter"),
        )
    ),
    *(
        (f"https://{prefix}news.example/a", "https://news.example/a")
        for prefix in ("touch.", "3g.", "www.m.", "m.www.", "www.mobile.")
    ),
    ("https://news.example/a?x=1?utm_source=y&utm_medium=z", "https://news.example/a?x=1"),
    ("https://news-example.cdn.ampproject.org/c/s/www.news.example/a/12", "https://news.example/a/12"),
    ("https://news-example.cdn.ampproject.org/v/news.example/a?x=1", "https://news.example/a?x=1"),
    (
        "https://a.example/go?u=https://n.cdn.ampproject.org/c/s/b.example/1",
        "https://a.example/go?u=https://n.cdn.ampproject.org/c/s/b.example/1",
    ),
    ("https://www.google.com/amp/s/news.example/a", "https://news.example/a"),
]
DIFFERENT = [
    ("https://news.example/a?from=12", "https://news.example/a?from=13"),
    ("https://news.example/a?ref=rss-12", "https://news.example/a"),
    ("https://news.example/amp/s/other.example/a", "https://other.example/a"),
    ("https://www.google.com/amp/about", "https://about/"),
    ("https://news.example/a?q=c%2B", "https://news.example/a?q=c+"),
    ("https://news.example/a?id=1", "https://news.example/a?id=2"),
    ("https://news.example/a", "https://news.example/A"),
    ("https://news.example:8080/a", "https://news.example/a"),
    ("https://a.news.example/x", "https://b.news.example/x"),
    ("https://m.co.uk/x", "https://co.uk/x"),
    ("https://news.example/a?page=2", "https://news.example/a"),
    ("https://news.example/a%2Fb", "https://news.example/a/b"),
    ("https://news.example/a%3Fb", "https://news.example/a?b"),
    ("https://news.example/item%2376", "https://news.example/item#76"),
    ("https://news.example/100%25", "https://news.example/100"),
    ("https://news.example/%2541", "https://news.example/A"),
    ("https://news.example/a?q=1%262", "https://news.example/a?q=1&2"),
    ("https://news.example/print", "https://news.example/"),
    ("https://news.example/news/print-media", "https://news.example/news"),
    ("https://news.example/a?print=12", "https://news.example/a"),
    ("https://news.example/a?format=pdf", "https://news.example/a"),
    ("https://news.example/topics/amp", "https://news.example/topics"),
    ("https://news.example/a?amp=5", "https://news.example/a"),
    ("https://news.example/amp-hour-explained", "https://news.example/hour-explained"),
    ("https://news.example/story.php?sid=12345", "https://news.example/story.php"),
    ("https://news.example/?s=harbour", "https://news.example/"),
    ("https://news.example/a;v=2", "https://news.example/a"),
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
