"""What is known of pages between runs: when each was asked for, what it answered, when it is to be asked again; and
since when, and until when, which page offered which.

A story's interval is halved when a visit finds a change and doubled when it finds none, between bounds. News ages: the
older a story, the longer its interval is at least.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from crawler.store.page_numbers import page_id_of, page_number

State = Literal["story", "copy", "alias", "gone", "failed", "list"]
"""story: an article; copy: of a story elsewhere; alias: an address that leads to another page's; gone: a story that is
no longer there; failed: no article, or not one that was wanted; list: feed, sitemap or front page."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The last visit to a page, and the next. Times are seconds since 1970."""

    page: str
    """Id of the page: 16 hex digits."""
    state: State
    hop: str
    """How it was asked for, as whoever asked wants it back."""
    root: str = ""
    """Id of the seed that it was reached from."""
    site: str = ""
    scope: str = ""
    """What the run asked for, where the state holds for that alone; empty where it holds for all."""
    etag: str | None = None
    last_modified: str | None = None
    content: str = ""
    """Digest of what the page said, whatever was cut from it."""
    published: float | None = None
    fetched: float = 0.0
    interval: float = 0.0
    """Seconds from the last visit to the next."""

    @property
    def due(self) -> float:
        """When it is to be asked again."""
        return self.fetched + self.interval


FIELDS = "page, state, hop, root, site, scope, etag, last_modified, content, published, fetched, interval"
"""The columns of a visit in a database."""


def row_of(visit: Visit) -> tuple[object, ...]:
    """A visit as FIELDS. Times are floats, also those that come whole from a setting: psycopg takes no mixed array."""
    return (
        page_number(visit.page),
        visit.state,
        visit.hop,
        page_number(visit.root or visit.page),
        visit.site,
        visit.scope,
        visit.etag,
        visit.last_modified,
        visit.content,
        None if visit.published is None else float(visit.published),
        float(visit.fetched),
        float(visit.interval),
    )


def visit_of(page: int, state: str, hop: str, root: int, *rest: object) -> Visit:
    """The visit that FIELDS hold."""
    return Visit(page_id_of(page), state, hop, page_id_of(root), *rest)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long to wait for the next visit, in seconds."""

    shortest: float
    longest: float
    ages: float
    """A story is left alone for at least its age divided by this."""

    def first(self, age: float) -> float:
        """The interval of a story that was read for the first time."""
        return self._bounded(2 * self.shortest, age)

    def next(self, interval: float, age: float, *, changed: bool) -> float:
        """The interval after a further visit."""
        return self._bounded(interval / 2 if changed else interval * 2, age)

    def _bounded(self, interval: float, age: float) -> float:
        return min(self.longest, max(self.shortest, interval, age / self.ages))


class Visits(ABC):
    """The visits of all runs. Like all of a store, nothing is durable before its `commit()`."""

    @abstractmethod
    def get(self, page: str, scope: str) -> Visit | None:
        """The last visit to a page, so far as it holds for a scope."""

    @abstractmethod
    def put(self, visit: Visit) -> None:
        """Remember a visit in the place of the one before; the root stays what it was."""

    @abstractmethod
    def begin(self, visit: Visit) -> None:
        """Remember a visit whose interval counts only where the page was never visited: it reads nothing."""

    @abstractmethod
    def met(self, page: str, now: float) -> None:
        """Remember that something led to a page, so that it is not pruned as forgotten."""

    @abstractmethod
    def due(self, roots: Collection[str] | None, now: float, limit: int) -> list[Visit]:
        """Stories, copies and what is gone, so far as they are due, the most overdue first; roots: only those that were
        reached from these seeds."""

    @abstractmethod
    def offered(self, source: str) -> set[str]:
        """The pages that a page has ever offered."""

    @abstractmethod
    def offer(self, source: str, targets: Iterable[str], now: float) -> None:
        """Remember that a page offers these."""

    @abstractmethod
    def offers_still(self, source: str, now: float) -> None:
        """Remember that a page is as it was, and so are its offers."""
