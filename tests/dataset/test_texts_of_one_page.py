"""A page that was read more than once has each of its texts in the data set."""

from __future__ import annotations

from pathlib import Path

from crawler.items import Article, Duplicate
from tests.dataset.test_build import made
from tests.made_runs import MakeRun, article, prose


def test_a_page_that_one_run_read_again_with_another_text_keeps_each_of_its_texts(
    make_run: MakeRun, tmp_path: Path
) -> None:
    url = "https://a.example/1"
    story = article(url, prose(1))
    again = [copy_of(story, url, text) for text in (None, prose(2), prose(2), prose(3))]
    runs = [
        make_run("a", [story], duplicates=again),
        make_run("b", [], duplicates=again, started="2026-03-02T09:00:00Z"),
    ]
    found = made(runs, tmp_path / "out")["duplicates"]
    assert [(d["method"], d["text"]) for d in found] == [("url", prose(2)), ("url", prose(3))]


def copy_of(story: Article, url: str, text: str | None) -> Duplicate:
    """A line for a page that was read already."""
    copy = Duplicate(id=story.id, url=url, requested_url=url, canonical_url=url, site="a.example", text=text)
    copy.duplicate_of = copy.cluster_id = story.id
    copy.method = "url"
    return copy
