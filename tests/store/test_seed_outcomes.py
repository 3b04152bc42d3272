"""What came of each seed that the user named."""

from __future__ import annotations

import json

import pytest

from crawler.store.seed_outcomes import SeedOutcomes

A, B, C = (f"https://{name}.example/feed" for name in "abc")


@pytest.fixture
def seeds() -> SeedOutcomes:
    return SeedOutcomes([A, B, C])


def told(seeds: SeedOutcomes) -> list[tuple[str, str | None, str | None, int]]:
    return [(row["status"], row["kind"], row["reason"], row["articles"]) for row in seeds.rows]


def test_each_has_one_outcome_and_other_addresses_none(seeds: SeedOutcomes) -> None:
    for url in (A, "https://other.example/"):
        seeds.read(url, "feed")
        seeds.wrote_article(url)
        seeds.wrote_article(url)
    seeds.known(B)
    seeds.failed(C, "http")
    for url in ("https://other.example/",):
        seeds.known(url)
        seeds.failed(url, "http")
    assert told(seeds) == [("read", "feed", None, 2), ("known", None, None, 0), ("failed", None, "http", 0)]
    assert (seeds.unreadable, seeds.none_read) == (1, False)


def test_what_the_run_found_out_is_not_known_from_before(seeds: SeedOutcomes) -> None:
    seeds.read(A, "article")
    seeds.failed(B, "timeout")
    for url in (A, B):
        seeds.known(url)
    assert [row["status"] for row in seeds.rows] == ["read", "failed", "failed"]


def test_a_seed_that_was_not_asked_for_is_not_unreadable(seeds: SeedOutcomes) -> None:
    assert (seeds.unreadable, seeds.none_read) == (0, True)
    seeds.failed(A, "dns")
    assert (seeds.unreadable, seeds.none_read) == (1, True)
    seeds.known(B)
    assert not seeds.none_read
    assert not SeedOutcomes([]).none_read


def test_more_failures_than_allowed_are_too_many_as_a_number_or_a_share(seeds: SeedOutcomes) -> None:
    seeds.failed(A, "dns")
    seeds.failed(B, "dns")
    assert [seeds.too_many_failed(allowed, share=False) for allowed in (1, 2)] == [True, False]
    assert [seeds.too_many_failed(allowed, share=True) for allowed in (0.5, 2 / 3)] == [True, False]


def test_a_run_that_goes_on_knows_them(seeds: SeedOutcomes) -> None:
    seeds.read(A, "sitemap")
    seeds.wrote_article(A)
    again = SeedOutcomes([A, B])
    again.restore(json.loads(json.dumps(seeds.state())))
    assert told(again) == [("read", "sitemap", None, 1), ("failed", None, "not-asked", 0)]
    fewer = SeedOutcomes([B])
    fewer.restore(seeds.state())
    assert told(fewer) == [("failed", None, "not-asked", 0)]


def test_another_workers_outcome_counts_where_this_one_has_none_and_its_stories_do_not(seeds: SeedOutcomes) -> None:
    other = SeedOutcomes([A, B, C, "https://d.example/"])
    for url in (A, B, "https://d.example/"):
        other.failed(url, "dns")
        other.wrote_article(url)
    seeds.read(A, "feed")
    seeds.wrote_article(B)
    seeds.learn_from("other", other.state())
    assert told(seeds) == [("read", "feed", None, 0), ("failed", None, "dns", 1), ("failed", None, "not-asked", 0)]
