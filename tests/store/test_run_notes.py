"""What several workers note of one run is one run's note."""

from __future__ import annotations

from crawler.store.run_notes import merge_notes

BEGUN = {"spider": "related", "arguments": {"mode": "new"}}
FEED = "https://harbour.example/feed"


def ended(articles: int, status: str, **sites: int) -> dict[str, object]:
    return {
        **BEGUN,
        "reason": "finished",
        "counts": {"articles": articles},
        "seeds": {FEED: {"status": status, "articles": articles}},
        "sites": {site: {"pages": pages} for site, pages in sites.items()},
    }


def test_what_two_workers_found_is_added_up() -> None:
    both = merge_notes(ended(3, "failed", harbour=3), ended(4, "read", harbour=2, island=2))
    assert both["counts"] == {"articles": 7}
    assert both["seeds"] == {FEED: {"status": "read", "articles": 7}}
    assert both["sites"] == {"harbour": {"pages": 5}, "island": {"pages": 2}}
    assert both["reason"] == "finished"


def test_what_is_left_is_left_of_the_whole_run_and_not_added_up() -> None:
    first, last = ({**ended(1, "read"), "counts": {"articles": 1, "frontier_left": left}} for left in (9, 8))
    assert merge_notes(first, last)["counts"] == {"articles": 2, "frontier_left": 8}


def test_a_worker_that_joins_takes_nothing_from_one_that_has_ended() -> None:
    first = ended(3, "read", harbour=3)
    assert merge_notes(first, BEGUN) == first
    assert merge_notes(BEGUN, first) == first


def test_a_run_that_another_worker_ended_was_not_stopped() -> None:
    stopped = merge_notes(ended(3, "read"), {**BEGUN, "stop_reason": "shutdown", "stopped_at": "2026-11-01"})
    assert (stopped["counts"], stopped["stop_reason"]) == ({"articles": 3}, "shutdown")
    assert "stop_reason" not in merge_notes(stopped, ended(1, "read"))


def test_a_seed_that_one_worker_alone_asked_for_is_as_it_found_it() -> None:
    other = "https://island.example/feed"
    both = merge_notes(ended(3, "read"), {**ended(1, "read"), "seeds": {other: {"status": "failed", "articles": 1}}})
    assert both["seeds"] == {FEED: {"status": "read", "articles": 3}, other: {"status": "failed", "articles": 1}}
