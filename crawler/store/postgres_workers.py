"""One worker among those of its run: the lease that says that it lives, and which others have one."""

from __future__ import annotations

from time import monotonic

from crawler.store.frontier import SilentWorker
from crawler.store.postgres_connection import Connection
from crawler.store.silent_workers import SilentWorkers

LEASE_SECONDS = 60
"""A worker that was not heard of for so long is taken for dead, and its hosts go to the others."""


class WorkerLease:
    """The lease on which one worker holds its hosts."""

    def __init__(self, db: Connection, run: int, worker: str) -> None:
        self._db = db
        self._run = run
        self._worker = worker
        self._silent = SilentWorkers(db, run)
        self.silent_workers: tuple[SilentWorker, ...] = ()
        """The others that have hosts with requests and were not heard of for a while."""

    def last_checkpoint(self) -> int:
        """The number of the last checkpoint of this worker that is in the database; 0 for a new worker."""
        rows = self._db.execute(
            "SELECT checkpoint FROM workers WHERE run = %s AND worker = %s", (self._run, self._worker)
        )
        return int(rows[0][0]) if rows else 0

    def renew(self) -> None:
        """Say that this worker lives, though its checkpoint is late."""
        self._db.execute(
            "UPDATE workers SET until = clock_timestamp() + %s * interval '1 second' WHERE run = %s AND worker = %s",
            (LEASE_SECONDS, self._run, self._worker),
        )

    def renew_at(self, checkpoint: int) -> list[str]:
        """Say that this worker lives and that this checkpoint is its next; the workers that were heard of lately.

        While the database was away, or slow, nobody could be heard of: what counts is the time since then. And a worker
        may have waited for its turn as long as this one: what counts is the time at which this transaction began (now).
        One that said itself that it ends is none of them whatever the time.
        """
        self._db.execute(
            "INSERT INTO workers VALUES (%s, %s, clock_timestamp() + %s * interval '1 second', %s)"
            " ON CONFLICT (run, worker) DO UPDATE SET until = excluded.until, checkpoint = excluded.checkpoint",
            (self._run, self._worker, LEASE_SECONDS, checkpoint),
        )
        rows = self._db.execute(
            "SELECT worker, extract(epoch FROM until - now())::float FROM workers WHERE run = %s"
            " AND until > '-infinity'"
            " AND (%s OR until > now() OR pg_postmaster_start_time() > now() - %s * interval '1 second')"
            " ORDER BY worker",
            (self._run, monotonic() - self._db.last_trouble < LEASE_SECONDS, LEASE_SECONDS),
        )
        others = [(name, left) for name, left in rows if name != self._worker]
        self.silent_workers = self._silent.look(others, LEASE_SECONDS)
        return [name for name, _ in rows]

    def release(self) -> None:
        """Say that this worker ends, so that nobody waits for it."""
        self._db.execute(
            "UPDATE workers SET until = '-infinity' WHERE run = %s AND worker = %s", (self._run, self._worker)
        )
