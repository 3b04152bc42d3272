"""Records that can be printed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article, Link, Provenance, RelatedLinks, Removed
from crawler.pipelines.sanitize import LONGEST_FIELD, Sanitize, safe_text

_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def test_every_field_is_cleaned_however_deep_it_lies() -> None:
    bad = "Tide\x1b[31m \x00red\u202e\ud800"
    article = Article(
        title=bad, authors=[bad], removed=[Removed("r", bad, 0)], provenance={"title": Provenance("meta", bad)}
    )
    Sanitize().process_item(article)
    assert (
        article.title == article.authors[0] == article.removed[0].text == article.provenance["title"].raw == "Tide red"
    )
    links = RelatedLinks([Link(title=bad, url="http://user:secret@news.example/a")])
    Sanitize().process_item(links)
    assert (links.links[0].title, links.links[0].url) == ("Tide red", "http://news.example/a")


def test_one_string_that_acts_among_others_that_do_not_is_cleaned() -> None:
    link = Link(title="Tide\x1b[31m red", url="http://news.example/a", source_url="http://news.example/b")
    Sanitize().process_item(link)
    assert (link.title, link.url) == ("Tide red", "http://news.example/a")


def test_line_breaks_that_only_some_know_become_line_feeds() -> None:
    assert safe_text("one\u2028two\u2029three\x85four\nfive") == "one\ntwo\nthree\nfour\nfive"


def test_what_shows_is_kept() -> None:
    for text in (
        "市政府宣布：「海堤」完工。",
        "naïve – “quoted” …",
        "می\u200cخواهم",
        "👩\u200d🚒",
        "a\tb",
        "mail@news.example",
    ):
        assert safe_text(text) == text


def test_fields_without_end_are_cut() -> None:
    assert len(safe_text("x" * 5_000_000)) == LONGEST_FIELD


@given(st.text(max_size=300))
def test_nothing_that_acts_is_left_and_twice_is_once(text: str) -> None:
    once = safe_text(text)
    assert not _ACTS.search(once)
    assert safe_text(once) == once
