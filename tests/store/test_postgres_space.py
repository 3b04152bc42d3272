"""What pruning a shared store frees is used again, and given back to the system by what the documentation says."""

from __future__ import annotations

import re

import psycopg

from crawler.store.postgres import PostgresStore
from crawler.store.postgres_maintenance import _TABLES
from tests.conftest import ROOT
from tests.web.postgres import Server

ROWS = 20_000


def fill(store: PostgresStore) -> None:
    """Pages and links of long ago."""
    store.db.execute(
        "INSERT INTO visits SELECT n, 's', 'story', '', 0, 'a.example', NULL, NULL, '', NULL, 1, 1, 1, 1"
        f" FROM generate_series(1, {ROWS}) AS n"
    )
    store.db.execute(f"INSERT INTO edges SELECT n, n + 1, 1, 1 FROM generate_series(1, {ROWS}) AS n")


def test_what_pruning_frees_is_used_again_and_vacuum_full_gives_it_back(postgres: Server) -> None:
    url = postgres.new_database()
    store = PostgresStore(url)
    empty = store.summary(0).bytes
    fill(store)
    full = store.summary(0).bytes
    for _ in range(3):
        store.prune(1000.0)
        assert store.db.execute("SELECT (SELECT count(*) FROM visits), (SELECT count(*) FROM edges)") == [(0, 0)]
        fill(store)
    assert store.summary(0).bytes < 2 * full, "without VACUUM it would be four times as much"
    store.prune(1000.0)
    scaling = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    [(statement, tables)] = re.findall(r"psql -c '(VACUUM \(FULL, ANALYZE\) ([\w, ]+))'", scaling)
    assert set(tables.split(", ")) <= set(_TABLES)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(statement)
    assert store.summary(0).bytes < 1.2 * empty
    store.close()
