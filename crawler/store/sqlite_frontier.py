"""A run's frontier in SQLite.

All requests are on disk; in memory there is only the best waiting request of each host, so that hosts whose turn it
is not can be passed over without reading what waits behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from heapq import heappop, heappush

from crawler.store.frontier import Frontier, Lease
from crawler.store.sqlite_connection import Connection

FRONTIER_SCHEMA = (
    """CREATE TABLE requests (
        number INTEGER PRIMARY KEY,   -- ascending in order of arrival
        run INTEGER NOT NULL,
        host TEXT NOT NULL,
        leased INTEGER NOT NULL DEFAULT 0,
        priority INTEGER NOT NULL,    -- higher comes first
        request TEXT NOT NULL
    )""",
    "CREATE INDEX requests_turn ON requests (run, host, leased, priority DESC, number)",
    "CREATE TABLE seen (run INTEGER NOT NULL, page BLOB NOT NULL, PRIMARY KEY (run, page)) WITHOUT ROWID",
    """CREATE TABLE kept (
        run INTEGER NOT NULL,
        part TEXT NOT NULL,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (run, part, key)
    ) WITHOUT ROWID""",
)

_Place = tuple[int, int]
"""Priority (negative: the best is the smallest) and number."""


class SqliteFrontier(Frontier):
    """The requests of one run."""

    def __init__(self, file: Connection, run: int) -> None:
        self._file = file
        self._run = run
        self._heads: dict[str, _Place] = {}
        self._order: list[tuple[_Place, str]] = []  # a heap of heads; those that are no longer one are passed over
        self._waiting = 0
        self._load()

    def add(self, host: str, priority: int, request: str) -> None:
        number = self._file.insert(
            "INSERT INTO requests (run, host, priority, request) VALUES (?, ?, ?, ?)",
            (self._run, host, priority, request),
        )
        self._waiting += 1
        place = (-priority, number)
        if host not in self._heads or place < self._heads[host]:
            self._set_head(host, place)

    def lease(self, free: Callable[[str], bool], least: int | None = None) -> Lease | None:
        passed: dict[str, _Place] = {}
        found: tuple[_Place, str] | None = None
        while self._order and found is None and (least is None or -self._order[0][0][0] >= least):
            place, host = heappop(self._order)
            if self._heads.get(host) != place or host in passed:
                continue
            if free(host):
                found = place, host
            else:
                passed[host] = place
        for host, place in passed.items():
            heappush(self._order, (place, host))
        return self._give_out(*found) if found else None

    def done(self, number: int) -> None:
        self._file.execute("DELETE FROM requests WHERE number = ?", (number,))

    def release(self) -> None:
        self._file.execute("UPDATE requests SET leased = 0 WHERE run = ? AND leased = 1", (self._run,))
        self._load()

    def __len__(self) -> int:
        return self._waiting

    def hosts(self) -> list[str]:
        return list(self._heads)

    def count(self, least: int) -> int:
        [(number,)] = self._file.execute(
            "SELECT count(*) FROM requests WHERE run = ? AND leased = 0 AND priority >= ?", (self._run, least)
        )
        return int(number)

    def seen(self, page: str) -> bool:
        row = (self._run, bytes.fromhex(page))
        return bool(self._file.execute("SELECT 1 FROM seen WHERE run = ? AND page = ?", row))

    def mark(self, page: str) -> bool:
        row = (self._run, bytes.fromhex(page))
        return self._file.change("INSERT OR IGNORE INTO seen VALUES (?, ?)", row) > 0

    def keep(self, part: str, entries: Mapping[str, str]) -> None:
        rows = [(self._run, part, key, value) for key, value in entries.items()]
        self._file.execute_many("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)

    def kept(self, part: str) -> dict[str, str]:
        return dict(
            self._file.execute("SELECT key, value FROM kept WHERE run = ? AND part = ? ORDER BY key", (self._run, part))
        )

    def _give_out(self, place: _Place, host: str) -> Lease:
        number = place[1]
        [(request,)] = self._file.execute("SELECT request FROM requests WHERE number = ?", (number,))
        self._file.execute("UPDATE requests SET leased = 1 WHERE number = ?", (number,))
        self._waiting -= 1
        self._find_head(host)
        return Lease(number, host, request)

    def _load(self) -> None:
        """Read the hosts and their best requests."""
        self._heads.clear()
        self._order.clear()
        self._waiting = 0
        rows = self._file.execute(
            "SELECT host, count(*) FROM requests WHERE run = ? AND leased = 0 GROUP BY host", (self._run,)
        )
        for host, count in rows:
            self._waiting += count
            self._find_head(host)

    def _find_head(self, host: str) -> None:
        """Find a host's best waiting request."""
        self._heads.pop(host, None)
        rows = self._file.execute(
            "SELECT -priority, number FROM requests WHERE run = ? AND host = ? AND leased = 0"
            " ORDER BY priority DESC, number LIMIT 1",
            (self._run, host),
        )
        for priority, number in rows:
            self._set_head(host, (priority, number))

    def _set_head(self, host: str, place: _Place) -> None:
        self._heads[host] = place
        heappush(self._order, (place, host))
