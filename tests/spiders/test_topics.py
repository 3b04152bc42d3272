"""The topics of a run: ratings as a crawl meets them, kept for a restart, bounded whatever the number of seeds."""

from __future__ import annotations

import json
import sys

import pytest

from crawler.items import Link
from crawler.pages.article import Extraction, extract
from crawler.spiders import topics as module
from crawler.spiders.topics import Topics, profile

SEED = "https://news.example/seed.html"


def _page(words: str, url: str = "https://news.example/page.html") -> Extraction:
    text = "".join(
        f"<p>{words} were counted in report {n} by the clerks of the council, who wrote of {words}.</p>"
        for n in range(6)
    )
    html = (
        f"<html lang='en'><head><title>{words}</title><meta property='og:type' content='article'></head>"
        f"<body><article><h1>{words}</h1>{text}</article></body></html>"
    )
    found = extract(html, url)
    assert found.article is not None
    return found


def _links(*titles: str) -> list[Link]:
    return [
        Link(url=f"https://news.example/{n}.html", source_url=SEED, title=title, rank=n, target_id=str(n))
        for n, title in enumerate(titles, 1)
    ]


def _read(
    topics: Topics, words: str, *titles: str, depth: int = 1, seed: str = SEED
) -> tuple[float | None, list[Link]]:
    rating = topics.rate_page(_page(words), seed, depth, 0.5)
    links = _links(*titles)
    topics.rate_links(links, rating)
    return rating.relevance, links


def test_pages_and_links_are_rated_by_the_topic_of_their_seed() -> None:
    topics = Topics()
    assert _read(topics, "Tidal turbines", depth=0)[0] == 1.0
    on, links = _read(topics, "Tidal turbines of the bay", "New tidal turbines", "Ten lipsticks for spring")
    off, _ = _read(topics, "Lipsticks and perfumes")
    assert on is not None
    assert off is not None
    assert on > 0.5 > off
    assert links[0].relevance > links[1].relevance
    assert links[0].priority > links[1].priority > 0


def test_a_page_whose_seed_was_not_read_has_no_relevance() -> None:
    relevance, links = _read(Topics(), "Tidal turbines", "New tidal turbines", "Ten lipsticks for spring")
    assert relevance is None
    assert links[0].relevance > links[1].relevance


def test_in_an_archive_links_are_rated_by_their_page() -> None:
    links = _links("New tidal turbines", "Ten lipsticks for spring")
    Topics().rate_against_page(links, profile(_page("Tidal turbines")))
    assert links[0].relevance > links[1].relevance


def _run(topics: Topics, first: int, last: int) -> list[float | None]:
    return [
        _read(topics, f"Harbour story {'abcdefghij'[n % 10]} of seed", "The harbour", seed=f"{SEED}?{n % 5}")[0]
        for n in range(first, last)
    ]


def test_after_a_restart_pages_are_rated_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_GROWTH", 1.0)
    topics = Topics()
    for n in range(5):
        _read(topics, f"Harbour {n}", "A harbour opens", depth=0, seed=f"{SEED}?{n}")
    kept: dict[str, str] = {}
    for n in range(0, 80, 5):
        _run(topics, n, n + 5)
        kept |= {key: json.dumps(value) for key, value in topics.state().items()}
    again = Topics()
    again.restore({key: json.loads(value) for key, value in kept.items()})
    assert _run(again, 80, 90) == pytest.approx(_run(topics, 80, 90), abs=0.05)  # weights are set anew


def test_a_topic_that_was_packed_rates_as_one_that_was_not(monkeypatch: pytest.MonkeyPatch) -> None:
    roomy, narrow = Topics(), Topics()
    found = []
    for topics, unpacked in ((roomy, 100), (narrow, 2)):
        monkeypatch.setattr(module, "_UNPACKED", unpacked)
        for n in range(5):
            _read(topics, f"Harbour {n}", "A harbour opens", depth=0, seed=f"{SEED}?{n}")
        found.append(_run(topics, 0, 40))
    assert found[1][10:] == pytest.approx(found[0][10:], abs=0.05)  # weights are set anew


def test_a_checkpoint_keeps_a_few_of_the_topics_that_grew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT_AT_ONCE", 2)
    topics = Topics()
    for n in range(5):
        _read(topics, f"Harbour {n}", depth=0, seed=f"{SEED}?{n}")
    _run(topics, 0, 5)
    kept = [[key for key in topics.state() if key.startswith("read ")] for _ in range(4)]
    assert [len(each) for each in kept] == [2, 2, 1, 0]
    assert len({key for each in kept for key in each}) == 5


def test_topics_of_very_many_seeds_are_brief_and_then_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FULL_TOPICS", 2)
    monkeypatch.setattr(module, "_MOST_TOPICS", 4)
    topics = Topics()
    for n in range(6):
        _read(topics, f"Harbour {n} " + " ".join(f"word{i}x" for i in range(100)), depth=0, seed=f"{SEED}?{n}")
    sizes = [len(seed[0]) for key, seed in topics.state().items() if key.startswith("seed ")]
    assert len(sizes) == len(topics) == 4
    assert min(sizes[:2]) > 100
    assert max(sizes[2:]) <= 60


def test_five_hundred_topics_take_little_memory() -> None:
    topics = Topics()
    for n in range(100):
        _read(topics, " ".join(f"w{n * 200 + i}" for i in range(200)), "A harbour opens", depth=0, seed=f"{SEED}?{n}")
        _read(topics, " ".join(f"v{n * 200 + i}" for i in range(200)), seed=f"{SEED}?{n}")
    packed = sum(map(sys.getsizeof, topics._packed.values()))
    assert packed / len(topics._packed) < 20_000
    assert len(topics._unpacked) <= module._UNPACKED
