"""Copies of a SQLite store, taken while a crawl writes to it, and a look at whether a store is sound."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from crawler.store.base import StoreError
from crawler.store.sqlite_connection import in_plain_words

_PAGES_AT_ONCE = 1000
"""Of 4 KiB: whoever writes to the store meanwhile waits for so many at most."""
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""Errors that say what the file holds; others are of the way to it."""


def back_up(source: Path, target: Path) -> int:
    """Copy a store as it was at its last checkpoint, by SQLite's own way, all of it or nothing; the bytes written."""
    if os.path.exists(target):
        raise StoreError(f"{target}: exists; a backup takes the name of a new file")
    damage = find_damage(source)
    if damage:
        raise StoreError(f"{source}: damaged ({damage[0]}); see store --check")
    partial = target.with_name(f"{target.name}.part")
    try:
        with _to_read(source) as store, closing(sqlite3.connect(partial.absolute().as_uri(), uri=True)) as copy:
            store.backup(copy, pages=_PAGES_AT_ONCE)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, to be carried elsewhere
        problems = find_damage(partial)
        if problems:
            raise StoreError(f"{target}: cannot be written ({problems[0]})")
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{target}: {in_plain_words(error)}") from error
    finally:
        with suppress(OSError):
            partial.unlink()
    return target.stat().st_size


def find_damage(path: Path) -> list[str]:
    """What is wrong with a store's file, by SQLite's own check; empty where it is sound. StoreError where it cannot be
    looked at: then nothing is known of it."""
    try:
        with _to_read(path) as store:
            rows = store.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
            return [str(error)]
        raise StoreError(f"{path}: {in_plain_words(error)}") from error
    return [str(text) for (text,) in rows if text != "ok"]


def _to_read(path: Path) -> closing[sqlite3.Connection]:
    """A connection that only reads, and is closed in the end.

    SQLite writes beside a file in write-ahead mode even to read it. Where it may not, and no log says that somebody
    else is writing, nothing changes meanwhile, and the file alone is read.
    """
    log = path.with_name(f"{path.name}-wal")
    alone = not os.access(path.absolute().parent, os.W_OK) and not log.exists()
    return closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' * alone}", uri=True))
