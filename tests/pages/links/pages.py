"""A story with lists of links in it, under it and beside it, as the tests of links read it."""

from __future__ import annotations

from crawler.pages.body.extract import Body, find_body
from crawler.pages.dom.page import Page
from crawler.pages.links.extract import LinkBlock, find_link_blocks

URL = "https://www.harbour-post.example/news/2024/03/ferry-line-reopens-48213.html"
STORY = "".join(
    f"<p>Paragraph {n} of the story tells at some length how the ferry line across the bay was opened again after two "
    f"years of repairs, what it cost, and who came to see the first boat leave the pier.</p>"
    for n in range(6)
)
TITLES = (
    "Council votes to rebuild the old pier",
    "Ferry fares will rise in the autumn",
    "How the storm broke the sea wall",
    "Fishermen ask for a second harbour",
)


def links(titles: tuple[str, ...] = TITLES, start: int = 48100) -> str:
    """A plain list of article links."""
    items = (f'<li><a href="/news/2024/02/story-number-{start + n}.html">{t}</a></li>' for n, t in enumerate(titles))
    return f"<ul>{''.join(items)}</ul>"


def html(*, inside: str = "", after: str = "", aside: str = "", before: str = "") -> str:
    """A page with a story; what is given stands in it, under it, beside it or above it."""
    half = STORY.find("<p>Paragraph 3")
    return f"""<html><head><title>Ferry line reopens after two years</title></head><body>
        <header><nav><a href="/politics/">Politics</a> <a href="/sport/">Sport</a></nav></header>
        {before}<main><article><h1>Ferry line reopens after two years</h1>
        <div class="text">{STORY[:half]}{inside}{STORY[half:]}</div></article>{after}</main>
        <div class="sidebar">{aside}</div><footer><a href="/imprint">Imprint of the paper</a></footer></body></html>"""


def read(source: str, url: str = URL) -> tuple[Body, list[LinkBlock]]:
    page = Page(source, url)
    body = find_body(page)
    return body, find_link_blocks(page, body)


def of_kind(blocks: list[LinkBlock], kind: str) -> list[str]:
    return [link.title for block in blocks if block.kind == kind for link in block.links]
