"""The embedded store: one SQLite file, one writer at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from crawler.store.base import NO_CONFLICTS, UNREACHABLE, Conflicts, Store, StoreError
from crawler.store.contents import RunNote, StoreSummary
from crawler.store.sqlite_connection import Connection
from crawler.store.sqlite_frontier import FRONTIER_SCHEMA, SqliteFrontier, take_over
from crawler.store.sqlite_maintenance import forget, notes, shrink, summary
from crawler.store.sqlite_memory import MEMORY_SCHEMA, SqliteMemory
from crawler.store.sqlite_visits import VISITS_SCHEMA, SqliteVisits

SCHEMA_VERSION = 3

SCHEMA = (
    "CREATE TABLE store_values (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE runs (run INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, started REAL, note TEXT)",
    *MEMORY_SCHEMA,
    *FRONTIER_SCHEMA,
    *VISITS_SCHEMA,
)
MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (
        "ALTER TABLE runs ADD COLUMN started REAL",
        "ALTER TABLE runs ADD COLUMN note TEXT",
        "UPDATE runs SET started = CAST(strftime('%s', 'now') AS REAL)",  # nobody knows any more: they count as new
        *VISITS_SCHEMA,
    ),
    # Schema 1 grew without a number of its own: its first stores lack tables, an index and a column.
    2: tuple(s.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ") for s in SCHEMA if s.startswith("CREATE TABLE"))
    + tuple(s.replace("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS ") for s in SCHEMA if s.startswith("CREATE INDEX")),
}
"""Schema version -> the statements that lead to the next."""
NEW_COLUMNS: dict[int, tuple[tuple[str, str, str], ...]] = {2: (("stories", "note", "TEXT NOT NULL DEFAULT ''"),)}
"""Schema version -> table, column and its type, added before the statements of MIGRATIONS where it is missing."""


class SqliteStore(Store):
    """A store in one file. Its folder is made where it is missing; every fault is a StoreError of one line.

    Without a path it is a temporary file of SQLite's own, in memory as long as it is small, gone when it is closed.
    """

    takes_over = True

    def __init__(self, path: str | Path | None) -> None:
        self._file = Connection(Path(path) if path is not None else None)
        try:
            self._check_schema()
        except BaseException:
            self.close()
            raise

    def begin(self) -> None:
        self._file.begin()

    def commit(self, complete: Callable[[Conflicts], None] | None = None) -> None:
        if complete is not None:
            complete(NO_CONFLICTS)
        self._file.commit()

    def rollback(self) -> None:
        self._file.rollback()

    def on_error(self, tell: Callable[[StoreError], None]) -> None:
        self._file.on_error = tell

    def memory(self, run: str, *, whole: bool = False) -> SqliteMemory:
        return SqliteMemory(self._file, self._number(run), whole=whole)

    def frontier(self, run: str, worker: str = "") -> SqliteFrontier:
        return SqliteFrontier(self._file, self._number(run))

    def visits(self) -> SqliteVisits:
        return SqliteVisits(self._file)

    def note_run(self, run: str, started: float, note: str) -> None:
        self._file.execute(
            "INSERT INTO runs (name, started, note) VALUES (?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET started = excluded.started, note = excluded.note",
            (run, started, note),
        )

    def value(self, name: str) -> str | None:
        rows = self._file.execute("SELECT value FROM store_values WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def set_value(self, name: str, value: str) -> None:
        self._file.execute("INSERT OR REPLACE INTO store_values VALUES (?, ?)", (name, value))

    def is_finished(self, run: str) -> bool:
        rows = self._file.execute("SELECT note FROM runs WHERE name = ?", (run,))
        return bool(rows) and "reason" in json.loads(rows[0][0] or "{}")

    def has_left_over(self, run: str) -> bool:
        rows = self._file.execute("SELECT note FROM runs WHERE name = ?", (run,))
        return bool(rows) and json.loads(rows[0][0] or "{}").get("reason") == UNREACHABLE

    def take_over(self, ended: str, run: str) -> None:
        take_over(self._file, self._number(ended), self._number(run))

    def forget_left_over(self, run: str) -> None:
        self._file.execute("DELETE FROM requests WHERE run = ?", (self._number(run),))

    def last_runs(self, limit: int) -> list[RunNote]:
        return notes(self._file, limit)

    def summary(self, last_runs: int) -> StoreSummary:
        return summary(self._file, last_runs)

    def prune(self, before: float) -> None:
        with self.transaction():
            forget(self._file, before)
        shrink(self._file)

    def abandon(self) -> None:
        self._file.leave()
        self._check_schema()
        self.begin()

    def close(self) -> None:
        self._file.close()

    def _number(self, run: str) -> int:
        self._file.execute("INSERT OR IGNORE INTO runs (name) VALUES (?)", (run,))
        [(number,)] = self._file.execute("SELECT run FROM runs WHERE name = ?", (run,))
        return int(number)

    def _check_schema(self) -> None:
        """Make the tables of a new file, bring those of an earlier release up to date; refuse those of a later one."""
        if self._schema() < SCHEMA_VERSION:
            with self.transaction():
                while self._schema() < SCHEMA_VERSION:  # still: another process may have done it meanwhile
                    self._step()
        if self._schema() != SCHEMA_VERSION:
            raise StoreError(
                f"{self._file.path}: made by another release (schema {self._schema()}, expected {SCHEMA_VERSION})"
            )

    def _step(self) -> None:
        version = self._schema()
        for table, column, kind in NEW_COLUMNS.get(version, ()):
            if column not in {row[1] for row in self._file.execute(f"PRAGMA table_info({table})")}:
                self._file.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        for statement in MIGRATIONS[version] if version else SCHEMA:
            self._file.execute(statement)
        self._file.execute(f"PRAGMA user_version = {version + 1 if version else SCHEMA_VERSION}")

    def _schema(self) -> int:
        [(version,)] = self._file.execute("PRAGMA user_version")
        return int(version)
