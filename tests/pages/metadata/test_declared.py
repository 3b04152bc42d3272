"""What a page declares about itself."""

import pytest

from crawler.pages.dom.page import Page
from crawler.pages.metadata.declared import read_declared

URL = "https://paper.example/ferry?ref=box"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="/ferry">', "https://paper.example/ferry"),
        ('<link rel="Canonical" href="https://other.example/ferry">', "https://other.example/ferry"),
        ('<meta property="og:url" content="https://paper.example/ferry-1">', "https://paper.example/ferry-1"),
        ('<link rel="canonical" href="/a"><meta property="og:url" content="/b">', "https://paper.example/a"),
        ('<link rel="canonical" href="javascript:void(0)"><meta property="og:url" content="/b">', "https://paper.example/b"),
        ('<link rel="canonical" href="http://host:abc/"><meta property="og:url" content="/b">', "https://paper.example/b"),
        ('<link rel="stylesheet" href="/a.css">', None),
    ],
)  # fmt: skip
def test_the_address_that_a_page_declares_as_its_own(head: str, url: str | None) -> None:
    page = Page(f"<html><head>{head}</head><body><h1>Ferry</h1></body></html>", URL)
    assert read_declared(page).meta.declared_url == url
