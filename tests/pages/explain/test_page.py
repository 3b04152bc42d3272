"""A page explained: the fate of its blocks, the sources of its fields, the kinds of its links, and that it all agrees
with the record."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive.reader import Record, read
from crawler.pages.article import extract
from crawler.pages.explain.body import PagePart, story_text
from crawler.pages.explain.page import Explanation, as_json, explain, plain
from crawler.text.boilerplate import restore
from crawler.text.cleaning import clean_article
from tests.conftest import SAMPLE
from tests.web.ferry import PAGE, STORY, URL


@pytest.fixture
def found() -> Explanation:
    return explain(extract(PAGE, URL))


def part(found: Explanation, beginning: str) -> PagePart:
    return next(p for p in found.body.parts if p.text.startswith(beginning))


def test_every_block_of_the_page_has_a_fate_and_a_reason(found: Explanation) -> None:
    assert [p.text for p in found.body.parts if p.fate == "kept"] == STORY
    assert (part(found, "The ferry across").why, part(found, "The ferry across").place) == (
        "in the story's container",
        "main > div.story > p",
    )
    assert (part(found, "Ferry returns").fate, part(found, "Ferry returns").why) == ("left out", "the headline")
    assert (part(found, "The ferry at its").fate, part(found, "The ferry at its").why) == (
        "left out",
        "it is a caption",
    )
    assert all(p.why and p.role for p in found.body.parts)


def test_a_block_of_a_link_list_names_the_list(found: Explanation) -> None:
    offered = part(found, "Council argues")
    assert (offered.fate, offered.link_block) == ("linked", 0)
    assert found.links[0].heading == "Related stories"


def test_a_cut_names_its_rule_and_what_it_took() -> None:
    html = PAGE.replace("nineteen years.", "nineteen years. (Reporting by Tom Adler)")
    last = part(explain(extract(html, URL)), "“We counted")
    assert (last.fate, last.why) == ("trimmed", "boilerplate by rule en-wire-credits")
    assert [(r.text, last.text[r.at :]) for r in last.removed] == [(" (Reporting by Tom Adler)",) * 2]


def test_a_page_that_scripts_fill_says_what_would_draw_it() -> None:
    frame = "<title>Harbour Post</title><div id='root'></div><script src='/app.js'></script>"
    detail = explain(extract(frame, URL)).detail
    assert detail is not None
    assert detail.startswith("no text of a story was found on the page; its scripts may bring one")
    assert "RELATED_BROWSER=True" in detail
    assert explain(extract(frame.partition("<script")[0], URL)).detail == "no text of a story was found on the page"


def test_menus_that_were_not_read_stand_where_the_page_has_them(found: Explanation) -> None:
    first, last = found.body.parts[0], found.body.parts[-1]
    assert (first.text, first.fate, last.text, last.fate) == (
        "Politics Sport",
        "outside",
        "All rights reserved by Valley News.",
        "outside",
    )
    assert first.why.startswith("not read: a menu")


def test_fields_name_their_source_and_what_lost(found: Explanation) -> None:
    facts = {fact.name: fact for fact in found.fields}
    assert (facts["title"].value, facts["title"].source) == ("Ferry returns to the upper lake", "json-ld")
    assert (facts["authors"].value, facts["authors"].source) == (["Paula Reinholt"], "json-ld")
    assert ("meta", "Valley Desk", False) in [(c.source, c.raw, c.used) for c in facts["authors"].candidates]
    assert facts["date_published"].raw == "2026-03-05T18:40:00+01:00"
    assert [c.raw for c in facts["date_published"].candidates if c.used] == ["2026-03-05T18:40:00+01:00"]
    assert facts["publisher"].source == "meta"


def test_links_have_kind_evidence_and_the_points_of_their_relevance(found: Explanation) -> None:
    block = found.links[0]
    assert (block.kind, len(block.links)) == ("related", 3)
    assert block.evidence["heading"] == {"text": "Related stories", "kind": "related"}
    assert max(block.evidence["probable"], key=block.evidence["probable"].get) == "related"
    assert block.evidence["points"]["heading=related"] > 0
    assert 0 < block.links[0].relevance <= 1
    assert {"base", "page", "seed"} <= set(block.links[0].points)


def test_a_page_without_a_story_says_why() -> None:
    found = explain(extract("<html><body><nav><a href='/a'>A</a></nav></body></html>", URL))
    assert (found.type, found.reason) == (None, "not-article")
    assert found.detail == "no text of a story was found on the page"
    assert found.body.source == "none"


def test_a_story_out_of_embedded_json_says_so() -> None:
    data = {"props": {"pageProps": {"article": {"headline": "Ferry returns", "body": "\n\n".join(STORY)}}}}
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    html = f'<html><body><div id="app"></div>{script}</body></html>'
    found = explain(extract(html, URL))
    assert found.body.source == "embedded JSON"
    assert [p.text for p in found.body.parts if p.fate == "kept"] == STORY


def test_a_second_look_at_thin_markup_is_told() -> None:
    assert explain(extract(PAGE, URL)).body.looks == 1
    assert explain(extract("<html><body><h1>Nothing</h1><p>Just this.</p></body></html>", URL)).body.looks == 2


def records() -> Iterator[Record]:
    pages = (r for r in read(str(SAMPLE / "web.warc.gz")) if r.status == 200 and r.header("Content-Type"))
    return (r for r in pages if "html" in (r.header("Content-Type") or ""))


def test_what_is_shown_is_what_a_crawl_writes() -> None:
    """On every page of the sample web: text, cuts, links, title and authors are those of the record."""
    count = 0
    for record in records():
        read_page = extract(record.body, record.url, headers=dict(record.headers))
        found = explain(read_page)
        assert len(found.links) == len(read_page.links)
        article = read_page.article
        if article is None:
            assert found.reason
            continue
        uncut = article.text
        clean_article(article)
        count += 1
        facts = {fact.name: fact.value for fact in found.fields}
        assert (facts["title"], facts["authors"], facts["source"]) == (article.title, article.authors, article.source)
        assert found.body.characters == len(article.text)
        cuts = {cut.text for p in found.body.parts for cut in p.removed}
        assert all(any(cut in piece.text for piece in article.removed) for cut in cuts)
        for p in found.body.parts:
            p.fate = "kept" if p.fate in ("trimmed", "cut") else p.fate
        assert story_text(found.body.parts) == uncut == restore(article.text, article.removed)
    assert count > 40


def test_the_record_itself_stays_uncut() -> None:
    read_page = extract(PAGE.replace("nineteen years.", "nineteen years. Follow us on Facebook."), URL)
    assert read_page.article is not None
    before = (read_page.article.text, list(read_page.article.removed), list(read_page.article.editors))
    explain(read_page)
    assert (read_page.article.text, read_page.article.removed, read_page.article.editors) == before


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_no_page_can_break_it_or_write_to_the_terminal(text: str) -> None:
    html = PAGE.replace("nineteen", text).replace("Paula", f"\x1b]0;x\x07{text[:20]}").replace("oak", "\x9b31m")
    found = explain(extract(html, URL))
    said = as_json(found)
    assert json.loads(said) == plain(found)
    assert not any(c in said for c in "\x1b\x9b\x07\u202e\n")


def test_a_front_page_says_what_it_is_worth_as_a_seed() -> None:
    cards = "".join(f"<article><h2><a href=/a/{n}.html>The case of day {n} in court</a></h2></article>" for n in "abc")
    found = explain(
        extract(f"<html><title>Post</title><body><h1>News</h1>{cards}</body></html>", "https://post.example/")
    )
    assert found.detail == (
        "no text of a story was found on the page; given as a seed it is a list of 3 articles to start from"
    )
