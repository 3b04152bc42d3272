"""Visits and offers in SQLite."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

from crawler.store.page_numbers import page_id_of, page_number
from crawler.store.sqlite_connection import Connection
from crawler.store.visits import FIELDS, Visit, Visits, row_of, visit_of

VISITS_SCHEMA = (
    """CREATE TABLE visits (
        page INTEGER NOT NULL,
        scope TEXT NOT NULL,
        state TEXT NOT NULL,
        hop TEXT NOT NULL,
        root INTEGER NOT NULL,
        site TEXT NOT NULL,
        etag TEXT,
        last_modified TEXT,
        content TEXT NOT NULL,
        published REAL,               -- times are seconds since 1970
        fetched REAL NOT NULL,
        interval REAL NOT NULL,
        due REAL NOT NULL,
        met REAL NOT NULL,
        PRIMARY KEY (page, scope)
    ) WITHOUT ROWID""",
    "CREATE INDEX visits_due ON visits (root, due)",
    """CREATE TABLE edges (
        source INTEGER NOT NULL,
        target INTEGER NOT NULL,
        first_seen REAL NOT NULL,
        last_seen REAL NOT NULL,
        PRIMARY KEY (source, target)
    ) WITHOUT ROWID""",
)

_AT_ONCE = 500
"""Roots in one query."""
_ROW = f"INSERT INTO visits ({FIELDS}, due, met) VALUES ({','.join('?' * 14)}) ON CONFLICT (page, scope) DO UPDATE SET"
_SAME = (
    " state = excluded.state, hop = excluded.hop, site = excluded.site, etag = excluded.etag,"
    " last_modified = excluded.last_modified, content = excluded.content, published = excluded.published,"
    " fetched = excluded.fetched, met = excluded.met"
)
_PUT = f"{_ROW}{_SAME}, interval = excluded.interval, due = excluded.due"
_BEGIN = f"{_ROW}{_SAME}, due = excluded.fetched + interval"
_ASKED = "state IN ('story', 'copy', 'gone') AND due <= ? ORDER BY due, page LIMIT ?"


class SqliteVisits(Visits):
    """The tables `visits` and `edges`."""

    def __init__(self, file: Connection) -> None:
        self._file = file

    def get(self, page: str, scope: str) -> Visit | None:
        rows = self._file.execute(
            f"SELECT {FIELDS} FROM visits WHERE page = ? AND scope IN ('', ?)"
            " ORDER BY fetched DESC, scope DESC LIMIT 1",
            (page_number(page), scope),
        )
        return visit_of(*rows[0]) if rows else None

    def put(self, visit: Visit) -> None:
        self._file.execute(_PUT, (*row_of(visit), visit.due, visit.fetched))

    def begin(self, visit: Visit) -> None:
        self._file.execute(_BEGIN, (*row_of(visit), visit.due, visit.fetched))

    def met(self, page: str, now: float) -> None:
        self._file.execute("UPDATE visits SET met = ? WHERE page = ?", (now, page_number(page)))

    def due(self, roots: Collection[str] | None, now: float, limit: int) -> list[Visit]:
        if roots is None:
            rows = self._file.execute(f"SELECT {FIELDS} FROM visits WHERE {_ASKED}", (now, limit))
            return [visit_of(*row) for row in rows]
        found: list[Visit] = []
        rest = iter(sorted({page_number(root) for root in roots}))
        while some := list(islice(rest, _AT_ONCE)):
            which = f"root IN ({','.join('?' * len(some))})"
            rows = self._file.execute(f"SELECT {FIELDS} FROM visits WHERE {which} AND {_ASKED}", (*some, now, limit))
            found += [visit_of(*row) for row in rows]
        return sorted(found, key=lambda visit: (visit.due, visit.page))[:limit]

    def offered(self, source: str) -> set[str]:
        rows = self._file.execute("SELECT target FROM edges WHERE source = ?", (page_number(source),))
        return {page_id_of(target) for (target,) in rows}

    def offer(self, source: str, targets: Iterable[str], now: float) -> None:
        self._file.execute_many(
            "INSERT INTO edges VALUES (?, ?, ?, ?)"
            " ON CONFLICT (source, target) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)",
            [(page_number(source), page_number(target), now, now) for target in targets],
        )

    def offers_still(self, source: str, now: float) -> None:
        # Those that it offered at the last visit, not those that it had ceased to offer by then.
        number = page_number(source)
        self._file.execute(
            "UPDATE edges SET last_seen = ? WHERE source = ?"
            " AND last_seen = (SELECT max(last_seen) FROM edges WHERE source = ?)",
            (now, number, number),
        )
