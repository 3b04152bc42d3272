"""Lists that scripts draw, out of the page's state."""

from __future__ import annotations

import json

import pytest

from tests.pages.links.pages import TITLES, html, of_kind, read


def test_blocks_that_scripts_draw_come_out_of_state() -> None:
    state = """<script>window.__STATE__ = {"page": {"relatedArticles": [
        {"title": "Council votes to rebuild the old pier", "url": "/news/2024/02/pier-48100.html", "teaser": "In May."},
        {"title": "Ferry fares will rise in the autumn", "url": "/news/2024/02/fares-48101.html"}]}}</script>
        <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry line reopens",
        "relatedLink": ["https://www.harbour-post.example/news/2024/02/wall-48102.html"]}</script>"""
    _, blocks = read(html(after=state))
    assert {b.kind for b in blocks} == {"related"}
    urls = [link.url.rpartition("/")[2] for b in blocks for link in b.links]
    assert urls == ["wall-48102.html", "pier-48100.html", "fares-48101.html"]
    assert all(b.element is None for b in blocks)


STATE = '{"props": {"relatedArticles": [' + ", ".join(
    f'{{"url": "/news/2024/02/story-{48100 + n}.html", "title": "{title}"}}' for n, title in enumerate(TITLES)
) + "]}}"  # fmt: skip


@pytest.mark.parametrize(
    "script",
    [
        f"window.__STATE__ = {STATE}",
        f"window.__STATE__ = JSON.parse({json.dumps(STATE)})",
        f"self.__next_f.push([1, {json.dumps('4:' + STATE[:150])}])</script>"
        f"<script>self.__next_f.push([1, {json.dumps(STATE[150:])}])",
        f"window.__DATA__ = {json.dumps({'status': 200, 'body': STATE})}",
        STATE.replace('"title": ', '"title": {"rendered": ').replace('"}', '"}}').join(("window.wp = ", "")),
        STATE.replace('"relatedArticles": [', '"relatedArticles": {"items": [').replace("]", "]}").join(("x = ", "")),
    ],
    ids=["plain", "escaped", "streamed", "in a string", "titles in an object", "a list in an object"],
)
def test_a_list_in_a_pages_state_is_offered_however_it_is_written(script: str) -> None:
    assert of_kind(read(html(after=f"<script>{script}</script>"))[1], "related") == list(TITLES)


def test_a_list_in_an_attribute_of_a_frame_is_offered() -> None:
    frame = f"<html><body><h1>Ferry line reopens</h1><div id=app data-page='{STATE}'></div></body></html>"
    _, blocks = read(frame)
    assert [link.title for b in blocks if b.kind == "related" for link in b.links] == list(TITLES)
