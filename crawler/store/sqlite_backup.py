"""Copies of a SQLite store, taken while a crawl writes to it, and a look at whether a store is sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crawler.store.base import StoreError

_PAGES_AT_ONCE = 1000
"""Of 4 KiB: whoever writes to the store meanwhile waits for so many at most."""


def back_up(source: Path, target: Path) -> int:
    """Copy a store as it was at its last checkpoint, by SQLite's own way, all of it or nothing; the bytes written."""
    if target.exists():
        raise StoreError(f"{target}: exists; a backup takes the name of a new file")
    partial = target.with_name(f"{target.name}.part")
    try:
        with _opened(source, read_only=True) as store, _opened(partial) as copy:
            store.backup(copy, pages=_PAGES_AT_ONCE)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, to be carried elsewhere
        problems = find_damage(partial)
        if problems:
            raise StoreError(f"{source}: damaged ({problems[0]}); see store --check")
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{target}: cannot be written ({getattr(error, 'strerror', None) or error})") from error
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def find_damage(path: Path) -> list[str]:
    """What is wrong with a store's file, by SQLite's own check; empty where it is sound."""
    try:
        with _opened(path, read_only=True) as store:
            rows = store.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as error:
        return [str(error)]
    return [str(text) for (text,) in rows if text != "ok"]


class _opened:
    """A connection that is closed in the end."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        uri = f"{path.absolute().as_uri()}?mode=ro" if read_only else path.absolute().as_uri()
        self._db = sqlite3.connect(uri, uri=True)

    def __enter__(self) -> sqlite3.Connection:
        return self._db

    def __exit__(self, *_: object) -> None:
        self._db.close()
