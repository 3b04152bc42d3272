"""What the workers of one run tell each other at their checkpoints."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.store.base import StateEntry
from crawler.store.postgres_connection import Connection


def take_over(db: Connection, ended: int, run: int) -> None:
    """Give a run the requests that wait in one that has ended, and what that one knew of their topics."""
    db.execute(
        "INSERT INTO hosts (run, host, waiting, best, manners)"
        " SELECT %s, host, waiting, best, '{}' FROM hosts WHERE run = %s AND waiting > 0",
        (run, ended),
    )
    db.execute("UPDATE requests SET run = %s WHERE run = %s", (run, ended))
    db.execute("UPDATE hosts SET waiting = 0 WHERE run = %s", (ended,))
    db.execute(
        "INSERT INTO shared (run, part, key, worker, value) SELECT DISTINCT ON (key) %s, part, key, '', value"
        " FROM shared WHERE run = %s AND part = 'topics' ORDER BY key, change DESC",
        (run, ended),
    )


class SharedState:
    """Entries by part and key, each worker's own; what changed since a worker's last checkpoint is read at its next."""

    def __init__(self, db: Connection, run: int, worker: str) -> None:
        self._db = db
        self._run = run
        self._worker = worker
        self._last = 0
        self._read_to = 0
        self._held: dict[tuple[str, str], str] = {}

    def share(self, part: str, entries: Mapping[str, str]) -> None:
        """Have the others know, from this checkpoint on."""
        self._held |= {(part, key): value for key, value in entries.items()}

    def read(self) -> list[StateEntry]:
        """What others told since the last checkpoint; in a transaction, under the lock."""
        rows = self._db.execute(
            "SELECT change, worker, part, key, value FROM shared WHERE run = %s AND change > %s AND worker <> %s"
            " ORDER BY change",
            (self._run, self._last, self._worker),
        )
        self._read_to = max((row[0] for row in rows), default=self._last)
        return [StateEntry(*row[1:]) for row in rows]

    def write(self) -> None:
        """Write what is to be told; in a transaction, under the lock."""
        if self._held:
            keys = sorted(self._held)
            self._db.execute(
                "INSERT INTO shared (run, worker, part, key, value)"
                " SELECT %s, %s, * FROM unnest(%s::text[], %s::text[], %s::text[]) ON CONFLICT (run, part, key, worker)"
                " DO UPDATE SET value = excluded.value, change = DEFAULT",
                (self._run, self._worker, [p for p, _ in keys], [k for _, k in keys], [self._held[k] for k in keys]),
            )

    def confirm(self) -> None:
        """The checkpoint is through."""
        self._last = self._read_to
        self._held.clear()
