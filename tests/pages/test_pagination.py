"""Articles over several pages."""

from __future__ import annotations

import pytest

from crawler.items import Article
from crawler.pages.dom.page import Page
from crawler.pages.pagination import join_pages, next_page


@pytest.mark.parametrize(
    ("url", "body", "expected"),
    [
        ("https://n.example/a/c1.html", '<a href="c1_2.html">下一页</a>', "https://n.example/a/c1_2.html"),
        ("https://n.example/a/c1_2.html", '<a href="c1_3.html">3</a>', "https://n.example/a/c1_3.html"),
        ("https://n.example/a?id=5", '<a href="?id=5&page=2">Next page »</a>', "https://n.example/a?id=5&page=2"),
        ("https://n.example/ferry/", '<link rel=next href="/ferry/2/">', "https://n.example/ferry/2/"),
        ("https://n.example/ferry/", '<a href="/ferry/2/"><span>2</span></a>', "https://n.example/ferry/2/"),
        ("https://n.example/ferry/2/", '<a href="/ferry/">1</a><a href="/ferry/2/">2</a>', None),
        ("https://n.example/ferry/", '<link rel=next href="/bridge/">', None),
        ("https://n.example/2024/05/03", '<link rel=next href="/2024/05/04">', None),
        ("https://n.example/ferry/", '<a href="https://other.example/ferry/2/">2</a>', None),
        ("https://n.example/ferry/", "<a href='http://['>2</a>", None),
    ],
)
def test_the_next_page(url: str, body: str, expected: str | None) -> None:
    assert next_page(Page(f"<html><body>{body}</body></html>", url)) == expected


def test_pages_become_one_record_in_order_without_repeats() -> None:
    first = Article(url="https://n.example/f", title="Ferry", text="Lead.\n\nOne.")
    second = Article(url="https://n.example/f/2", title="Ferry (2)", text="Lead.\n\nTwo.")
    joined = join_pages([first, second])
    assert joined.title == "Ferry"
    assert joined.text == "Lead.\n\nOne.\n\nTwo."
    assert joined.pages == [first.url, second.url]
