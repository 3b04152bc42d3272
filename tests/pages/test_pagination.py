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
        # A name that ends in a number is no page number.
        ("https://n.example/top-10.html", '<a href="?page=2">2</a>', "https://n.example/top-10.html?page=2"),
        ("https://n.example/cop-30", '<a href="cop-30/page/2">next</a>', "https://n.example/cop-30/page/2"),
        ("https://n.example/day-3", '<a rel=next href="day-4">next</a>', None),
        ("https://n.example/day-3", '<a href=day>1</a><a rel=next href="day-4">next</a>', "https://n.example/day-4"),
        # Pages counted from nought: the link that says 2 leads to 1.
        ("https://n.example/ferry", '<a href="ferry?page=1">2</a>', "https://n.example/ferry?page=1"),
        ("https://n.example/ferry", '<a href="ferry?page=0,1">Next</a>', "https://n.example/ferry?page=0,1"),
        ("https://n.example/ferry", '<a href="ferry?page=1">1</a>', None),
        ("https://n.example/ferry?page=1", '<a href="ferry?page=2">3</a>', "https://n.example/ferry?page=2"),
        # Other marks between name and number, and other names of links.
        ("https://n.example/f.html", '<a href="f,page-2.html">2</a>', "https://n.example/f,page-2.html"),
        ("https://n.example/f.html", '<a href="f.html/2">2</a>', "https://n.example/f.html/2"),
        ("https://n.example/f.html", '<a href="f.2.html">2</a>', "https://n.example/f.2.html"),
        ("https://n.example/f/", '<a href="index_2.html">Seite 2</a>', "https://n.example/f/index_2.html"),
        (
            "https://n.example/f",
            '<a href="f?seite=2" aria-label="Next page"><svg></svg></a>',
            "https://n.example/f?seite=2",
        ),
        ("https://n.example/f", '<a href="f?page=2"><span>»</span></a>', "https://n.example/f?page=2"),
        ("https://n.example/f", '<a href="f?page=2"><span>«</span></a>', None),
        ("https://n.example/f?p=1", '<a href="f?p=2">Sonraki</a>', "https://n.example/f?p=2"),
        ("https://n.example/f", '<a href="f?page=2#comments">2</a>', None),
        ("https://n.example/?p=12", '<a rel=next href="/?p=13">next</a>', None),
        # What a link says beside its number or its title, and pictures that say it.
        *(
            ("https://n.example/f", f'<a href="f?page=2">{label}</a>', "https://n.example/f?page=2")
            for label in (
                *("Page 2 of 3", "Seite 2 von 3", "2 / 3", "Continued on page 2: the harbour", "次のページ　港はいま"),
                *("Next page: the harbour fills once more and the boats come back", "<img src=n alt='Next page'>"),
            )
        ),
        ("https://n.example/f", '<a href="f?page=2">More on this: 2 pages of letters</a>', None),
        ("https://n.example/f/", '<a href="?PAGEN_1=2">2</a>', "https://n.example/f/?PAGEN_1=2"),
        # The next story may have the name of this one and a 2.
        ("https://n.example/quay-opens", '<a rel=next href="quay-opens-2">Quay opens again</a>', None),
        ("https://n.example/quay-opens", '<link rel=next title="Quay opens again" href="quay-opens-2">', None),
        ("https://n.example/f", '<link rel=next title="Page 2" href="f-2">', "https://n.example/f-2"),
        ("https://n.example/f", '<a rel=next href="f/page/2">Go on</a>', "https://n.example/f/page/2"),
        ("https://n.example/f?page=30", '<a href="f?page=31">31</a>', None),
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
