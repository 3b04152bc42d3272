"""Whose turn it is: which hosts may be asked at a moment, and what goes with a host to the worker that has it next."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from crawler.engine import EngineRoom
from crawler.outages import Outages


class Turns:
    """Which hosts may be asked at this moment, by their delays and by what they have still to answer."""

    def __init__(
        self, room: EngineRoom, outages: Outages, busy: Mapping[str, int], host_of: Callable[[str], str]
    ) -> None:
        """busy: host -> requests that it has still to answer; host_of: the host of a queue."""
        self._room = room
        self._outages = outages
        self._busy = busy
        self._host_of = host_of
        self.soonest = math.inf
        """Seconds until the first of the hosts that were not free will be; infinite where an answer must come first."""

    def free(self, queue: str) -> bool:
        """Whether a request to a queue's host would go out at once."""
        host = self._host_of(queue)
        busy = self._busy.get(host, 0)
        if (busy and self._outages.probes(host)) or (self._busy and self._outages.probing):
            return False  # one request finds out whether the host, or the network, is back
        wait = max(self._room.ready_in(host, busy), self._outages.ready_in(host))
        if wait > 0:
            self.soonest = min(self.soonest, wait)
        return wait <= 0


class HostHandover:
    """How hosts are asked, for the worker that has them next: their delays, and how they fared."""

    def __init__(self, room: EngineRoom, outages: Outages) -> None:
        self._room = room
        self._outages = outages

    def manners(self, host: str) -> tuple[float, Mapping[str, Any]]:
        """Seconds until a host may be asked again, and what else its next worker is to know."""
        seconds, manners = self._room.manners(host)
        return max(seconds, self._outages.rest_left(host)), {**manners, **self._outages.record(host)}

    def take_over(self, host: str, seconds: float, manners: Mapping[str, Any]) -> None:
        """Ask a host, which another worker had, as that one would have."""
        self._room.take_over(host, seconds, manners)
        self._outages.take_over(host, seconds, manners)
