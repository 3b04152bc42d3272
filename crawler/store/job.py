"""A crawl as something that can be killed at any moment and go on: its frontier, its feeds, what its parts know.

All of it agrees at checkpoints and only there: the feeds are written out, then one transaction takes the frontier,
what was read, the feeds' lengths and the state of every part. Whoever calls `checkpoint()` sees to it that no page is
half read at that moment. What comes after the last checkpoint never happened: a start cuts the feeds back to the
lengths in the store and gives open leases back.

On durability: a killed process loses nothing that it handed to the system, so against kill -9 the order of the
steps is enough. Against a power cut the feeds are synced before the transaction, and the store's log keeps
transactions whole and in order; the disk may then know an earlier checkpoint than the last, never half of one.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from crawler.store.base import Memory, Store, StoreError
from crawler.store.contents import RunNote
from crawler.store.feeds import FeedError, Feeds
from crawler.store.visits import Visits
from crawler.text.timestamps import stamp

logger = logging.getLogger(__name__)

INTERVAL = 1.0
"""Seconds between two checkpoints: what a kill costs at most is asked for again."""
HELD = 8 * 1024 * 1024
"""Bytes of lines held before a checkpoint is due whatever the time: a bound on memory."""


class Part(Protocol):
    """A part of the crawler that goes on after a restart where it was."""

    def state(self) -> Mapping[str, Any]:
        """What changed since this was last called: key -> a value that JSON can hold."""

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what state() gave, all calls together, the last value of each key."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes a job the same job when it is started again."""

    run_id: str
    spider: str
    arguments: Mapping[str, str]
    folder: str
    """Where its feeds are."""
    store: str
    """The URL of its store."""
    started_at: str
    """ISO 8601 in UTC."""


def _one_line(error: Exception) -> str:
    """What an error says; where it is none of our own its kind comes first."""
    said = " ".join(str(error).split())
    own = type(error).__module__.startswith("crawler.")
    return said if own else f"{type(error).__name__}: {said}"


def _now() -> datetime:
    return datetime.now(UTC)


class Job:
    """One run, over as many processes as it takes. One without a store on disk lasts as long as its process."""

    def __init__(
        self,
        identity: Identity,
        store: Store,
        frontiers: Store | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """store: what outlives the run. frontiers: another store for what ends with it, where it cannot go on.
        clock: the time, with a zone."""
        self.identity = identity
        self.run_id = identity.run_id
        self.now = clock
        self.folder = Path(identity.folder)
        self._stores = [store] if frontiers is None else [store, frontiers]
        self.durable = frontiers is None
        """Whether it can go on after its process."""
        self.feeds = Feeds(durable=self.durable)
        self.fault: str | None = None
        """Why nothing more is kept: one line."""
        self.at_fault: Callable[[], None] = lambda: None
        """Called once when there is a fault."""
        self.on_close: list[Callable[[], None]] = []
        self._closed = False
        self._parts: dict[str, Part] = {}
        self._last = monotonic()
        for one in self._stores:
            one.on_error(self.fail)
            one.begin()
        self.frontier = self._stores[-1].frontier(identity.run_id)
        own = self._kept("job")
        self.known = bool(own)
        """Whether this run was begun before."""
        self.finished: str | None = own.get("finished")
        """The reason for which it ended for good, if it did."""
        self.feeds.cut_back(own.get("lengths", {}))
        if not self.finished:
            self._note()

    def memory(self, *, whole: bool = False) -> Memory:
        """The pages that this run read; whole: those of all runs."""
        return self._stores[0].memory(self.run_id, whole=whole)

    def visits(self) -> Visits:
        """What is known of pages between runs."""
        return self._stores[0].visits()

    def last_runs(self, limit: int) -> list[RunNote]:
        """The last runs that the store knows of, this one left out."""
        return [run for run in self._stores[0].last_runs(limit) if run.run_id != self.run_id]

    def keep(self, name: str, part: Part) -> None:
        """Keep a part's state from now on, having given it what was kept under its name before."""
        self._parts[name] = part
        kept = self._kept(name)
        if kept:
            part.restore(kept)

    @property
    def due(self) -> bool:
        """Whether it is time for a checkpoint."""
        return not self.fault and (self.late(INTERVAL) or self.feeds.held > HELD)

    def late(self, seconds: float) -> bool:
        """Whether the last checkpoint is longer ago than this."""
        return monotonic() - self._last > seconds

    def checkpoint(self) -> None:
        """Make everything so far count. Whatever fails is remembered, not raised: from then on nothing counts."""
        if self.fault:
            return
        try:
            self.feeds.write_out()
            if self.durable:
                for name, part in self._parts.items():
                    self._keep(name, part.state())
            self._keep("job", {"lengths": self.feeds.lengths})
            for store in self._stores:
                store.commit()
                store.begin()
        except (FeedError, StoreError) as error:
            self.fail(error)
        except Exception as error:  # a part that cannot say its state, a name that cannot be encoded: nothing counts
            logger.debug("The checkpoint failed", exc_info=True)
            self.fail(error)
        self._last = monotonic()

    def finish(self, reason: str, counts: Mapping[str, Any] | None = None, **more: Mapping[str, Any]) -> None:
        """Remember that the run ended for good, with what there is to count: there is nothing to go on with."""
        if not self.fault:
            self._keep("job", {"finished": reason})
            self._note(ended_at=stamp(self.now()), reason=reason, counts=counts or {}, **more)
            self.checkpoint()

    def stop(self, reason: str) -> None:
        """Remember that the run was stopped before its end, at its last checkpoint; nothing where it is over."""
        if self.fault or self.finished or self._closed:
            return
        self.feeds.abandon()
        try:
            for store in self._stores:
                store.rollback()
            self._note(stopped_at=stamp(self.now()), stop_reason=reason)
        except StoreError as error:
            self.fault = str(error)

    def _note(self, **more: Any) -> None:
        """Say in the store what this run is, for whoever looks at the store."""
        own = {"spider": self.identity.spider, "arguments": dict(self.identity.arguments)}
        started = datetime.fromisoformat(self.identity.started_at).timestamp()
        self._stores[0].note_run(self.run_id, started, json.dumps({**own, **more}, ensure_ascii=False))

    def fail(self, error: Exception) -> None:
        """Stop keeping anything: store and files stay as they were at the last checkpoint."""
        if self.fault is None:
            self.fault = _one_line(error)
            self.feeds.abandon()
            for store in self._stores:
                store.abandon()
            self.at_fault()

    def close(self) -> None:
        """Let go of the store and of the locks. May be called twice."""
        self._closed = True
        for store in self._stores:
            store.close()
        for let_go in self.on_close:
            let_go()

    def _keep(self, name: str, state: Mapping[str, Any]) -> None:
        self.frontier.keep(name, {key: json.dumps(value, ensure_ascii=False) for key, value in state.items()})

    def _kept(self, name: str) -> dict[str, Any]:
        return {key: json.loads(value) for key, value in self.frontier.kept(name).items()}
