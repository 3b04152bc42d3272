"""Which host's best request is the best of all: an order over hosts that passes over those whose turn it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush

WINDOW = 100
"""Requests of a host that its worker has in memory, the best ones."""
LOW = 10
"""Requests left of them from which more are read."""
MOST_HOSTS = 500
"""Hosts of one worker: more than it can keep busy at a second a request, few enough for its memory."""

Place = tuple[int, int]
"""Priority (negative: the best is the smallest) and number of a request."""


class HostOrder:
    """The best waiting request of each host, in order."""

    def __init__(self) -> None:
        self._heads: dict[str, Place] = {}
        self._order: list[tuple[Place, str]] = []  # a heap of heads; those that are no longer one are passed over

    def clear(self) -> None:
        self._heads.clear()
        self._order.clear()

    def hosts(self) -> list[str]:
        """Those for which a request waits."""
        return list(self._heads)

    def offer(self, host: str, place: Place) -> None:
        """Let a request be a host's best, if it is better than the one before."""
        if host not in self._heads or place < self._heads[host]:
            self._heads[host] = place
            heappush(self._order, (place, host))

    def set(self, host: str, place: Place | None) -> None:
        """Say which request is a host's best; None where none waits."""
        self._heads.pop(host, None)
        if place is not None:
            self.offer(host, place)

    def best(self, free: Callable[[str], bool], least: int | None = None) -> tuple[Place, str] | None:
        """The best request of a host that is free, taken out of the order: set() the host's next. least: only one of
        at least this priority. free is asked once a host."""
        passed: dict[str, Place] = {}
        found: tuple[Place, str] | None = None
        while self._order and found is None and (least is None or -self._order[0][0][0] >= least):
            place, host = heappop(self._order)
            if self._heads.get(host) != place or host in passed:
                continue
            if free(host):
                found = place, host
            else:
                passed[host] = place
        for host, place in passed.items():
            heappush(self._order, (place, host))
        return found


@dataclass(slots=True)
class HeldHost:
    """A host of this worker."""

    window: list[tuple[Place, str]] = field(default_factory=list)
    """Its best requests that wait, in order."""
    complete: bool = False
    """Whether these are all."""
