"""What goes out is whole, and is counted."""

from __future__ import annotations

import pytest

from crawler.items import Link, RelatedLinks, Skipped
from tests.pipelines.conftest import Runs
from tests.pipelines.test_versions import ONE


def test_everything_is_counted_by_its_kind_and_its_reasons(runs: Runs) -> None:
    run = runs.begin("all")
    run.reads("1.html", f"{ONE}\n\nSign up to our newsletter")
    run.reads("https://other.example/1", ONE)
    run.fails("2.html", "http", 404)
    run.process(Skipped("https://news.example/3.html", reason="since"))
    run.process(RelatedLinks([Link(kind="related", followed=True), Link(kind="more", reason="kind")]))
    assert [run.count(name) for name in ("articles", "duplicates", "failures", "skipped", "links")] == [1, 1, 1, 1, 2]
    reasons = ("duplicates_method/exact", "failures_reason/http", "skipped_reason/since", "links_kind/related",
               "links_kind/more", "links_reason/followed", "links_reason/kind")  # fmt: skip
    assert [run.count(name) for name in reasons] == [1] * 7
    assert run.count("removed_rule/en-newsletter") == 1


@pytest.mark.parametrize("missing", ["id", "cluster_id"])
def test_a_story_that_lacks_what_names_it_is_refused(runs: Runs, missing: str) -> None:
    with pytest.raises(ValueError, match=r"incomplete record of https://news\.example/1\.html"):
        runs.begin("all").reads("1.html", ONE, **{missing: ""})
