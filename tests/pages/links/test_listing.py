"""Front and section pages: which of their links are the articles."""

from __future__ import annotations

from crawler.pages.body.extract import Body
from crawler.pages.dom.page import Page
from crawler.pages.links.listing import find_listed

FRONT = """<!doctype html><html lang="en"><head><title>The Harbour Post</title></head><body>
<header><nav><a href="/world/">World news</a><a href="/sport/">Sport and games</a></nav></header>
<main><section><h2>Top stories</h2>
<article><h3><a href="/2026/03/04/council-votes-for-bridge.html">Council votes for a new bridge</a></h3>
<p>After nine hours the members voted.</p></article>
<article><h3><a href="/2026/03/04/ferry-stays-in-port.html">Ferry stays in port for a third day</a></h3></article>
<article><h3><a href="/2026/03/03/museum-opens-late.html">Museum opens two hours late</a></h3></article>
<article><h3><a href="https://elsewhere.example/2026/03/03/guest-story.html">A story of another site</a></h3></article>
</section></main>
<footer><a href="/imprint.html">Imprint</a><a href="/privacy.html">Privacy notice</a></footer></body></html>"""


def listed(html: str) -> list[str]:
    page = Page(html, "https://www.harbourpost.example/")
    return [link.url.rpartition("/")[2] for block in find_listed(page, Body([], None)) for link in block.links]


def test_the_stories_of_the_site_are_listed_in_order_and_nothing_else() -> None:
    assert listed(FRONT) == ["council-votes-for-bridge.html", "ferry-stays-in-port.html", "museum-opens-late.html"]


def test_a_page_with_menus_alone_lists_nothing() -> None:
    assert listed(FRONT.partition("<main>")[0] + "</body></html>") == []


def short_slugs(count: int, tag: str = "h2") -> str:
    cards = "".join(
        f'<article><{tag}><a href="/artikel/obst-{n}.html">Obst wird am Tag {n} teurer</a></{tag}>'
        "<p>Mehr dazu im Bericht.</p></article>"
        for n in range(count)
    )
    return f"<html><head><title>Küstenbote</title></head><body><main><h1>Aktuelles</h1>{cards}</main></body></html>"


def test_headlines_are_listed_though_no_address_on_the_page_is_formed_as_an_articles() -> None:
    assert listed(short_slugs(3)) == ["obst-0.html", "obst-1.html", "obst-2.html"]


def test_two_headings_with_links_are_no_list_of_headlines() -> None:
    assert listed(short_slugs(2)) == []


def test_links_without_a_heading_are_no_headlines() -> None:
    assert listed(short_slugs(5, "div")) == []


def test_addresses_that_are_articles_go_before_headlines() -> None:
    shop = "".join(
        f'<div class="p"><h4><a href="/shop/p{n}">A mug with our harbour on it</a></h4></div>' for n in "abc"
    )
    assert listed(FRONT.replace("<footer>", f"<section>{shop}</section><footer>")) == listed(FRONT)
