"""Stories that stand only in embedded JSON."""

from __future__ import annotations

import json

import pytest

from crawler.pages.body.extract import find_body
from crawler.pages.dom.page import Page

TITLE = "Second ferry to the islands"
TEXT = [f"The ferry to the northern islands will run twice a day from Monday, said office {n}." for n in range(6)]
STATE = {
    "props": {
        "pageProps": {
            "related": [{"title": "Bridge closed", "body": "The bridge is closed for repairs once more. " * 40}],
            "article": {"title": TITLE, "blocks": [{"type": "p", "text": text} for text in TEXT]},
        }
    }
}
HTML = "".join(f"<p>{text}</p>" for text in TEXT)


def paragraphs(script: str) -> list[str]:
    head = f"<head><title>{TITLE} | News</title></head>"
    page = Page(f"<html>{head}<body><div id=root></div>{script}</body></html>", "https://news.example/a")
    return find_body(page).text().split("\n\n")


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(STATE)}</script>',
        f"<script>window.__INITIAL_STATE__ = {json.dumps(STATE)};</script>",
        f'<script type="application/json">{json.dumps({"story": {"headline": TITLE, "bodyHtml": HTML}})}</script>',
        '<script type="application/ld+json">'
        + json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(TEXT)})
        + "</script>",
    ],
)
def test_the_story_is_read_out_of_state(script: str) -> None:
    assert paragraphs(script) == TEXT


@pytest.mark.parametrize("state", ["{", "[" * 100_000, '{"a":' * 50_000, "null", '"' + "x" * 500_000])
def test_broken_and_endless_state_ends(state: str) -> None:
    assert paragraphs(f"<script>window.__STATE__ = {state}</script>") == [""]
