"""Stories that stand only in embedded JSON."""

from __future__ import annotations

import json
from html import escape

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


WORDPRESS = [{"name": "core/paragraph", "attributes": {"content": text}, "innerBlocks": []} for text in TEXT]
RENDERED = [{"__typename": "CoreParagraph", "renderedHtml": f"<p>{text}</p>"} for text in TEXT]
BY_NUMBER = {str(n): {"id": n, "type": "paragraph", "text": text} for n, text in enumerate(TEXT)}
MODELS = {"model": {"blocks": [{"type": "text", "model": {"text": text}} for text in TEXT]}}


@pytest.mark.parametrize(
    ("body", "key"), [(WORDPRESS, "blocks"), (RENDERED, "editorBlocks"), (BY_NUMBER, "blocks"), (MODELS, "content")]
)
def test_blocks_are_read_by_whichever_name_they_have(body: object, key: str) -> None:
    assert paragraphs(assigned(body, key)) == TEXT


BESIDE = "The bridge is closed for repairs once more, and will be until the spring of next year."


@pytest.mark.parametrize(
    "block",
    [
        {"type": "interstitial_link", "content": BESIDE},
        {"type": "text", "subtype": "also-read", "text": f"<p>{BESIDE}</p>"},
        {"kind": "related", "content": [{"text": BESIDE}]},
        {"_type": "image", "text": BESIDE},
        {"__typename": "NewsletterBox", "text": BESIDE},
    ],
)
def test_a_block_that_says_that_it_is_beside_the_story_is_left_out(block: dict[str, object]) -> None:
    blocks = [{"type": "text", "content": text} for text in TEXT]
    assert paragraphs(assigned([*blocks[:3], block, *blocks[3:]])) == TEXT


@pytest.mark.parametrize(
    "body",
    [
        escape(HTML),
        escape(escape(HTML)),
        "\\r\\n".join(TEXT),
        "\n".join(TEXT).replace("The ferry", "&nbsp;The ferry").replace("office", "&#111;ffice"),
        "\n\n".join(TEXT).replace("northern islands", "**northern** [islands](https://news.example/islands)"),
        "![A ferry](/ferry.jpg)\n\n" + "\n\n".join(f"## {text}" for text in TEXT),
    ],
    ids=["escaped", "escaped twice", "line breaks escaped", "entities", "Markdown", "headings and pictures"],
)
def test_a_body_is_read_however_it_is_written(body: str) -> None:
    assert paragraphs(assigned(body)) == TEXT


def test_what_only_looks_like_markup_stays() -> None:
    said = "The ferry costs 5 * 3 or 2 ** 4, says note [4](sic) of AT&T, as the office said on Monday. " * 3
    assert paragraphs(assigned(said)) == [said.strip()]


def test_a_body_in_a_code_of_its_own_is_no_text() -> None:
    assert paragraphs(assigned("PHA+VGhlIGZlcnJ5IHRvIHRoZSBub3J0aGVybi" * 20)) == [""]


def read(state: object, title: str) -> list[str]:
    page = Page(f"<script>window.__STATE__={json.dumps(state)}</script>", "https://news.example/a")
    return find_body(page, title=title).text().split("\n\n")


@pytest.mark.parametrize("title", [TITLE, f"{TITLE} from next week", TITLE.upper()])
def test_the_text_beside_the_headline_wins_over_longer_ones(title: str) -> None:
    long = "By using this site you agree to its terms, which may change at any time. " * 40
    state = {"terms": {"title": "Terms of use", "text": long}, "article": {"title": title, "body": HTML}}
    assert read(state, TITLE) == TEXT


def test_a_title_with_a_short_headline_in_it_is_not_the_pages() -> None:
    museum = {"title": "Ferries of the past", "body": "The museum is closed. " * 40}
    assert read({"a": museum, "b": {"title": "Ferries", "body": HTML}}, "Ferries") == TEXT


def test_a_much_longer_text_wins_over_a_teaser_with_the_headline() -> None:
    state = {"card": {"title": TITLE, "text": " ".join(TEXT)[:210]}, "blocks": [{"text": t} for t in TEXT * 1]}
    state["blocks"] += [{"text": f"{text} And on day {n} all went on."} for n in range(9) for text in TEXT]
    found = paragraphs(f"<script>window.__STATE__={json.dumps(state)}</script>")
    assert found[:6] == TEXT
    assert len(found) == 60


def test_a_state_with_its_quotes_escaped_as_angular_does_is_read() -> None:
    escaped = json.dumps({"G./story": {"title": TITLE, "text": f"{HTML}<p>It&#39;s A&B</p>"}})
    for sign, escape_ in (("&", "&a;"), ('"', "&q;"), ("'", "&s;"), ("<", "&l;"), (">", "&g;")):
        escaped = escaped.replace(sign, escape_)
    found = paragraphs(f'<script id="serverApp-state" type="application/json">{escaped}</script>')
    assert found == [*TEXT, "It's A&B"]


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
