"""The shared store: one PostgreSQL database, many workers on many machines.

Between two checkpoints a worker holds what it brings in memory and the database has no open transaction. A checkpoint
is one short transaction under one lock, so that workers never wait for each other's rows: it writes what is held, and
from the answers the worker learns which pages were new to all and which stories another worker brought first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic

import psycopg

from crawler.store.base import NO_CONFLICTS, UNREACHABLE, Conflicts, Store, StoreError
from crawler.store.contents import RunNote, StoreSummary
from crawler.store.held_stories import HeldStories
from crawler.store.postgres_connection import Connection
from crawler.store.postgres_frontier import PostgresFrontier
from crawler.store.postgres_maintenance import forget, notes, summary
from crawler.store.postgres_memory import PostgresMemory, StoryIndex, meet
from crawler.store.postgres_memory import write as write_stories
from crawler.store.postgres_schema import prepare, take_lock
from crawler.store.postgres_shared import SharedState, take_over
from crawler.store.postgres_visits import HeldVisits, PostgresVisits
from crawler.store.postgres_visits import write as write_visits
from crawler.store.postgres_workers import WorkerLease
from crawler.store.run_notes import merge_notes

SIGN_SECONDS = 10
"""A worker whose last checkpoint is so long ago says that it lives before it waits for its turn."""


class PostgresStore(Store):
    """A store that many workers share. Every fault that waiting cannot mend is a StoreError of one line."""

    shared = True
    takes_over = True

    def __init__(self, url: str) -> None:
        self.db = Connection(url)
        try:
            prepare(self.db)
        except BaseException:
            self.close()
            raise
        self._index = StoryIndex(self.db)
        self._visits = HeldVisits()
        self._numbers: dict[str, int] = {}
        self._values: dict[str, str] = {}
        self._notes: dict[str, tuple[float, str]] = {}
        self._frontiers: dict[int, PostgresFrontier] = {}
        self._state: dict[int, SharedState] = {}
        self._leases: dict[int, WorkerLease] = {}
        self._checkpoint = 0
        self._last_sign = monotonic()
        self._after: list[Callable[[], None]] = []
        self._abandoned = False

    def begin(self) -> None:
        """Nothing: what comes is held until commit()."""

    def commit(self, complete: Callable[[Conflicts], None] | None = None) -> None:
        if self._abandoned:
            return
        attempts = 0

        def attempt() -> list[Callable[[], None]]:
            nonlocal attempts
            attempts += 1
            if attempts > 1 and self._is_through():
                return self._after
            if attempts > 1 or monotonic() - self._last_sign > SIGN_SECONDS:
                for lease in self._leases.values():
                    lease.renew()
            with self.db.transaction():
                self._after = self._write(complete)
            return self._after

        for confirm in self.db.until_done(attempt):
            confirm()
        self._forget_held()
        self._checkpoint += 1
        self._last_sign = monotonic()

    def rollback(self) -> None:
        self._forget_held()
        for frontier in self._frontiers.values():
            frontier.forget()

    def on_error(self, tell: Callable[[StoreError], None]) -> None:
        self.db.on_error = tell

    def on_wait(self, tell: Callable[[float], None]) -> None:
        self.db.on_wait = tell

    def memory(self, run: str, *, whole: bool = False) -> PostgresMemory:
        return PostgresMemory(self._index, self._number(run), every_run=whole)

    def frontier(self, run: str, worker: str = "") -> PostgresFrontier:
        number = self._number(run)
        if number not in self._frontiers:
            self._frontiers[number] = PostgresFrontier(self.db, number, worker)
            self._state[number] = SharedState(self.db, number, worker)
            self._leases[number] = WorkerLease(self.db, number, worker)
            self._checkpoint = self._leases[number].last_checkpoint()
        return self._frontiers[number]

    def share(self, run: str, part: str, entries: Mapping[str, str]) -> None:
        self._state[self._number(run)].share(part, entries)

    def is_finished(self, run: str) -> bool:
        rows = self.db.execute("SELECT note FROM runs WHERE name = %s", (run,))
        return bool(rows) and "reason" in json.loads(rows[0][0] or "{}")

    def has_left_over(self, run: str) -> bool:
        rows = self.db.execute("SELECT note FROM runs WHERE name = %s", (run,))
        return bool(rows) and json.loads(rows[0][0] or "{}").get("reason") == UNREACHABLE

    def _is_worked_on(self, run: str) -> bool:
        """Whether a worker of a run was heard of lately and did not come to its end."""
        rows = self.db.execute(
            "SELECT 1 FROM workers WHERE run = %s AND until > clock_timestamp() AND NOT EXISTS (SELECT 1 FROM kept"
            " WHERE kept.run = workers.run AND kept.worker = workers.worker AND part = 'job' AND key = 'finished')",
            (self._number(run),),
        )
        return bool(rows)

    def has_ended(self, run: str, worker: str) -> bool:
        """Whether a worker of a run came to its end, and what it counted is in the run's note."""
        rows = self.db.execute(
            "SELECT 1 FROM kept WHERE run = %s AND worker = %s AND part = 'job' AND key = 'finished'",
            (self._number(run), worker),
        )
        return bool(rows)

    def last_run_of(self, job: str) -> str | None:
        """The identity of a job's last run; None for a new job."""
        rows = self.db.execute("SELECT identity FROM runs WHERE job = %s", (job,))
        return str(rows[0][0]) if rows else None

    def join(self, job: str, identity: str, *, again: bool) -> str:
        """The identity of a job, by its name: the one given where the job is new, or where its last run is over and
        another is to be begun (again), which takes over what that one left over."""
        with self.db.transaction():
            take_lock(self.db)
            rows = self.db.execute("SELECT name, identity FROM runs WHERE job = %s", (job,))
            if rows and not (again and self.is_finished(rows[0][0]) and not self._is_worked_on(rows[0][0])):
                return str(rows[0][1])
            proposed = json.loads(identity)
            if rows:
                ended = rows[0][0]
                self.db.execute("UPDATE runs SET job = NULL WHERE name = %s", (ended,))
                proposed["follows"] = ended if self.has_left_over(ended) else ""
            self.db.execute(
                "INSERT INTO runs (name, job, identity) VALUES (%s, %s, %s)",
                (proposed["run_id"], job, json.dumps(proposed)),
            )
            if proposed["follows"]:
                take_over(self.db, self._number(proposed["follows"]), self._number(proposed["run_id"]))
            return json.dumps(proposed)

    def visits(self) -> PostgresVisits:
        return PostgresVisits(self.db, self._visits)

    def note_run(self, run: str, started: float, note: str) -> None:
        self._notes[run] = started, note

    def last_runs(self, limit: int) -> list[RunNote]:
        return notes(self.db, limit)

    def summary(self, last_runs: int) -> StoreSummary:
        return summary(self.db, last_runs)

    def prune(self, before: float) -> None:
        self.db.until_done(lambda: forget(self.db, before), long=True)

    def value(self, name: str) -> str | None:
        if name in self._values:
            return self._values[name]
        rows = self.db.execute("SELECT value FROM store_values WHERE name = %s", (name,))
        return rows[0][0] if rows else None

    def set_value(self, name: str, value: str) -> None:
        self._values[name] = value

    def abandon(self) -> None:
        self._abandoned = True
        self.rollback()
        self.db.leave()

    def leave(self) -> None:
        # Tried once: who ends is not kept by a database that is away, and its lease runs out by itself.
        with suppress(psycopg.Error), self.db.transaction():
            take_lock(self.db)
            self._write_small()
            for run, frontier in self._frontiers.items():
                frontier.release_hosts()
                self._leases[run].release()

    def close(self) -> None:
        self.db.close()

    def _write(self, complete: Callable[[Conflicts], None] | None) -> list[Callable[[], None]]:
        """All that is held, in a fixed order, under the lock; what is to be done once it is committed."""
        take_lock(self.db)
        after: list[Callable[[], None]] = []
        conflicts = NO_CONFLICTS
        for run, frontier in self._frontiers.items():
            live = self._leases[run].renew_at(self._checkpoint + 1)
            frontier.silent_workers = self._leases[run].silent_workers
            seen = frontier.write_marks()
            copies, known = meet(self._index, frontier.worker)
            state = self._state[run]
            told = state.read()
            conflicts = Conflicts(frozenset(seen), copies, told, frozenset(live))
            if complete is not None:
                complete(conflicts)  # it may still find requests done
            frontier.write_requests(without=seen)
            state.write()
            frontier.write_kept()
            back, taken = frontier.share_hosts(live)
            rows = frontier.read_requests(back, taken)
            last = write_stories(self._index, frontier.worker, without=known)
            after += [lambda f=frontier, b=back, t=taken, r=rows: f.confirm(b, t, r), state.confirm]  # type: ignore[misc]
        if not self._frontiers:
            if complete is not None:
                complete(conflicts)
            last = write_stories(self._index, "")
        after.append(lambda: setattr(self._index, "last", last))
        self._visits.are_copies({page for page, match in conflicts.copies.items() if match.method != "url"})
        write_visits(self.db, self._visits)
        self._write_small()
        return after

    def _write_small(self) -> None:
        for name, value in sorted(self._values.items()):
            self.db.execute(
                "INSERT INTO store_values VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
        for run, (started, note) in sorted(self._notes.items()):
            for (before,) in self.db.execute("SELECT note FROM runs WHERE name = %s", (run,)):
                note = json.dumps(merge_notes(json.loads(before or "{}"), json.loads(note)), ensure_ascii=False)
            self.db.execute(
                "INSERT INTO runs (name, started, note) VALUES (%s, %s, %s) ON CONFLICT (name)"
                " DO UPDATE SET started = excluded.started, note = excluded.note",
                (run, started, note),
            )

    def _is_through(self) -> bool:
        """Whether the checkpoint was committed whose answer was lost."""
        return any(lease.last_checkpoint() > self._checkpoint for lease in self._leases.values())

    def _forget_held(self) -> None:
        self._index.held = HeldStories()
        self._visits.clear()
        self._values.clear()
        self._notes.clear()

    def _number(self, run: str) -> int:
        if run not in self._numbers:
            self.db.execute("INSERT INTO runs (name) VALUES (%s) ON CONFLICT DO NOTHING", (run,))
            for (number,) in self.db.execute("SELECT run FROM runs WHERE name = %s", (run,)):
                self._numbers[run] = number
        return self._numbers.get(run, 0)  # 0 once the store is abandoned: nothing is read or written any more
