"""Whatever a page writes for an address, and wherever, it costs at most the one link."""

from __future__ import annotations

import pytest

from crawler.pages.article import extract

URL = "https://harbourpost.example/news/ferry-line-opens-a-new-quay-123.html"
STORY = "".join(f"<p>The new quay number {n} opens on Thursday, and the ferry calls at noon.</p>" for n in range(6))
RELATED = (
    '<h2>Related</h2><ul><li><a href="/news/what-the-new-ferry-costs-12.html">What the new ferry costs</a></li></ul>'
)

NO_ADDRESSES = [
    "http://host:abc/", "http://host.example:99999/", "http://[::1/", "http://[x]y/", "//[/a", "http://user:pw@[bad/",
    "http://a\u2100b.example/", "javascript:void(0)", "{{ article.url }}", "data:,x", "http:///a", "https://",
]  # fmt: skip
PLACES = {
    "headline": '<h1><a href="{0}">The harbour opens a quay today</a></h1>',
    "two headings": '<h1><a href="{0}">Harbour Post</a></h1><h1><a href="{0}">The harbour opens a quay today</a></h1>',
    "base": '<base href="{0}"><h1>The harbour opens a quay today</h1>',
    "head": '<link rel="canonical" href="{0}"><link rel="next" href="{0}"><meta property="og:image" content="{0}">',
    "byline": '<p class="byline"><a rel="author" href="{0}">Jane Doe</a></p>',
    "story": '<article data-url="{0}"><h2><a href="{0}">A quay of old</a></h2><p>It was closed in May.</p></article>',
    "line": '<p>The harbour master, <a href="{0}">in his yearly report</a>, calls it a good year for all.</p>',
    "list": '<h2>Related</h2><ul><li><a href="{0}">Another quay opens in the town of Seaham</a></li></ul>',
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_an_address_that_is_none_costs_at_most_its_link(place: str, address: str) -> None:
    found = extract(f"<html><body>{PLACES[place].format(address)}{STORY}{RELATED}</body></html>", URL)
    assert found.article is not None
    assert found.article.text.count("The new quay number") == 6
    assert "https://harbourpost.example/news/what-the-new-ferry-costs-12.html" in [
        link.url for block in found.links for link in block.links
    ]


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_a_page_read_from_an_address_that_is_none_is_read(url: str) -> None:
    found = extract(f"<html><body><h1>The harbour opens a quay</h1>{STORY}</body></html>", url)
    assert found.article is not None
    assert found.article.title == "The harbour opens a quay"
