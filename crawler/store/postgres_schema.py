"""The tables of the shared store."""

from __future__ import annotations

from crawler.store.base import StoreError
from crawler.store.postgres_connection import Connection

SCHEMA_VERSION = 1
LOCK = 0x72656C6E  # "reln": names this project's lock among those of the database
"""The advisory lock that every checkpoint holds: what workers bring meets there, one after the other."""
LOCK_SECONDS = 4.0
"""Seconds that a transaction waits for it before it is begun again, so that the wait is said and can be ended."""

SCHEMA = (
    "CREATE TABLE store_values (name text PRIMARY KEY, value text NOT NULL)",
    """CREATE TABLE runs (
        run integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL UNIQUE,
        job text UNIQUE,              -- the name that workers join it by
        identity text,                -- spider, arguments and so on, as JSON
        started double precision,     -- times are seconds since 1970
        note text
    )""",
    """CREATE TABLE workers (
        run integer NOT NULL,
        worker text NOT NULL,
        until timestamptz NOT NULL,   -- taken for dead after that
        checkpoint bigint NOT NULL,
        PRIMARY KEY (run, worker)
    )""",
    """CREATE TABLE hosts (
        run integer NOT NULL,
        host text NOT NULL,
        worker text,                  -- whose turn it is to ask it
        waiting integer NOT NULL,     -- its requests
        best integer NOT NULL,        -- no request of it has a higher priority
        free_at timestamptz,          -- it is not to be asked before
        manners text NOT NULL,        -- how it wants to be asked, as JSON
        PRIMARY KEY (run, host)
    )""",
    "CREATE INDEX hosts_free ON hosts (run, best DESC, host) WHERE waiting > 0",
    "CREATE INDEX hosts_held ON hosts (run, worker) WHERE worker IS NOT NULL",
    """CREATE TABLE requests (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        run integer NOT NULL,
        host text NOT NULL,
        priority integer NOT NULL,
        request text NOT NULL
    )""",
    "CREATE INDEX requests_turn ON requests (run, host, priority DESC, number)",
    "CREATE TABLE seen (run integer NOT NULL, page bigint NOT NULL, PRIMARY KEY (run, page))",
    """CREATE TABLE kept (
        run integer NOT NULL,
        worker text NOT NULL,
        part text NOT NULL,
        key text NOT NULL,
        value text NOT NULL,
        PRIMARY KEY (run, worker, part, key)
    )""",
    """CREATE TABLE shared (
        run integer NOT NULL,
        part text NOT NULL,
        key text NOT NULL,
        worker text NOT NULL,         -- who said it last, or whose it is
        value text NOT NULL,
        change bigint GENERATED ALWAYS AS IDENTITY,
        PRIMARY KEY (run, part, key, worker)
    )""",
    "CREATE INDEX shared_change ON shared (run, change)",
    """CREATE TABLE stories (
        story bigint PRIMARY KEY,     -- ascending in order of arrival
        run integer NOT NULL,
        worker text NOT NULL,
        page bigint NOT NULL,
        cluster bigint,               -- null: the page itself
        version integer NOT NULL,
        size integer NOT NULL,        -- shingles of the text; 0 without a sketch
        note text NOT NULL,
        text_hash bytea NOT NULL,
        sketch bytea NOT NULL
    )""",
    "CREATE INDEX stories_page ON stories (page, run)",
    "CREATE INDEX stories_cluster ON stories (cluster, run) WHERE cluster IS NOT NULL",
    "CREATE INDEX stories_text ON stories (substr(text_hash, 1, 8), run)",
    "CREATE TABLE shingles (hash bigint NOT NULL, run integer NOT NULL, story bigint NOT NULL)",
    "CREATE INDEX shingles_hash ON shingles (hash, run) INCLUDE (story)",
    """CREATE TABLE visits (
        page bigint NOT NULL,
        scope text NOT NULL,
        state text NOT NULL,
        hop text NOT NULL,
        root bigint NOT NULL,
        site text NOT NULL,
        etag text,
        last_modified text,
        content text NOT NULL,
        published double precision,
        fetched double precision NOT NULL,
        interval double precision NOT NULL,
        due double precision NOT NULL,
        met double precision NOT NULL,
        PRIMARY KEY (page, scope)
    )""",
    "CREATE INDEX visits_due ON visits (root, due)",
    """CREATE TABLE edges (
        source bigint NOT NULL,
        target bigint NOT NULL,
        first_seen double precision NOT NULL,
        last_seen double precision NOT NULL,
        PRIMARY KEY (source, target)
    )""",
)


def take_lock(db: Connection) -> None:
    """Hold the lock until the transaction ends."""
    timeout = f"{LOCK_SECONDS * 1000:.0f}ms"
    db.execute("SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)", (timeout, LOCK))


def prepare(db: Connection) -> None:
    """Make the tables of a new database; StoreError where another release made them."""

    def make() -> None:
        with db.transaction():
            take_lock(db)
            if _schema(db) is None:
                for statement in SCHEMA:
                    db.execute(statement)
                db.execute("INSERT INTO store_values VALUES ('schema', %s)", (str(SCHEMA_VERSION),))

    if _schema(db) is None:
        db.until_done(make)
    if _schema(db) != SCHEMA_VERSION:
        raise StoreError(f"{db.name}: made by another release (schema {_schema(db)}, expected {SCHEMA_VERSION})")


def _schema(db: Connection) -> int | None:
    """The version of the tables; None where there are none."""
    # Not to_regclass(): it may answer from before the wait for the lock.
    there = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'store_values'"
    if not db.execute(there):
        return None
    rows = db.execute("SELECT value FROM store_values WHERE name = 'schema'")
    return int(rows[0][0]) if rows else 0
