"""Tables that live as long as a data set is made, on disk where they are large: memory stays flat."""

from __future__ import annotations

import sqlite3

CACHE_KIB = 48 * 1024
"""SQLite's page cache: with its default of 2 MB every look-up among a million pages would read the file."""


def temporary_database(*schema: str) -> sqlite3.Connection:
    """A temporary file of SQLite's own with some tables; gone when it is closed.

    It has no journal, as nothing in it is ever rolled back, and one transaction, as nobody else reads it.
    """
    database = sqlite3.connect("", isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KIB}"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    for statement in schema:
        database.execute(statement)
    return database
