"""The engine room: the one place that touches what Scrapy does not publish.

Scrapy says through no signal when a request is finished, when a host may be asked next, or that somebody waits. All of
that is read from, or written to, the engine's, the downloader's and the scraper's own attributes, here and nowhere
else. tests/test_engine.py states what a Scrapy release must have for this to work.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import cast
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import CallLaterResult, call_later
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.base import DelayedCall, ReactorBase

_SHORTEST_DELAY = 0.01
"""Seconds; a download slot without a delay looks at no clock, and so could not be held."""


class EngineRoom:
    """What a running crawl's engine is doing, and how to slow it, hold it and wake it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._held: dict[str, float] = {}  # host -> when it may be asked again, by the monotonic clock
        self._call: CallLaterResult | None = None
        self._call_at = math.inf

    @property
    def _downloader(self) -> Downloader:
        assert self._crawler.engine is not None
        return self._crawler.engine.downloader

    def host_key(self, request: Request) -> str:
        """The name by which Scrapy counts a request's host: requests of one key share a delay."""
        return self._downloader.get_slot_key(request)

    def in_progress(self) -> set[int]:
        """The identities (`id()`) of the requests that Scrapy is not finished with: neither their download, nor their
        callback, nor the items and requests that came of it."""
        assert self._crawler.engine is not None
        found = {id(request) for request in self._downloader.active}
        slot = self._crawler.engine.scraper.slot
        if slot is not None:
            found |= {id(request) for request in slot.active}
            found |= {id(request) for _, request, _ in slot.queue}
        return found

    def downloading(self) -> set[int]:
        """The identities of the requests that wait for their host or for its answer."""
        return {id(request) for request in self._downloader.active}

    def hosts_at_work(self) -> int:
        """How many hosts are being asked, or are waited for."""
        return sum(bool(slot.active) for slot in self._downloader.slots.values())

    def at_rest(self) -> bool:
        """Whether no response is being read and no item is in a pipeline."""
        assert self._crawler.engine is not None
        slot = self._crawler.engine.scraper.slot
        return slot is not None and slot.is_idle()

    def items_in_progress(self) -> int:
        """How many items are in the pipelines."""
        assert self._crawler.engine is not None
        slot = self._crawler.engine.scraper.slot
        return 0 if slot is None else slot.itemproc_size

    def close_where_idle(self) -> None:
        """Let a crawl that is being stopped go on to its end. Scrapy looks whether it may when a response is through,
        and the items of `start()` have none: stopped while one was in a pipeline, it would wait for ever."""
        assert self._crawler.engine is not None
        scraper = self._crawler.engine.scraper
        slot = scraper.slot
        if slot is not None and slot.closing is not None and not slot.closing.called:
            scraper._check_if_closing()

    def ready_in(self, host: str, busy: int) -> float:
        """Seconds until a request to a host would be sent at once, 0 for now; infinite where one of the `busy`
        requests that the host has must be answered first."""
        slot = self._downloader.slots.get(host)
        if busy >= (slot.concurrency if slot else self._downloader.domain_concurrency):
            return math.inf
        now = monotonic()
        turn = slot.lastseen + slot.delay if slot else now
        return max(0.0, turn - now, self.held_for(host))

    def held_for(self, host: str) -> float:
        """Seconds that a host is still held."""
        left = self._held.get(host, 0.0) - monotonic()
        if left <= 0:
            self._held.pop(host, None)
        return max(0.0, left)

    def hold(self, host: str, seconds: float) -> None:
        """Send nothing to a host for so many seconds, what is already queued for it included."""
        until = monotonic() + seconds
        self._held[host] = max(self._held.get(host, 0.0), until)
        slot = self._downloader.slots.get(host)
        if slot is not None and seconds > 0:
            slot.delay = slot.delay or _SHORTEST_DELAY
            slot.lastseen = max(slot.lastseen, until)

    def release(self, host: str) -> None:
        """End a hold."""
        self._held.pop(host, None)
        slot = self._downloader.slots.get(host)
        if slot is not None:
            slot.lastseen = min(slot.lastseen, monotonic())

    def slow_down(self, host: str, delay: float) -> None:
        """Leave at least `delay` seconds between two requests to a host, exactly: no jitter makes it less."""
        downloader = self._downloader
        # Slots come and go with their requests: both the next one and the present one must know.
        downloader.per_slot_settings[host] = {"delay": delay, "jitter": 0.0}
        slot = downloader.slots.get(host)
        if slot is not None:
            slot.delay, slot.jitter = delay, 0.0

    def manners(self, host: str) -> tuple[float, Mapping[str, float]]:
        """Seconds until a host may be asked again, and the delay that it wants, if any, for whoever asks it next."""
        wait = self.ready_in(host, 0)
        delay = self._downloader.per_slot_settings.get(host, {}).get("delay")
        return 0.0 if wait == math.inf else wait, {} if delay is None else {"delay": float(delay)}

    def take_over(self, host: str, seconds: float, manners: Mapping[str, float]) -> None:
        """Ask a host from now on, as slowly as whoever asked it before."""
        if "delay" in manners:
            self.slow_down(host, manners["delay"])
        if seconds > 0:
            self.hold(host, seconds)

    def wake(self) -> None:
        """Have the engine ask the scheduler again."""
        slot = self._crawler.engine._slot if self._crawler.engine else None
        if slot is not None and slot.closing is None:
            slot.nextcall.schedule()

    def wake_in(self, seconds: float) -> None:
        """Wake the engine after so many seconds, or sooner where that was asked for before; never where infinite."""
        at = monotonic() + seconds
        if seconds == math.inf or self._call_at <= at:
            return
        self.cancel_wake()
        self._call_at = at
        self._call = call_later(seconds, self._wake_now)

    def cancel_wake(self) -> None:
        """Forget what wake_in() was asked for."""
        if self._call is not None:
            self._call.cancel()
        self._call, self._call_at = None, math.inf

    def _wake_now(self) -> None:
        self._call, self._call_at = None, math.inf
        self.wake()

    async def download(self, request: Request) -> Response:
        """The response to a request beside the scheduler, through the downloader middlewares."""
        assert self._crawler.engine is not None
        return await self._crawler.engine.download_async(request)

    def close(self, reason: str) -> None:
        """End the crawl, with what is under way finished."""
        if self._crawler.crawling and self._crawler.engine is not None:
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=reason))


def stood_still(seconds: float) -> None:
    """Have the timers of downloads run out later by so many seconds, in which this process did nothing but wait.

    Twisted's timers run by the clock: after a wait that is longer than a time limit, every request under way would be
    given up, although its answer came in meanwhile and nobody read it. What was due before the wait stays due.
    """
    from twisted.internet import reactor  # the crawl's own, installed by now

    clock = cast(ReactorBase, reactor)
    began = clock.seconds() - seconds
    for call in cast(Sequence[DelayedCall], clock.getDelayedCalls()):
        if call.getTime() > began:
            call.delay(seconds)


_ROOMS: WeakKeyDictionary[Crawler, EngineRoom] = WeakKeyDictionary()


def engine_room(crawler: Crawler) -> EngineRoom:
    """The engine room of a crawl: one, whoever asks."""
    room = _ROOMS.get(crawler)
    if room is None:
        room = _ROOMS[crawler] = EngineRoom(crawler)
    return room
