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
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any, Protocol, runtime_checkable

from crawler.store.base import Conflicts, Memory, StateEntry, Store, StoreError
from crawler.store.contents import RunNote
from crawler.store.feeds import FeedError, Feeds
from crawler.store.visits import Visits
from crawler.store.worker_conflicts import Resolution
from crawler.text.timestamps import stamp

logger = logging.getLogger(__name__)

INTERVAL = 1.0
"""Seconds between two checkpoints: what a kill costs at most is asked for again."""
HELD = 8 * 1024 * 1024
"""Bytes of lines held before a checkpoint is due whatever the time: a bound on memory."""


class StatefulPart(Protocol):
    """A part of the crawler that goes on after a restart where it was."""

    def state(self) -> Mapping[str, Any]:
        """What changed since this was last called: key -> a value that JSON can hold."""

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what state() gave, all calls together, the last value of each key."""


@runtime_checkable
class SharedPart(StatefulPart, Protocol):
    """A part of which the workers of one run know from each other, where it has several."""

    def shares(self, key: str) -> bool:
        """Whether the others are told of an entry of its state()."""

    def learn_from(self, worker: str, entries: Mapping[str, Any]) -> None:
        """Take in entries of another worker, in the place of what it told before under the same keys."""


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
    worker: str = ""
    """Its name among the workers of the run; empty where it has but one."""
    follows: str = ""
    """The run of the same job whose left-over requests it took over; empty where there is none."""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


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
        further: Sequence[Path] = (),
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """store: what outlives the run. frontiers: another store for what ends with it, where it cannot go on.
        further: the user's own files of articles. clock: the time, with a zone."""
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
        self.on_resolution: list[Callable[[Counter[str]], None]] = []
        """Called with the changes of the run's own counts where other workers were first, within the checkpoint."""
        self.on_wait: Callable[[float], None] = lambda seconds: None
        """Called after a wait for the store that kept the process from all else, with its seconds."""
        self.live: frozenset[str] = frozenset()
        """The run's workers that were heard of lately; empty where it has but one."""
        self._was_divided = False
        self.has_enough = False
        """Whether the run has its max_articles, those of other workers included: the scheduler says so."""
        self._further = further
        self._parts: dict[str, StatefulPart] = {}
        self._undelivered: list[StateEntry] = []  # by other workers, for parts that are not there yet
        self._last = monotonic()
        self._begin()

    def _begin(self) -> None:
        """Open the first transaction, and go on where the last checkpoint left the feeds."""
        for one in self._stores:
            one.on_error(self.fail)
            one.on_wait(lambda seconds: self.on_wait(seconds))
            one.begin()
        self.frontier = self._stores[-1].frontier(self.identity.run_id, self.identity.worker)
        own = self._saved("job")
        self.known = bool(own)
        """Whether this run was begun before."""
        self.finished: str | None = own.get("finished")
        """The reason for which it ended for good, if it did."""
        if not self.finished:
            self.feeds.cut_back(own.get("lengths", {}))
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

    def register(self, name: str, part: StatefulPart) -> None:
        """Keep a part's state from now on, having given it what was kept under its name before."""
        self._parts[name] = part
        kept = self._saved(name)
        if kept:
            part.restore(kept)
        self._hand_on()

    @property
    def is_divided(self) -> bool:
        """Whether other workers have or had a part in this run, so that what is counted here is not all of it."""
        return self._was_divided or len(self.live) > 1

    @property
    def is_recurring(self) -> bool:
        """Whether the same command begins another run of the job once this one is over, which can take over what is
        left."""
        return self.durable and self._stores[-1].takes_over and self.identity.arguments.get("mode", "all") != "all"

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
            *others, own = self._stores
            own.commit(self._complete)
            for store in others:
                store.commit()
            self.feeds.confirm()
            for store in self._stores:
                store.begin()
        except (FeedError, StoreError) as error:
            self.fail(error)
        except Exception as error:  # a part that cannot say its state, a name that cannot be encoded: nothing counts
            logger.debug("The checkpoint failed", exc_info=True)
            self.fail(error)
        self._last = monotonic()

    def _complete(self, conflicts: Conflicts) -> None:
        """Bring everything into the checkpoint, once it is known what other workers brought first."""
        resolution = Resolution(self.feeds, self.folder, self._further, conflicts)
        resolution.apply()
        for correct in self.on_resolution if resolution.counts else ():
            correct(resolution.counts)
        self.live = conflicts.live
        self._was_divided |= len(self.live) > 1
        self._undelivered += conflicts.shared_entries
        self._hand_on()
        self.feeds.write_out()
        if self.durable:
            for name, part in self._parts.items():
                self._save_part(name, part)
        self._save("job", {"lengths": self.feeds.lengths})

    def _save_part(self, name: str, part: StatefulPart) -> None:
        state = {key: _json(value) for key, value in part.state().items()}
        self.frontier.save_state(name, state)
        if isinstance(part, SharedPart) and self._stores[-1].shared:
            self._stores[-1].share(self.run_id, name, {key: state[key] for key in state if part.shares(key)})

    def _hand_on(self) -> None:
        """Let the parts that are there know what other workers told."""
        waiting, self._undelivered = self._undelivered, []
        for entry in waiting:
            part = self._parts.get(entry.part)
            if isinstance(part, SharedPart):
                part.learn_from(entry.worker, {entry.key: json.loads(entry.value)})
            elif part is None:
                self._undelivered.append(entry)

    def finish(self, reason: str, counts: Mapping[str, Any] | None = None, **more: Mapping[str, Any]) -> None:
        """Remember that the run ended for good, with what there is to count: there is nothing to go on with."""
        if not self.fault:
            self._save("job", {"finished": reason})
            self._note(ended_at=stamp(self.now()), reason=reason, counts=counts or {}, **more)
            self.checkpoint()
            self._leave()

    def stop(self, reason: str) -> None:
        """Remember that the run was stopped before its end, at its last checkpoint; nothing where it is over."""
        if self.fault or self.finished or self._closed:
            return
        self.feeds.abandon()
        try:
            for store in self._stores:
                store.rollback()
            self._note(stopped_at=stamp(self.now()), stop_reason=reason)
            self._leave()
        except StoreError as error:
            self.fault = str(error)

    def _leave(self) -> None:
        if not self.fault:
            for store in self._stores:
                store.leave()

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

    def _save(self, name: str, state: Mapping[str, Any]) -> None:
        self.frontier.save_state(name, {key: _json(value) for key, value in state.items()})

    def _saved(self, name: str) -> dict[str, Any]:
        return {key: json.loads(value) for key, value in self.frontier.saved_state(name).items()}
