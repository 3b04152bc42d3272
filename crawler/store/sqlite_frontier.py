"""A run's frontier in SQLite.

All requests are on disk; in memory there is only the best waiting request of each host, so that hosts whose turn it
is not can be passed over without reading what waits behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crawler.store.frontier import Frontier, Lease
from crawler.store.host_order import HostOrder, Place
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


def take_over(file: Connection, ended: int, run: int) -> None:
    """Give a run the requests that wait in one that has ended, and what that one knew of their topics.

    They stay there, too, so that a run which is killed as it begins takes none of them along.
    """
    file.execute(
        "INSERT INTO requests (run, host, priority, request)"
        " SELECT ?, host, priority, request FROM requests WHERE run = ? ORDER BY number",
        (run, ended),
    )
    file.execute(
        "INSERT INTO kept SELECT ?, part, key, value FROM kept WHERE run = ? AND part = 'topics'", (run, ended)
    )


class SqliteFrontier(Frontier):
    """The requests of one run."""

    def __init__(self, file: Connection, run: int) -> None:
        self._file = file
        self._run = run
        self._order = HostOrder()
        self._waiting = 0
        self._load()

    def add(self, host: str, priority: int, request: str, page: str | None = None) -> None:
        number = self._file.insert(
            "INSERT INTO requests (run, host, priority, request) VALUES (?, ?, ?, ?)",
            (self._run, host, priority, request),
        )
        self._waiting += 1
        self._order.offer(host, (-priority, number))

    def lease(self, free: Callable[[str], bool], least: int | None = None) -> Lease | None:
        found = self._order.best(free, least)
        return self._give_out(*found) if found else None

    def done(self, number: int) -> None:
        self._file.execute("DELETE FROM requests WHERE number = ?", (number,))

    def release(self) -> None:
        self._file.execute("UPDATE requests SET leased = 0 WHERE run = ? AND leased = 1", (self._run,))
        self._load()

    def __len__(self) -> int:
        return self._waiting

    def hosts(self) -> list[str]:
        return self._order.hosts()

    def waiting(self) -> list[str]:
        rows = self._file.execute("SELECT request FROM requests WHERE run = ? AND leased = 0", (self._run,))
        return [request for (request,) in rows]

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

    def save_state(self, part: str, entries: Mapping[str, str]) -> None:
        rows = [(self._run, part, key, value) for key, value in entries.items()]
        self._file.execute_many("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)

    def saved_state(self, part: str) -> dict[str, str]:
        return dict(
            self._file.execute("SELECT key, value FROM kept WHERE run = ? AND part = ? ORDER BY key", (self._run, part))
        )

    def _give_out(self, place: Place, host: str) -> Lease:
        number = place[1]
        [(request,)] = self._file.execute("SELECT request FROM requests WHERE number = ?", (number,))
        self._file.execute("UPDATE requests SET leased = 1 WHERE number = ?", (number,))
        self._waiting -= 1
        self._find_head(host)
        return Lease(number, host, request)

    def _load(self) -> None:
        """Read the hosts and their best requests."""
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
        rows = self._file.execute(
            "SELECT -priority, number FROM requests WHERE run = ? AND host = ? AND leased = 0"
            " ORDER BY priority DESC, number LIMIT 1",
            (self._run, host),
        )
        self._order.set(host, rows[0] if rows else None)
