"""What a shared store holds, and forgetting what is old."""

from __future__ import annotations

import json
from collections import Counter

from crawler.store.contents import RunNote, StoreSummary
from crawler.store.postgres_connection import Connection
from crawler.store.postgres_schema import SCHEMA_VERSION, take_lock
from crawler.text.origin import Copy

_TABLES = (
    *("store_values", "runs", "workers", "hosts", "requests", "seen"),
    *("kept", "shared", "stories", "shingles", "visits", "edges"),
)

_SIZE = """SELECT sum(coalesce(
        (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree(whole)), pg_total_relation_size(whole)))
    FROM unnest(%s::regclass[]) AS whole"""
"""Bytes of tables with their indexes; those of a partitioned one are its partitions'."""


def summary(db: Connection, last_runs: int) -> StoreSummary:
    """Count what is there."""
    sites: Counter[str] = Counter()
    for note, count in db.execute(
        "SELECT note, count(DISTINCT page) FROM stories WHERE cluster IS NULL AND version = 1 GROUP BY note"
    ):
        sites[Copy.unpack(note).site if note else ""] += count
    stories = sites.total()
    sites.pop("", None)
    [(total, versions, copies, links, waiting, runs)] = db.execute(
        f"SELECT ({_SIZE})::bigint, (SELECT count(*) FROM stories WHERE version > 1),"
        " (SELECT count(DISTINCT page) FROM stories WHERE cluster IS NOT NULL AND version = 1),"
        " (SELECT count(*) FROM edges), (SELECT count(*) FROM requests), (SELECT count(*) FROM runs)",
        (list(_TABLES),),
    )
    return StoreSummary(
        schema=SCHEMA_VERSION,
        bytes=total,
        stories=stories,
        versions=versions,
        copies=copies,
        sites=sites,
        pages=dict(db.execute("SELECT state, count(*) FROM visits GROUP BY state ORDER BY state")),
        links=links,
        waiting=waiting,
        runs=runs,
        last_runs=notes(db, last_runs),
    )


def notes(db: Connection, limit: int) -> list[RunNote]:
    """The last runs, the newest first."""
    runs = db.execute(
        "SELECT name, started, note FROM runs ORDER BY started DESC NULLS LAST, run DESC LIMIT %s", (limit,)
    )
    return [RunNote(name, started, json.loads(note or "{}")) for name, started, note in runs]


_OLD = "run IN (SELECT run FROM runs WHERE started < %(before)s)"
_FORGET = (
    # A story that something led to since is known, however long ago it was read.
    f"""DELETE FROM stories WHERE {_OLD}
        AND NOT EXISTS (SELECT FROM visits WHERE visits.page = stories.page AND met >= %(before)s)
        AND NOT EXISTS (SELECT FROM edges WHERE target = stories.page AND last_seen >= %(before)s)""",
    "DELETE FROM shingles WHERE NOT EXISTS (SELECT FROM stories WHERE stories.story = shingles.story)",
    """DELETE FROM visits WHERE met < %(before)s
        AND NOT EXISTS (SELECT FROM stories WHERE stories.page = visits.page)""",
    "DELETE FROM edges WHERE last_seen < %(before)s",
    *(f"DELETE FROM {table} WHERE {_OLD}" for table in ("requests", "seen", "kept", "shared", "hosts", "workers")),
    """DELETE FROM runs WHERE started < %(before)s AND NOT EXISTS (SELECT FROM stories WHERE stories.run = runs.run)""",
)


def forget(db: Connection, before: float) -> None:
    """Delete what nothing has led to since a time, and the frontiers of jobs begun before it."""
    with db.transaction():
        take_lock(db)
        for statement in _FORGET:
            db.execute(statement, {"before": before})
    for table in _TABLES:
        db.execute(f"VACUUM (ANALYZE) {table}")
