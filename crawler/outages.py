"""Which hosts do not answer at the moment, when they are asked again, and whether the network itself is down.

A host that does not answer rests: for RELATED_WAIT_LIMIT seconds, then twice as long at each further attempt that
fails, up to half an hour. What waits for it stays in the frontier. Where several hosts stop answering and none answers,
it is the network that is down: the whole crawl pauses, and the hosts are not blamed.

At its end a crawl waits for resting hosts, but not for ever: see `worth_waiting`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

from crawler.items import FailureReason

logger = logging.getLogger(__name__)

LONGEST = 60
"""The longest rest, in units: half an hour of the default 30 s."""
RESTS = 3
"""Rests of its host that a request outlives before its failure counts: 1 + 2 + 4 units, more than a bad minute."""
PATIENCE = 8
"""Units without any answer after which a crawl that has nothing else to do ends: those rests fit in."""
OFFLINE_HOSTS = 3
"""Hosts that fail one after another, with no answer in between, from which on the network is taken to be down."""
ANSWERED_PATIENCE = 10
"""A host that did answer has bad pages rather than a bad day: it may fail so many times as often before it rests."""


@dataclass(slots=True)
class Health:
    """How a host has fared so far."""

    answered: bool = False
    failures: int = 0
    """Attempts in a row that failed."""
    rests: int = 0
    """Rests in a row, with no answer in between."""
    until: float = 0.0
    """When its rest ends, by the clock."""
    only_robots: bool = False
    """Whether it rests because its robots.txt cannot be read."""


_RECORD = ("answered", "failures", "rests", "only_robots")


class Outages:
    """What is known of the hosts of a crawl. One object a crawl."""

    def __init__(self, unit: float, failures: int, clock: Callable[[], float] = monotonic) -> None:
        """unit: seconds of a first rest; failures: how many in a row make a host that never answered rest."""
        self.unit = unit
        self._failures = failures
        self._clock = clock
        self._hosts: dict[str, Health] = {}
        self._failing: set[str] = set()  # hosts that failed since anybody answered
        self._last_answer = clock()
        self._last_host = ""
        self._pauses = 0
        self._paused_until = 0.0
        self.any_answer = False

    def health(self, host: str) -> Health:
        """A host's record."""
        return self._hosts.setdefault(host, Health())

    def answered(self, host: str) -> None:
        """A host answered as it should."""
        health = self.health(host)
        health.answered, health.failures, health.rests, health.until = True, 0, 0, 0.0
        self.responded(host)

    def responded(self, host: str) -> None:
        """A host sent a response, an error of its own perhaps: the network is well."""
        self._last_answer, self._last_host, self.any_answer = self._clock(), host, True
        self._failing.clear()
        if self._pauses:
            logger.info("%s answers: the crawl goes on", host)
        self._pauses, self._paused_until = 0, 0.0

    def failed(self, host: str, weight: int = 1, why: str = "") -> bool:
        """An attempt failed; whether it was the one too many, so that the host rests from now on. why: for the log."""
        health = self.health(host)
        health.failures += weight
        enough = self._failures * (ANSWERED_PATIENCE if health.answered else 1)
        if health.failures < enough or self.resting(host):
            return False
        self.rest(host, why=why)
        return True

    def rest(self, host: str, seconds: float | None = None, *, only_robots: bool = False, why: str = "") -> bool:
        """Leave a host alone, for so many seconds or as long as its record asks for; the whole crawl, where it is one
        of several that fail at once. Returns whether the host alone rests from now on. only_robots: the host may be
        there, its robots.txt cannot be read. why: for the log."""
        now, health = self._clock(), self.health(host)
        health.only_robots = only_robots
        self._failing.add(host)
        if self.paused:
            return False
        if self._is_sign(host) and (self._pauses or len(list(filter(self._is_sign, self._failing))) >= OFFLINE_HOSTS):
            self._pause(now)
            return False
        if health.until > now:
            return False
        rest = seconds if seconds is not None else self.unit * min(LONGEST, 2**health.rests)
        health.rests += 1
        health.until = now + rest
        logger.warning(
            "%s does not answer%s: it is left alone for %g s, what waits for it stays",
            *(host, f" ({why})" * bool(why), rest),
        )
        return True

    def _is_sign(self, host: str) -> bool:
        """Whether a host's silence is a sign that the network is down. One that never answered may be gone for good:
        it is a sign only where nobody ever did."""
        return self._hosts[host].answered or not self.any_answer

    def _pause(self, now: float) -> None:
        for host in self._failing:  # their failures are the network's
            health = self._hosts[host]
            health.failures, health.until, health.rests = 0, 0.0, 0
        rest = self.unit * min(LONGEST, 2**self._pauses)
        self._pauses += 1
        self._paused_until = now + rest
        logger.warning(
            "No host answers (%d failed, the last answer came %.0f s ago): the network seems to be down."
            " The crawl pauses for %g s",
            len(self._failing), now - self._last_answer, rest,
        )  # fmt: skip

    @property
    def paused(self) -> bool:
        """Whether nobody is to be asked."""
        return self._paused_until > self._clock()

    @property
    def probing(self) -> bool:
        """Whether a pause is over and no host has answered yet: one request at a time tries."""
        return self._pauses > 0 and not self.paused

    def resting(self, host: str) -> bool:
        """Whether a host is not to be asked, or nobody is."""
        return self.ready_in(host) > 0

    def ready_in(self, host: str) -> float:
        """Seconds until a host may be asked, so far as it is for this to say."""
        found = self._hosts.get(host)
        until = max(self._paused_until, found.until if found else 0.0)
        return max(0.0, until - self._clock())

    def rest_left(self, host: str) -> float:
        """Seconds that a host itself still rests; a pause of the whole crawl is this process's own."""
        found = self._hosts.get(host)
        return max(0.0, found.until - self._clock()) if found else 0.0

    def record(self, host: str) -> dict[str, Any]:
        """How a host has fared, for whoever asks it next; empty where there is nothing to tell."""
        found = self._hosts.get(host, Health())
        return {name: value for name in _RECORD if (value := getattr(found, name))}

    def take_over(self, host: str, seconds: float, record: Mapping[str, Any]) -> None:
        """Treat a host as whoever had it before: seconds until it may be asked, and what record() said."""
        known = Health(**{name: record[name] for name in _RECORD if name in record})
        if known.rests:
            known.until = self._clock() + seconds
        self._hosts[host] = known

    def probes(self, host: str) -> bool:
        """Whether a host rested and has not answered since: one request at a time tries."""
        found = self._hosts.get(host)
        return found is not None and found.rests > 0

    def online(self, host: str) -> bool:
        """Whether another host than this answered a short time ago: then what fails is this host's own."""
        return self._last_host not in ("", host) and self._clock() - self._last_answer <= self.unit

    def worth_waiting(self, host: str, *, durable: bool = True) -> bool:
        """Whether a crawl that has nothing else to do waits for a host. durable: what waits for it can be kept.

        It does for eight units after the last answer that anybody gave; for a host that never answered only until what
        was tried there is a failure, and where nothing can be kept not at all, as most of those are gone for good; and
        where nobody ever answered not at all, unless for a robots.txt.
        """
        if not self.resting(host):
            return True
        found = self.health(host)
        soon = self._clock() + self.ready_in(host) - self._last_answer <= PATIENCE * self.unit
        if self.paused:
            return soon
        if found.only_robots:
            return soon
        return soon and self.any_answer and (found.answered or (durable and found.rests <= RESTS))

    def chances(self, host: str, reason: FailureReason) -> int:
        """How many rests of its host a request outlives before its failure counts.

        Of a host that did answer, the rests of the present outage do not count: one request tries after each of them,
        and it is no more to blame than those that wait.
        """
        if self.paused or self.probing or not self.any_answer:
            return 1_000_000
        health = self.health(host)
        if reason == "dns" and not health.answered and self.online(host):  # other names are found: there is none such
            return 0
        return RESTS + (health.rests if health.answered else 0)


_OUTAGES: WeakKeyDictionary[Crawler, Outages] = WeakKeyDictionary()


def outages(crawler: Crawler) -> Outages:
    """What is known of the hosts of a crawl: one object, whoever asks."""
    found = _OUTAGES.get(crawler)
    if found is None:
        settings = crawler.settings
        found = Outages(settings.getfloat("RELATED_WAIT_LIMIT"), settings.getint("RELATED_HOST_FAILURES"))
        _OUTAGES[crawler] = found
    return found
