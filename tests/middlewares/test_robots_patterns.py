"""Wildcards, ends and escapes in the rules of a robots.txt (RFC 9309, 2.2.2 and 2.2.3)."""

from __future__ import annotations

import pytest
from protego import Protego

from crawler.middlewares.robots import decoded, relevant

AGENT = "related-news-crawler"
REFUSED = [
    ("/*?print=", "/a?print=1"),
    ("/*.pdf$", "/a.pdf"),
    ("/*&sort=", "/a?x=1&sort=2"),
    ("/en/*q=*relevance*", "/en/c/4018?q=%3Arelevance%3Atype"),
    ("/search?q=*&p", "/search?q=a&p=1"),
    ("*?ref", "/a?ref=1"),
    ("/caf%c3%a9", "/caf%C3%A9/1"),
    ("/café", "/caf%c3%a9/1"),
    ("/新闻", "/%E6%96%B0%E9%97%BB/1"),
    ("/%7Euser", "/~user/a"),
    ("/~user", "/%7euser/a"),
    ("/a%2fb", "/a%2Fb"),
    ("/?q=%e4%bd%a0", "/?q=%E4%BD%A0"),
    ("/x%2A", "/x*1"),
    ("/x # why", "/x"),
]
ALLOWED = [("/*.pdf$", "/a.pdf?x"), ("/a%2Fb", "/a/b"), ("/x%2A", "/xyz"), ("/A", "/a"), ("/x?", "/x")]


def allows(text: bytes, path: str) -> bool:
    return Protego.parse(relevant(decoded(text), AGENT)).can_fetch(f"https://news.example{path}", AGENT)


@pytest.mark.parametrize(
    ("rule", "path", "allowed"), [*((*pair, False) for pair in REFUSED), *((*pair, True) for pair in ALLOWED)]
)
def test_a_rule_matches_whatever_way_it_and_the_url_are_spelled(rule: str, path: str, allowed: bool) -> None:
    assert allows(f"User-agent: *\nDisallow: {rule}\n".encode(), path) is allowed


def test_the_longer_rule_counts_with_its_wildcards() -> None:
    text = b"User-agent: *\nAllow: /*/filter/page=*/$\nDisallow: /\n"
    assert allows(text, "/1/filter/page=5/")
    assert not allows(text, "/1/filter/page=5/x")
