"""Copies: the first that was read stays an article, the others say what they are copies of."""

from __future__ import annotations

import pytest

from tests.pipelines.conftest import Runs, page_of
from tests.pipelines.test_versions import ONE, OTHER

FIRST = page_of("https://news.example/1.html")
TRIMMED = ONE.rpartition("\n\n")[0]


@pytest.mark.parametrize(
    ("text", "method"), [(ONE, "exact"), (TRIMMED, "near"), (f"{ONE}\n\nPrinted with thanks to all.", "near")]
)
def test_a_copy_names_the_first_and_how_it_was_found(runs: Runs, text: str, method: str) -> None:
    run = runs.begin("all")
    run.reads("1.html", ONE)
    copy = run.reads("https://other.example/1", text)
    assert (copy.duplicate_of, copy.cluster_id, copy.method, copy.text) == (FIRST, FIRST, method, text)
    assert copy.similarity == 1.0


def test_the_same_page_again_is_no_copy_with_a_text(runs: Runs) -> None:
    run = runs.begin("all")
    run.reads("1.html", ONE)
    again = run.reads("1.html?utm_source=feed", ONE)
    assert (again.duplicate_of, again.method, again.text) == (FIRST, "url", None)


def test_a_page_that_says_something_else_by_now_keeps_its_text_and_how_like_it_is(runs: Runs) -> None:
    run = runs.begin("all")
    before = words(0, 400)
    run.reads("1.html", before)
    corrected = run.reads("1.html", f"Corrected: {words(10, 400)}")
    assert (corrected.duplicate_of, corrected.method) == (FIRST, "url")
    assert corrected.text == f"Corrected: {words(10, 400)}"
    assert 0.9 < corrected.similarity < 1
    other = run.reads("1.html", OTHER)
    assert (other.method, other.similarity, other.text) == ("url", 0.0, OTHER)


def test_a_stranger_is_a_story_of_its_own(runs: Runs) -> None:
    run = runs.begin("all")
    run.reads("1.html", ONE)
    other = run.reads("2.html", OTHER)
    assert (other.id, other.cluster_id) == (page_of("https://news.example/2.html"), other.id)


def words(first: int, stop: int) -> str:
    """A text of so many words, each another one."""
    return " ".join(f"w{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(first, stop))


def test_what_is_like_a_copy_alone_belongs_to_the_same_story(runs: Runs) -> None:
    run = runs.begin("all")
    run.reads("1.html", words(0, 200))
    second = run.reads("https://b.example/1", words(50, 250))
    third = run.reads("https://c.example/1", words(150, 250))
    assert [(copy.method, copy.cluster_id) for copy in (second, third)] == [("near", FIRST)] * 2


def test_the_copy_that_came_out_first_is_the_origin_whenever_it_was_read(runs: Runs) -> None:
    run = runs.begin("all")
    run.reads("1.html", ONE, date_published="2026-02-02T10:00:00Z")
    later = run.reads("https://b.example/1", ONE, date_published="2026-02-03T10:00:00Z")
    earlier = run.reads("https://c.example/1", ONE, date_published="2026-02-01T10:00:00Z")
    assert (later.origin, earlier.origin) == (False, True)


def test_whom_a_text_credits_is_its_source_and_the_origin(runs: Runs) -> None:
    run = runs.begin("all")
    first = run.reads("1.html", f"{ONE}\n\n(Harbour desk) — (Reuters)", date_published="2026-02-01T10:00:00Z")
    assert first.source == "Reuters"
    wire = run.reads("https://wire.example/1", ONE, publisher="Reuters", date_published="2026-02-03T10:00:00Z")
    assert wire.origin is True
    named = run.reads("2.html", f"{OTHER}\n\n(Reuters)", source="Harbour Bee")
    assert named.source == "Harbour Bee"


def test_with_mode_all_a_run_knows_its_own_pages_alone(runs: Runs) -> None:
    runs.begin("all").reads("1.html", ONE)
    assert runs.begin("all").reads("https://other.example/1", ONE).cluster_id == page_of("https://other.example/1")
    assert runs.begin("new").reads("https://third.example/1", ONE).duplicate_of == FIRST


def test_without_it_every_copy_is_an_article(runs: Runs) -> None:
    run = runs.begin("all", settings={"RELATED_DEDUPE_ENABLED": False})
    for url in ("1.html", "https://other.example/1"):
        article = run.reads(url, ONE)
        assert article.cluster_id == article.id == page_of(article.url)
