"""What crawler/engine.py takes from Scrapy without Scrapy promising it: a release that changes it fails here, by name.

Each line names an attribute and what it is used for. What the attributes mean (that a request is really held until its
items are through, that a host is really left alone) is tested on a crawl in tests/test_scheduler.py and
tests/web/hostile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
import scrapy
from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.core.engine import ExecutionEngine, _Slot
from scrapy.core.scraper import Slot as ScraperSlot
from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler

from crawler.engine import EngineRoom, engine_room

Made = TypeVar("Made")


class Nextcall:
    """In the place of the engine's own call of itself: counts how often it was asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def schedule(self) -> None:
        self.asked += 1


@contextmanager
def built() -> Iterator[Crawler]:
    """A crawl whose engine is built, as Scrapy builds it, and not started."""
    handlers = dict.fromkeys(("http", "https", "file", "ftp", "s3", "data"))  # none: nothing is sent
    settings = {"DOWNLOAD_DELAY": 1.0, "CONCURRENT_REQUESTS_PER_DOMAIN": 2, "DOWNLOAD_HANDLERS": handlers}
    crawler = get_crawler(Spider, settings)
    crawler.spider = crawler._create_spider("contract")
    crawler.engine = crawler._create_engine()
    yield crawler
    crawler.engine.downloader.close()


@pytest.fixture
def crawler() -> Iterator[Crawler]:
    with built() as found:
        yield found


CONTRACT: list[tuple[str, str, Callable[[ExecutionEngine], Any]]] = [
    ("ExecutionEngine._slot", "wake the engine", lambda e: e._slot),
    ("ExecutionEngine.downloader.active", "know what is being downloaded", lambda e: e.downloader.active),
    ("ExecutionEngine.downloader.slots", "know when a host may be asked", lambda e: e.downloader.slots),
    ("Downloader.per_slot_settings", "keep a Crawl-delay", lambda e: e.downloader.per_slot_settings),
    ("Downloader.domain_concurrency", "know how many requests a host takes", lambda e: e.downloader.domain_concurrency),
    ("Downloader.get_slot_key()", "name a host", lambda e: e.downloader.get_slot_key(Request("http://a.example/"))),
    ("Slot.delay", "keep a Crawl-delay", lambda e: Slot(1, 1.0, 0.0).delay),
    ("Slot.jitter", "keep a Crawl-delay to the second", lambda e: Slot(1, 1.0, 0.0).jitter),
    ("Slot.lastseen", "hold a host", lambda e: Slot(1, 1.0, 0.0).lastseen),
    ("Slot.concurrency", "know how many requests a host takes", lambda e: Slot(1, 1.0, 0.0).concurrency),
    ("scraper.Slot.active", "know what is being read", lambda e: ScraperSlot().active),
    ("scraper.Slot.queue", "know what waits to be read", lambda e: ScraperSlot().queue),
    ("scraper.Slot.itemproc_size", "know what is in the pipelines", lambda e: ScraperSlot().itemproc_size),
    ("scraper.Slot.is_idle()", "take a checkpoint when nothing is half read", lambda e: ScraperSlot().is_idle()),
    ("ExecutionEngine.download_async()", "ask for robots.txt", lambda e: e.download_async),
    ("ExecutionEngine.close_spider_async()", "end a crawl that cannot be written", lambda e: e.close_spider_async),
]


@pytest.mark.parametrize(("name", "purpose", "look"), CONTRACT, ids=[name for name, _, _ in CONTRACT])
def test_scrapy_has_what_the_engine_room_uses(
    crawler: Crawler, name: str, purpose: str, look: Callable[[Any], Any]
) -> None:
    try:
        look(crawler.engine)
    except (AttributeError, TypeError) as error:
        pytest.fail(
            f"Scrapy {scrapy.__version__} has changed {name}, which crawler/engine.py uses to {purpose}: {error}."
            " Mend crawler/engine.py, which alone knows of it."
        )


@pytest.fixture
def room(crawler: Crawler) -> EngineRoom:
    return engine_room(crawler)


def in_a_loop(make: Callable[[], Made]) -> Made:
    """What Scrapy makes only while an event loop runs."""

    async def made() -> Made:
        return make()

    return asyncio.run(made())


def host_slot(crawler: Crawler, host: str = "a.example") -> Slot:
    """The download slot of a host, made by Scrapy as at the host's first request."""
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    return in_a_loop(lambda: downloader._get_slot(Request(f"http://{host}/"))[1])


def test_a_host_that_was_just_asked_is_ready_after_its_delay(crawler: Crawler, room: EngineRoom) -> None:
    assert room.ready_in("a.example", busy=0) == 0
    host_slot(crawler).lastseen = time.monotonic()
    assert 0.5 < room.ready_in("a.example", busy=0) <= 1.0
    assert room.ready_in("a.example", busy=2) == float("inf")


def test_a_hold_outlives_the_slot_that_scrapy_throws_away(crawler: Crawler, room: EngineRoom) -> None:
    host_slot(crawler)
    room.hold("a.example", 100)
    assert crawler.engine is not None
    crawler.engine.downloader.slots.clear()
    assert room.ready_in("a.example", busy=0) > 99
    room.release("a.example")
    assert room.ready_in("a.example", busy=0) == 0


def test_a_held_slot_sends_nothing_although_it_had_no_delay(crawler: Crawler, room: EngineRoom) -> None:
    slot = host_slot(crawler)
    slot.delay = 0.0
    room.hold("a.example", 100)
    assert slot.delay > 0
    assert slot.lastseen + slot.delay - time.monotonic() > 99


def test_a_slowed_host_keeps_its_delay_in_the_slots_to_come(crawler: Crawler, room: EngineRoom) -> None:
    present = host_slot(crawler)
    room.slow_down("a.example", 7.0)
    assert (present.delay, present.jitter) == (7.0, 0.0)
    assert crawler.engine is not None
    crawler.engine.downloader.slots.clear()
    assert host_slot(crawler).download_delay() == 7.0
    assert host_slot(crawler, "b.example").delay == 1.0


def test_the_engine_is_woken_unless_it_closes(crawler: Crawler, room: EngineRoom) -> None:
    assert crawler.engine is not None
    room.wake()  # before the spider is opened there is nobody to wake
    nextcall = Nextcall()
    crawler.engine._slot = slot = in_a_loop(lambda: _Slot(True, nextcall, None))  # type: ignore[arg-type]
    room.wake()
    assert nextcall.asked == 1
    slot.closing = True  # type: ignore[assignment]
    room.wake()
    assert nextcall.asked == 1


def test_a_request_is_in_progress_while_the_scraper_holds_it(crawler: Crawler, room: EngineRoom) -> None:
    assert crawler.engine is not None
    request = Request("http://a.example/")
    assert room.in_progress() == set()
    crawler.engine.downloader.active.add(request)
    assert room.in_progress() == room.downloading() == {id(request)}
    crawler.engine.downloader.active.clear()
    crawler.engine.scraper.slot = scraping = ScraperSlot()
    assert room.at_rest()
    scraping.add_response_request(None, request)  # type: ignore[arg-type]
    assert room.in_progress() == {id(request)}
    scraping.next_response_request_deferred()
    assert room.in_progress() == {id(request)}
    assert not room.at_rest()
    assert room.downloading() == set()


def test_one_room_for_all_of_a_crawl(crawler: Crawler) -> None:
    assert engine_room(crawler) is engine_room(crawler)
    with built() as other:
        assert engine_room(other) is not engine_room(crawler)
