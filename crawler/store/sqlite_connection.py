"""A connection to a SQLite file whose every fault is a StoreError of one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from crawler.store.base import StoreError

CACHE_KIB = 12 * 1024
"""SQLite's page cache: a bound on memory; the system's file cache does the rest."""
WAL_PAGES = 8_192
"""Pages of log (of 4 KiB) before they are moved into the file: many changes of one page are then one write."""
_REASONS = {
    sqlite3.SQLITE_BUSY: "the store is in use by another process",
    sqlite3.SQLITE_LOCKED: "the store is in use by another process",
    sqlite3.SQLITE_FULL: "no room left on the disk",
    sqlite3.SQLITE_READONLY: "cannot be written (it, its folder or its disk may only be read)",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened (is its folder there, and may it be written to?)",
    sqlite3.SQLITE_IOERR: "cannot be read or written (the disk reports an error)",
    sqlite3.SQLITE_CORRUPT: "cannot be read (the file is damaged; put a backup in its place)",
}
"""Kinds of errors in plain words."""
_Result = TypeVar("_Result")
BUSY_SECONDS = 5.0
"""How long to wait for another process's transaction before saying that the store is in use."""


class Connection:
    """Statements on one file, in write-ahead mode. Transactions are opened and closed by whoever uses it.

    Without a path it is a temporary file of SQLite's own: in memory while it is small, gone when it is closed.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.on_error: Callable[[StoreError], None] = lambda error: None
        """Called with the first error of a statement, before it is raised."""
        self._begun = False  # a transaction was opened, and neither committed nor rolled back by its owner
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path or "", isolation_level=None, timeout=BUSY_SECONDS)
        except (OSError, sqlite3.Error) as error:
            raise self._fault(error) from error
        try:
            self._configure()
        except BaseException:
            self._db.close()
            raise

    def execute(self, statement: str, values: Iterable[Any] = ()) -> list[Any]:
        """Run one statement; its rows."""
        return self._run(lambda: self._db.execute(statement, tuple(values)).fetchall())

    def insert(self, statement: str, values: Iterable[Any]) -> int:
        """Insert one row; its number."""
        return self._run(lambda: self._db.execute(statement, tuple(values)).lastrowid or 0)

    def change(self, statement: str, values: Iterable[Any]) -> int:
        """Run one statement that changes rows; how many it changed."""
        return self._run(lambda: self._db.execute(statement, tuple(values)).rowcount)

    def execute_many(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run one statement for each row of values."""
        self._run(lambda: self._db.executemany(statement, rows))

    def begin(self) -> None:
        """Open a transaction."""
        self.execute("BEGIN IMMEDIATE")
        self._begun = True

    def commit(self) -> None:
        """Make the transaction durable."""
        self.execute("COMMIT")
        self._begun = False

    def rollback(self) -> None:
        """Undo the transaction, if there is one."""
        self._begun = False
        if self._db.in_transaction:
            self.execute("ROLLBACK")

    def _run(self, work: Callable[[], _Result]) -> _Result:
        """Do what SQLite is asked for. After some errors SQLite rolls back by itself; statements that come later would
        each be committed alone, so they are refused."""
        try:
            if self._begun and not self._db.in_transaction:
                raise StoreError(f"{self._name}: the transaction was rolled back after an error")
            return work()
        except sqlite3.Error as error:
            fault = self._fault(error)
            self.on_error(fault)
            raise fault from error

    def close(self) -> None:
        self.on_error = lambda error: None
        self._db.close()

    def leave(self) -> None:
        """Let go of the file, undoing what is not committed, and go on with an empty temporary one."""
        self._db.close()
        self._db = sqlite3.connect("", isolation_level=None)
        self._begun = False
        self.on_error = lambda error: None

    @property
    def _name(self) -> str:
        return str(self.path or "temporary store")

    def _configure(self) -> None:
        self.execute("PRAGMA journal_mode = WAL")
        self.execute("PRAGMA synchronous = NORMAL")  # in WAL mode a power cut may undo commits, never tear one
        self.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        self.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
        self.execute(f"PRAGMA journal_size_limit = {WAL_PAGES * 4096}")

    def _fault(self, error: Exception) -> StoreError:
        return StoreError(f"{self._name}: {in_plain_words(error)}")


def in_plain_words(error: Exception) -> str:
    """What kept a store's file from being read or written, in words that need no knowledge of SQLite."""
    if isinstance(error, OSError):
        return f"cannot be written ({error.strerror or error})"
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest its variant
    return _REASONS.get(code) or str(error)
