"""Stories in a page's scripts are found in whichever form the JSON has."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from crawler.pages.article import extract
from crawler.pages.dom.limits import time_limit

LINES = [f"The ferry to the northern islands will run twice a day, says note {n} of the port." for n in range(5)]
HTML = "".join(f"<p>{line}</p>" for line in LINES)
STATE = {"page": {"title": "Second ferry", "article": {"headline": "Second ferry", "body": HTML}}}


def pushed(stream: str, size: int = 90) -> str:
    pieces = [stream[n : n + size] for n in range(0, len(stream), size)]
    return "".join(f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)


PAYLOAD = [["Reactive", 1], {"article": 2}, {"headline": 3, "body": 4}, "Second ferry", HTML]
STORE = {
    "Article:1": {"headline": "Second ferry", "paragraphs": [{"__ref": f"P:{n}"} for n in range(5)]},
    **{f"P:{n}": {"text": line} for n, line in enumerate(LINES)},
}
TREE = ["$", "article", None, {"children": [["$", "p", str(n), {"children": line}] for n, line in enumerate(LINES)]}]
CARDS = {"story": {"headline": "Second ferry", "cards": [{"story-elements": [{"text": line} for line in LINES]}]}}
ROW = json.dumps(["$", "div", None, {"article": {"headline": "Second ferry", "body": "$1a"}}])


@pytest.mark.parametrize(
    "scripts",
    [
        f"<script type=application/json>{json.dumps(STATE)}</script>",
        f"<script>window.__STATE__ = {json.dumps(STATE)};</script>",
        f"<script>window.__STATE__ = JSON.parse({json.dumps(json.dumps(STATE))});</script>",
        f"<script type=application/json>{json.dumps({'props': {'state': json.dumps(STATE)}})}</script>",
        "<script>window.__STATE__ = JSON.parse('"
        + json.dumps(STATE).replace("\\", "\\\\").replace("'", "\\'").replace("<", "\\x3C")
        + "');</script>",
        f"<script>window.__STATE__ = JSON.parse(decodeURIComponent('{quote(json.dumps(STATE))}'));</script>",
        f"<script>window.__STATE__ = {json.dumps({**STATE, 'user': None}).replace('null', 'undefined')};</script>",
        f"<script type=application/json id=__NUXT_DATA__>{json.dumps(PAYLOAD)}</script>",
        f"<script>window.__APOLLO_STATE__ = {json.dumps(STORE)};</script>",
        pushed(f"4:{json.dumps(TREE)}\n"),
        "<script type=application/ld+json>"
        + json.dumps({"@type": "NewsArticle", "articleBody": HTML.replace("<", "&lt;").replace(">", "&gt;")})
        + "</script>",
        f"<script type=application/json>{json.dumps(CARDS)}</script>",
        pushed(f"1:{json.dumps(STATE)}\n2:null\n"),
        pushed(f"0:null\n1a:T{len(HTML):x},{HTML}1b:{ROW}\n"),
    ],
    ids=[
        *(
            "plain",
            "assigned",
            "escaped",
            "string in JSON",
            "single quotes",
            "percent-encoded",
            "undefined",
            "by place",
        ),
        *("by reference", "streamed tree", "escaped HTML", "cards", "streamed", "streamed text"),
    ],
)
def test_a_story_in_a_script_is_read(scripts: str) -> None:
    html = f"<html><head><title>Second ferry</title></head><body><h1>Second ferry</h1>{scripts}</body></html>"
    article = extract(html, "https://news.example/ferry-1.html").article
    assert article is not None
    assert article.text.split("\n\n") == LINES


@pytest.mark.parametrize("payload", [[1], [{"a": 9}], [[0]], [{"a": 0}], [["Reactive"]], [True], [{"a": -1}]])
def test_a_payload_that_names_nothing_or_itself_ends(payload: list[object]) -> None:
    html = f"<script type=application/json id=__NUXT_DATA__>{json.dumps([*payload, 'x' * 300])}</script>"
    assert extract(html, "https://news.example/ferry-1.html").article is None


def circle(size: int, width: int) -> dict[str, list[str]]:
    """Objects of which each leads to many others, and so on in circles."""
    return {f"N{n}": [f"N{(7 * n + m) % size}" for m in range(width)] for n in range(size)}


def by_reference(objects: dict[str, list[str]]) -> str:
    links = {name: [{"__ref": other} for other in others] for name, others in objects.items()}
    store = {name: {"title": name, "content": held} for name, held in links.items()}
    return f"<script type=application/json>{json.dumps({'Article:1': STATE['page']['article'], **store})}</script>"


def by_place(objects: dict[str, list[str]]) -> str:
    at = {name: 2 * n + 4 for n, name in enumerate(objects)}
    first = [{"headline": 1, "body": 2, "circle": 4}, "Second ferry", HTML, None]
    circles = [v for name, others in objects.items() for v in ({"content": at[name] + 1}, [at[o] for o in others])]
    return f"<script type=application/json id=__NUXT_DATA__>{json.dumps([*first, *circles])}</script>"


@pytest.mark.parametrize("script", [by_reference, by_place])
def test_a_story_among_objects_that_lead_to_each_other_in_circles_is_found(
    script: Callable[[dict[str, list[str]]], str],
) -> None:
    scripts = script(circle(100, 60))
    html = f"<html><head><title>Second ferry</title></head><body><h1>Second ferry</h1>{scripts}</body></html>"
    with time_limit(10):
        article = extract(html, "https://news.example/ferry-1.html").article
    assert article is not None
    assert article.text.split("\n\n") == LINES


def test_a_store_of_nothing_but_circles_is_left_in_time() -> None:
    with time_limit(5):  # of processor time: some seconds more than it takes, and fewer than without a bound
        assert extract(by_reference(circle(6000, 55)), "https://news.example/ferry-1.html").page is not None
