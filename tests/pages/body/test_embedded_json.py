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


ARTICLE = {"headline": TITLE, "bodyHtml": HTML}
PIECES = [[{"text": text[:9]}, {"text": text[9:20], "bold": True}, {"text": text[20:]}] for text in TEXT]
SLATE = {"type": "root", "children": [{"type": "p", "children": pieces} for pieces in PIECES]}
PORTABLE = [{"_type": "block", "children": [{"_type": "span", **piece} for piece in pieces]} for pieces in PIECES]
PROSE_MIRROR = {
    "type": "doc",
    "content": [{"type": "paragraph", "content": [{"type": "text", **piece} for piece in pieces]} for pieces in PIECES],
}
CONTENTFUL = {
    "nodeType": "document",
    "content": [
        {
            "nodeType": "paragraph",
            "content": [
                {"nodeType": "text", "value": text[:9]},
                {"nodeType": "hyperlink", "content": [{"nodeType": "text", "value": text[9:20]}]},
                {"nodeType": "text", "value": text[20:]},
            ],
        }
        for text in TEXT
    ],
}


def assigned(body: object, key: str = "body") -> str:
    return f"<script>window.__STATE__={json.dumps({'article': {'title': TITLE, key: body}})}</script>"


@pytest.mark.parametrize("body", [SLATE, PORTABLE, PROSE_MIRROR, CONTENTFUL])
def test_a_paragraph_that_an_editor_keeps_in_pieces_is_one_paragraph(body: object) -> None:
    assert paragraphs(assigned(body)) == TEXT


def test_a_body_may_have_many_names_and_plain_forms() -> None:
    assert paragraphs(assigned("\n\n".join(TEXT), "markdown")) == TEXT
    assert paragraphs(assigned(HTML, "article_body")) == TEXT
    assert paragraphs(assigned([{"type": "text", "content": text} for text in TEXT], "content-elements")) == TEXT


@pytest.mark.parametrize(
    "carrier",
    [
        f"<div id=app data-page='{json.dumps({'props': {'article': ARTICLE}}).replace(chr(39), '&#39;')}'></div>",
        f"<script>window.__remixContext = {json.dumps({'state': {'article': ARTICLE}})};</script>",
        f'<script>var a={{}};window.config = {{"x": 1}};\nApp.story={json.dumps(ARTICLE)}</script>',
        f'<script type="fastboot/shoebox">{json.dumps(ARTICLE)}</script>',
        f"<script>window.__NUXT__=(function(a){{return {{data:[{{title:{json.dumps(TITLE)},body:{json.dumps(HTML)}"
        "}]}}(1))</script>",
        f"<script>var story = {{title: '{TITLE}', html: '{HTML}'}};</script>",
    ],
    ids=["attribute", "any name", "a later assignment", "another type", "a program's object", "single quotes"],
)
def test_a_story_is_read_however_a_script_is_given_it(carrier: str) -> None:
    assert paragraphs(carrier) == TEXT


def test_strings_of_a_program_that_are_no_body_are_no_story() -> None:
    assert paragraphs(f"<script>var ad = {{note: '{HTML}', css: '{' '.join(TEXT)}'}};</script>") == [""]
