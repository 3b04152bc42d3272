"""Stories in a page's scripts are found in whichever form the JSON has."""

from __future__ import annotations

import json

import pytest

from crawler.pages.article import extract

LINES = [f"The ferry to the northern islands will run twice a day, says note {n} of the port." for n in range(5)]
HTML = "".join(f"<p>{line}</p>" for line in LINES)
STATE = {"page": {"title": "Second ferry", "article": {"headline": "Second ferry", "body": HTML}}}


def pushed(stream: str, size: int = 90) -> str:
    pieces = [stream[n : n + size] for n in range(0, len(stream), size)]
    return "".join(f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)


ROW = json.dumps(["$", "div", None, {"article": {"headline": "Second ferry", "body": "$1a"}}])


@pytest.mark.parametrize(
    "scripts",
    [
        f"<script type=application/json>{json.dumps(STATE)}</script>",
        f"<script>window.__STATE__ = {json.dumps(STATE)};</script>",
        f"<script>window.__STATE__ = JSON.parse({json.dumps(json.dumps(STATE))});</script>",
        f"<script type=application/json>{json.dumps({'props': {'state': json.dumps(STATE)}})}</script>",
        pushed(f"1:{json.dumps(STATE)}\n2:null\n"),
        pushed(f"0:null\n1a:T{len(HTML):x},{HTML}1b:{ROW}\n"),
    ],
    ids=["plain", "assigned", "escaped", "string in JSON", "streamed", "streamed text"],
)
def test_a_story_in_a_script_is_read(scripts: str) -> None:
    html = f"<html><head><title>Second ferry</title></head><body><h1>Second ferry</h1>{scripts}</body></html>"
    article = extract(html, "https://news.example/ferry-1.html").article
    assert article is not None
    assert article.text.split("\n\n") == LINES
