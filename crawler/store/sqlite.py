"""The embedded store: one SQLite file, one writer at a time."""

from __future__ import annotations

from pathlib import Path

from crawler.store.base import Store, StoreError
from crawler.store.sqlite_connection import Connection
from crawler.store.sqlite_frontier import FRONTIER_SCHEMA, SqliteFrontier
from crawler.store.sqlite_memory import MEMORY_SCHEMA, SqliteMemory

SCHEMA_VERSION = 1

SCHEMA = (
    "CREATE TABLE store_values (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE runs (run INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    *MEMORY_SCHEMA,
    *FRONTIER_SCHEMA,
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)


class SqliteStore(Store):
    """A store in one file. Its folder is made where it is missing; every fault is a StoreError of one line.

    Without a path it is a temporary file of SQLite's own, in memory as long as it is small, gone when it is closed.
    """

    def __init__(self, path: str | Path | None) -> None:
        self._file = Connection(Path(path) if path is not None else None)
        try:
            self._check_schema()
        except BaseException:
            self.close()
            raise

    def begin(self) -> None:
        self._file.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self._file.execute("COMMIT")

    def rollback(self) -> None:
        if self._file.in_transaction:
            self._file.execute("ROLLBACK")

    def memory(self, run: str, *, whole: bool = False) -> SqliteMemory:
        return SqliteMemory(self._file, self._number(run), whole=whole)

    def frontier(self, run: str) -> SqliteFrontier:
        return SqliteFrontier(self._file, self._number(run))

    def value(self, name: str) -> str | None:
        rows = self._file.execute("SELECT value FROM store_values WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def set_value(self, name: str, value: str) -> None:
        self._file.execute("INSERT OR REPLACE INTO store_values VALUES (?, ?)", (name, value))

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
        """Make the tables of a new file; refuse a file of another schema."""
        if self._schema() == 0:
            with self.transaction():
                if self._schema() == 0:  # still: another process may have made them meanwhile
                    for statement in SCHEMA:
                        self._file.execute(statement)
        if self._schema() != SCHEMA_VERSION:
            raise StoreError(
                f"{self._file.path}: made by another release (schema {self._schema()}, expected {SCHEMA_VERSION})"
            )

    def _schema(self) -> int:
        [(version,)] = self._file.execute("PRAGMA user_version")
        return int(version)
