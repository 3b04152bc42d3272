"""Bounds that hold for all workers of a run together, those that were killed included."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.items import Link, RelatedLinks
from crawler.middlewares.limits import Limits
from crawler.store.checkpoints import Job
from crawler.store.seed_outcomes import SeedOutcomes
from tests.store.test_checkpoints import opened
from tests.web.postgres import Server

SETTINGS = {"RELATED_HOST_PAGES": 4, "RELATED_SITE_PAGES": 6, "RELATED_SITE_HOSTS": 2, "RELATED_NOVELTY": 5}
PAGE = "https://news.example/calendar/2024-{}.html"


class Worker:
    """A worker of the run, with its bounds and without the crawl."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.limits = Limits(get_crawler(settings_dict=SETTINGS))
        self.seeds = SeedOutcomes(["https://news.example/"])
        job.register("limits", self.limits)
        job.register("novelty", self.limits.novelty)
        job.register("seeds", self.seeds)

    def follows(self, *urls: str) -> list[str | None]:
        """Offer links; why each is not followed, None where it is."""

        async def offered() -> AsyncIterator[Any]:
            yield RelatedLinks([Link(url=url, followed=True) for url in urls])

        async def judged() -> list[Any]:
            return [one async for one in self.limits.process_spider_output(Response("https://x.example/"), offered())]

        [links] = asyncio.run(judged())
        return [link.reason for link in links.links]

    def reads(self, number: int, *, story: bool) -> None:
        self.limits.novelty.learn(PAGE.format(number), story)


@pytest.fixture
def worker(postgres: Server, tmp_path: Path) -> Iterator[Callable[[str], Worker]]:
    """What starts a worker: the first, by a name, or again, where it does not run any more."""
    settings = {"RELATED_STORE": postgres.new_database()}
    jobs: list[Job] = []

    def start(name: str) -> Worker:
        folders = {"JOBDIR": str(tmp_path / name / "monday"), "RELATED_OUTPUT": str(tmp_path / f"feeds-{name}")}
        jobs.append(opened(tmp_path, **settings, **folders))
        return Worker(jobs[-1])

    yield start
    for job in jobs:
        job.close()


def is_killed(worker: Worker) -> None:
    """It is gone without a word."""
    worker.job.close()


def checkpoints(*workers: Worker) -> None:
    for worker in workers:
        worker.job.checkpoint()
        assert worker.job.fault is None


@pytest.mark.parametrize(
    ("first", "then"),
    [
        # so many pages of a host, of a site, and so many hosts of a site
        ([f"https://news.example/{n}" for n in range(3)], [f"https://news.example/{n}" for n in range(3, 5)]),
        (
            [f"https://{h}.news.example/{n}" for h in "ab" for n in range(3)][:5],
            [f"https://b.news.example/{n}" for n in range(8, 10)],
        ),
        (["https://a.news.example/"], ["https://b.news.example/", "https://c.news.example/"]),
    ],
)
def test_what_a_worker_followed_counts_for_the_others(
    worker: Callable[[str], Worker], first: list[str], then: list[str]
) -> None:
    one, two = worker("one"), worker("two")
    assert set(one.follows(*first)) == {None}
    checkpoints(one, two)
    assert two.follows(*then) == [None, "limit"]


def test_what_a_killed_worker_followed_counts_at_once_and_when_it_goes_on(worker: Callable[[str], Worker]) -> None:
    one = worker("one")
    one.follows("https://news.example/1", "https://news.example/2")
    checkpoints(one)
    one.follows("https://news.example/3")  # after its last checkpoint: that never happened
    is_killed(one)
    two = worker("two")
    checkpoints(two)
    assert two.follows("https://news.example/4") == [None]
    checkpoints(two)
    again = worker("one")
    checkpoints(again)
    assert again.follows("https://news.example/5", "https://news.example/6") == [None, "limit"]


def test_a_calendar_is_closed_by_pages_that_workers_read_in_turn(worker: Callable[[str], Worker]) -> None:
    workers = [worker("one"), worker("two")]
    for number in range(5):
        assert not workers[0].limits.novelty.closed(PAGE.format(99))
        workers[0].reads(number, story=False)
        checkpoints(*workers)
        workers.reverse()  # its host goes to the other
    assert all(worker.limits.novelty.closed(PAGE.format(99)) for worker in workers)


def test_a_worker_that_goes_on_knows_that_a_later_page_was_a_story(worker: Callable[[str], Worker]) -> None:
    one, two = worker("one"), worker("two")
    for number in range(4):
        one.reads(number, story=False)
    checkpoints(one, two)
    two.reads(5, story=True)
    checkpoints(two)
    is_killed(two)
    again = worker("two")
    checkpoints(again)
    again.reads(6, story=False)
    assert not again.limits.novelty.closed(PAGE.format(99)), "what the first said came before the story"


def test_what_came_of_a_seed_is_known_to_all_workers(worker: Callable[[str], Worker]) -> None:
    one, two = worker("one"), worker("two")
    one.seeds.failed("https://news.example/", "http")
    checkpoints(one)
    is_killed(one)
    checkpoints(two)
    assert (two.seeds.unreadable, two.seeds.rows[0]["reason"]) == (1, "http")
