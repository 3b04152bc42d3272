"""Lines that a worker holds back are corrected by what others brought first, and so are its counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.items import Article, Duplicate, Link, row
from crawler.store.base import NO_CONFLICTS, Conflicts, Match, Story
from crawler.store.feeds import Feeds, to_line
from crawler.store.worker_conflicts import Resolution, edge_list_id
from tests.conftest import read_lines

SAID = "t"
"""The hash of what is said."""
MINE, OTHERS, COPY = "a" * 16, "b" * 16, "c" * 16
FIRST = Match(Story(OTHERS, "text", OTHERS), "near", 0.87654321)


def article(page: str) -> Article:
    return Article(id=page, url=f"https://{page}.example/", text="A ferry.", text_hash=SAID, cluster_id=page)


def link(source: str, target: str, *, followed: bool) -> Link:
    return Link(source_id=source, target_id=target, followed=followed, reason=None if followed else "kind")


@pytest.fixture
def feeds(tmp_path: Path) -> Feeds:
    """What a worker holds: two articles, a copy of the first, links; and the user's own file of articles."""
    held = {
        "articles": [article(MINE), article("d" * 16)],
        "own": [article(MINE), article("d" * 16)],
        "duplicates": [Duplicate(id=COPY, duplicate_of=MINE, cluster_id=MINE)],
        "links": [
            link(MINE, OTHERS, followed=True),
            link(MINE, COPY, followed=True),
            link(COPY, OTHERS, followed=False),
        ],
    }
    made = Feeds(durable=False)
    for name, records in held.items():
        feed = made.open(tmp_path / f"{name}.jsonl", overwrite=True)
        for record in records:
            feed.write(to_line(row(record)))
    return made


def resolved(
    feeds: Feeds, folder: Path, conflicts: Conflicts
) -> tuple[dict[str, int], dict[str, list[dict[str, Any]]]]:
    """What one checkpoint makes of it: the changed counts and the lines of each file."""
    resolution = Resolution(feeds, folder, [folder / "own.jsonl", folder / "table.csv"], conflicts)
    resolution.apply()
    feeds.write_out()
    lines = {path.stem: read_lines(path) for path in folder.glob("*.jsonl")}
    return {name: count for name, count in resolution.counts.items() if count}, lines


def test_without_conflicts_everything_stays(feeds: Feeds, tmp_path: Path) -> None:
    counts, lines = resolved(feeds, tmp_path, NO_CONFLICTS)
    assert counts == {}
    assert {name: len(found) for name, found in lines.items()} == {"articles": 2, "own": 2, "duplicates": 1, "links": 3}


@pytest.mark.parametrize(
    ("method", "others", "text"),
    [
        ("near", "another", "A ferry."),
        ("exact", SAID, "A ferry."),
        ("url", SAID, None),
        ("url", "another", "A ferry."),  # it said something else when the other worker read it
    ],
)
def test_an_article_that_another_worker_brought_first_is_a_copy(
    feeds: Feeds, tmp_path: Path, method: Any, others: str, text: str | None
) -> None:
    match = Match(replace(FIRST.story, text_hash=others), method, FIRST.similarity)
    counts, lines = resolved(feeds, tmp_path, Conflicts(copies={MINE: match}))
    assert [line["id"] for line in lines["articles"]] == [line["id"] for line in lines["own"]] == ["d" * 16]
    [copy_of_copy, copy] = lines["duplicates"]
    assert (copy["id"], copy["duplicate_of"], copy["cluster_id"]) == (MINE, OTHERS, OTHERS)
    assert (copy["method"], copy["similarity"], copy["text"]) == (method, 0.8765, text)
    assert (copy_of_copy["id"], copy_of_copy["duplicate_of"], copy_of_copy["cluster_id"]) == (COPY, OTHERS, OTHERS)
    assert counts == {"articles": -1, "duplicates": 1, f"duplicates_method/{method}": 1}


def test_links_that_another_worker_wrote_are_written_once(feeds: Feeds, tmp_path: Path) -> None:
    counts, lines = resolved(feeds, tmp_path, Conflicts(seen=frozenset({edge_list_id(MINE)})))
    assert [line["source_id"] for line in lines["links"]] == [COPY]
    assert counts == {"links": -2, "links_kind/related": -2, "links_reason/followed": -2}


def test_a_link_to_a_page_that_another_worker_asks_for_is_seen(feeds: Feeds, tmp_path: Path) -> None:
    counts, lines = resolved(feeds, tmp_path, Conflicts(seen=frozenset({OTHERS})))
    found = [(line["target_id"], line["followed"], line["reason"]) for line in lines["links"]]
    assert found == [(OTHERS, False, "seen"), (COPY, True, None), (OTHERS, False, "kind")]
    assert counts == {"links_reason/followed": -1, "links_reason/seen": 1}
