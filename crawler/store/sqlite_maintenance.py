"""What a store holds, and forgetting what is old: the SQLite store's own housekeeping."""

from __future__ import annotations

import json
from collections import Counter

from crawler.store.contents import RunNote, StoreSummary
from crawler.store.sqlite_connection import Connection
from crawler.text.origin import Copy


def summary(file: Connection, last_runs: int) -> StoreSummary:
    """Count what is there."""
    ask = file.execute
    stories = ask("SELECT note FROM stories WHERE cluster IS NULL AND version = 1 GROUP BY page")
    sites: Counter[str] = Counter(Copy.unpack(note).site for (note,) in stories if note)
    sites.pop("", None)
    return StoreSummary(
        schema=_one(file, "PRAGMA user_version"),
        bytes=_one(file, "PRAGMA page_count") * _one(file, "PRAGMA page_size"),
        stories=len(stories),
        versions=_one(file, "SELECT count(*) FROM stories WHERE version > 1"),
        copies=_one(file, "SELECT count(DISTINCT page) FROM stories WHERE cluster IS NOT NULL AND version = 1"),
        sites=sites,
        pages=dict(ask("SELECT state, count(*) FROM visits GROUP BY state ORDER BY state")),
        links=_one(file, "SELECT count(*) FROM edges"),
        waiting=_one(file, "SELECT count(*) FROM requests"),
        runs=_one(file, "SELECT count(*) FROM runs"),
        last_runs=notes(file, last_runs),
    )


def notes(file: Connection, limit: int) -> list[RunNote]:
    """The last runs, the newest first."""
    runs = file.execute("SELECT name, started, note FROM runs ORDER BY started DESC, run DESC LIMIT ?", (limit,))
    return [RunNote(name, started, json.loads(note or "{}")) for name, started, note in runs]


_FORGET = (
    # A story that something led to since is known, however long ago it was read.
    """DELETE FROM stories WHERE run IN (SELECT run FROM runs WHERE started < :before)
        AND page NOT IN (SELECT page FROM visits WHERE met >= :before)
        AND page NOT IN (SELECT target FROM edges WHERE last_seen >= :before)""",
    "DELETE FROM shingles WHERE story NOT IN (SELECT story FROM stories)",
    "DELETE FROM new_shingles WHERE story NOT IN (SELECT story FROM stories)",
    "DELETE FROM visits WHERE met < :before AND page NOT IN (SELECT page FROM stories)",
    "DELETE FROM edges WHERE last_seen < :before",
    *(
        f"DELETE FROM {table} WHERE run IN (SELECT run FROM runs WHERE started < :before)"
        for table in ("requests", "seen", "kept")
    ),
    "DELETE FROM runs WHERE started < :before AND run NOT IN (SELECT run FROM stories)",
)


def forget(file: Connection, before: float) -> None:
    """Delete what nothing has led to since a time, and the frontiers of jobs begun before it. In a transaction."""
    for statement in _FORGET:
        file.execute(statement.replace(":before", "?"), (before,) * statement.count(":before"))


def shrink(file: Connection) -> None:
    """Give the room that was freed back to the system. Not in a transaction."""
    file.execute("VACUUM")
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _one(file: Connection, statement: str) -> int:
    [(number,)] = file.execute(statement)
    return int(number)
