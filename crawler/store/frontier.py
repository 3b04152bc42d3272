"""A run's frontier: what is still to be asked for, what was, and what the parts of the crawler keep over a restart.

A request is leased, not taken: it stays in the frontier until it is done, and `release()` gives open leases back.
Like all of a store, nothing here is durable before the store's `commit()`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

NEXT_PAGE_PRIORITY = 1000
"""Of the further pages of a story, before everything else: the story waits for them. Seeds have 0; a retry and a
redirect move a request by a few."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A request that was given out and is not done."""

    number: int
    """Names it in the frontier; ascending in order of arrival."""
    host: str
    request: str
    """As it was added."""


@dataclass(frozen=True, slots=True)
class SilentWorker:
    """A worker that was not heard of for a while and has hosts where requests wait."""

    name: str
    hosts: int
    silent: float
    """Seconds since it was heard of."""
    left: float
    """Seconds until its hosts go to others."""


class HostManners(Protocol):
    """Who knows how each host is to be asked."""

    def manners(self, host: str) -> tuple[float, Mapping[str, Any]]:
        """Seconds until a host may be asked again, and what else its next worker is to know."""

    def take_over(self, host: str, seconds: float, manners: Mapping[str, Any]) -> None:
        """Ask a host, which another worker had, as that one would have."""


class Frontier(ABC):
    """The requests of one run: best first, that is by priority, then by arrival."""

    waits_elsewhere = False
    """Whether other workers have requests of this run, or may have."""
    silent_workers: tuple[SilentWorker, ...] = ()
    """Other workers that may be dead, as of the last checkpoint."""
    manners: HostManners | None = None
    """Who knows how each host is to be asked, where hosts go from one worker to another."""

    @abstractmethod
    def add(self, host: str, priority: int, request: str, page: str | None = None) -> None:
        """Put a request in. host: whose turn it takes; request: whatever describes it; page: the page that was marked
        for it: where another worker marked it first, the request never was."""

    @abstractmethod
    def lease(self, free: Callable[[str], bool], least: int | None = None) -> Lease | None:
        """The best request among those whose host is free; None where there is none. free is asked once a host.
        least: only a request of at least this priority."""

    @abstractmethod
    def done(self, number: int) -> None:
        """Take a leased request out for good."""

    @abstractmethod
    def release(self) -> None:
        """Give open leases back: whoever held them is gone."""

    @abstractmethod
    def __len__(self) -> int:
        """How many requests wait, leased ones not counted."""

    @abstractmethod
    def hosts(self) -> list[str]:
        """The hosts that requests wait for."""

    def waiting(self) -> Iterable[str]:
        """The requests that wait, as they were added, those of other workers included; it reads them all."""
        return ()

    @abstractmethod
    def count(self, least: int) -> int:
        """How many requests of at least this priority wait; it reads them all."""

    @abstractmethod
    def seen(self, page: str) -> bool:
        """Whether a page (16 hex digits) was marked."""

    @abstractmethod
    def mark(self, page: str) -> bool:
        """Remember a page as asked for, or as met under another address; whether that is new."""

    @abstractmethod
    def save_state(self, part: str, entries: Mapping[str, str]) -> None:
        """Keep a part's entries by key, over those that it kept before under the same keys."""

    @abstractmethod
    def saved_state(self, part: str) -> dict[str, str]:
        """Everything that a part kept."""
