"""A run's frontier in PostgreSQL, of which each worker works on a part: its hosts.

A host belongs to one worker at a time, and with it all its requests and the manners in which it is asked. So no host is
asked faster by many workers than by one, and a request needs no lease of its own: what was not done when its worker
was last heard of is still in the table when another takes the host. What a worker adds, marks and finishes is held
here and written at its next checkpoint; only then can a request be given out, to whoever has its host.
"""

from __future__ import annotations

import json
from bisect import insort
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from crawler.store.base import StoreError
from crawler.store.frontier import Frontier, Lease
from crawler.store.host_order import LOW, MOST_HOSTS, WINDOW, HeldHost, HostOrder, Place
from crawler.store.page_numbers import page_id_of, page_number
from crawler.store.postgres_connection import Connection

SEEN_KEPT = 500_000
"""Pages that a worker knows to be seen without asking; what it forgets the database knows."""
_MANNERS = "coalesce(greatest(0, extract(epoch FROM free_at - clock_timestamp())), 0)::float, manners"


class PostgresFrontier(Frontier):
    """The requests of one run, as one worker sees them."""

    def __init__(self, db: Connection, run: int, worker: str) -> None:
        self._db = db
        self.run = run
        self.worker = worker
        self._hosts: dict[str, HeldHost] = {}
        self._order = HostOrder()
        self._leased: dict[int, Lease] = {}
        self._added: list[tuple[str, int, str, str | None]] = []
        self._done: list[Lease] = []
        self._seen: set[str] = set()
        self._marked: dict[str, None] = {}  # since the last checkpoint, in order
        self._kept: dict[tuple[str, str], str] = {}
        self._last = 0  # the number of the last request that was looked at
        self._elsewhere = 0  # requests in the table that do not wait here
        self._asked: set[str] = set()  # hosts that were asked, or answered, since
        self._refresh_count()

    def add(self, host: str, priority: int, request: str, page: str | None = None) -> None:
        host = host.partition(" ")[0]  # a host's queues have one lease
        self._added.append((host, priority, request, page))

    def lease(self, free: Callable[[str], bool], least: int | None = None) -> Lease | None:
        found = self._order.best(free, least)
        if found is None:
            return None
        host = self._hosts[found[1]]
        place, request = host.window.pop(0)
        self._order.set(found[1], host.window[0][0] if host.window else None)
        lease = Lease(place[1], found[1], request)
        self._leased[lease.number] = lease
        self._asked.add(lease.host)
        return lease

    def done(self, number: int) -> None:
        lease = self._leased.pop(number)
        self._done.append(lease)
        self._asked.add(lease.host)

    def release(self) -> None:
        for lease in self._leased.values():
            self._hosts.pop(lease.host, None)  # it is read again at the next checkpoint
            self._order.set(lease.host, None)
        self._leased.clear()

    def __len__(self) -> int:
        return self._elsewhere + self._waiting_here() + len(self._added)

    def hosts(self) -> list[str]:
        return self._order.hosts()

    @property
    def waits_elsewhere(self) -> bool:  # type: ignore[override]
        return self._elsewhere > 0 or bool(self._added)

    def waiting(self) -> list[str]:
        return [request for (request,) in self._db.execute("SELECT request FROM requests WHERE run = %s", (self.run,))]

    def count(self, least: int) -> int:
        out = [*self._leased, *(lease.number for lease in self._done)]
        [(number,)] = self._db.execute(
            "SELECT count(*) FROM requests JOIN hosts USING (run, host) WHERE run = %s AND priority >= %s"
            " AND hosts.worker = %s AND NOT number = ANY(%s)",
            (self.run, least, self.worker, out),
        )
        return int(number) + sum(priority >= least for _, priority, _, _ in self._added)

    def seen(self, page: str) -> bool:
        return page in self._seen

    def mark(self, page: str) -> bool:
        if page in self._seen:
            return False
        if len(self._seen) >= SEEN_KEPT:
            self._seen = set(self._marked)
        self._seen.add(page)
        self._marked[page] = None
        return True

    def save_state(self, part: str, entries: Mapping[str, str]) -> None:
        self._kept |= {(part, key): value for key, value in entries.items()}

    def saved_state(self, part: str) -> dict[str, str]:
        rows = self._db.execute(
            "SELECT key, value FROM kept WHERE run = %s AND worker = %s AND part = %s ORDER BY key",
            (self.run, self.worker, part),
        )
        return dict(rows) | {key: value for (of, key), value in self._kept.items() if of == part}

    def forget(self) -> None:
        """Forget what was not written."""
        for held in (self._added, self._done, self._marked, self._kept, self._seen):
            held.clear()

    # --- Within a checkpoint's transaction, under the lock; what is held is forgotten only by confirm() -----------

    def write_marks(self) -> set[str]:
        """Write what was marked; the pages among it that others had marked before."""
        if not self._marked:
            return set()
        rows = self._db.execute(
            "INSERT INTO seen SELECT %s, unnest(%s::bigint[]) ON CONFLICT DO NOTHING RETURNING page",
            (self.run, [page_number(page) for page in self._marked]),
        )
        return set(self._marked) - {page_id_of(page) for (page,) in rows}

    def write_requests(self, without: set[str]) -> None:
        """Write the requests added, but for those to pages that others asked for, and take out those that are done."""
        added = [(host, priority, request) for host, priority, request, page in self._added if page not in without]
        changes = Counter(host for host, _, _ in added)
        if added:
            self._db.execute(
                "INSERT INTO requests (run, host, priority, request)"
                " SELECT %s, * FROM unnest(%s::text[], %s::integer[], %s::text[])",
                (self.run, *(list(column) for column in zip(*added, strict=True))),
            )
        best: dict[str, int] = {}
        for host, priority, _ in added:
            best[host] = max(priority, best.get(host, priority))
        if self._done:
            self._db.execute("DELETE FROM requests WHERE number = ANY(%s)", ([lease.number for lease in self._done],))
        changes.subtract(lease.host for lease in self._done)
        names = sorted(changes)
        if names:
            self._db.execute(
                "INSERT INTO hosts (run, host, waiting, best, manners)"
                " SELECT %s, host, waiting, best, '{}' FROM unnest(%s::text[], %s::integer[], %s::integer[])"
                " AS new(host, waiting, best) ON CONFLICT (run, host) DO UPDATE"
                " SET waiting = hosts.waiting + excluded.waiting, best = greatest(hosts.best, excluded.best)",
                (self.run, names, [changes[n] for n in names], [best.get(n, -(2**31)) for n in names]),
            )

    def write_kept(self) -> None:
        """Write what the parts of the crawler keep."""
        if self._kept:
            keys = list(self._kept)
            self._db.execute(
                "INSERT INTO kept SELECT %s, %s, * FROM unnest(%s::text[], %s::text[], %s::text[])"
                " ON CONFLICT (run, worker, part, key) DO UPDATE SET value = excluded.value",
                (self.run, self.worker, [p for p, _ in keys], [k for _, k in keys], [self._kept[k] for k in keys]),
            )

    def share_hosts(self, live: list[str]) -> tuple[set[str], list[tuple[str, float, str]]]:
        """Give back hosts that others are to have and take free ones: each worker has its share of those where
        requests wait. live: the workers that were heard of lately, this one included. Returns the hosts given back,
        and those taken: name, seconds until they may be asked, manners."""
        rows = self._db.execute(
            f"SELECT host, worker IS NOT DISTINCT FROM %s, waiting > 0, {_MANNERS} FROM hosts WHERE run = %s"
            " AND (worker = %s OR waiting > 0)",
            (self.worker, self.run, self.worker),
        )
        mine = {host: waiting for host, is_mine, waiting, *_ in rows if is_mine}
        gone = set(self._hosts) - set(mine)
        if gone:
            raise StoreError(f"{self._db.name}: this worker ({self.worker}) was taken for dead; start it again")
        share = min(MOST_HOSTS, -(-sum(row[2] for row in rows) // max(1, len(live))))
        back = self._to_give_back(mine, share)
        self._write_manners(back)
        wanted = share - (sum(mine.values()) - sum(mine[host] for host in back))
        taken: list[tuple[str, float, str]] = []
        if wanted > 0:
            taken = self._db.execute(
                "UPDATE hosts SET worker = %s WHERE run = %s AND host IN (SELECT host FROM hosts WHERE run = %s"
                " AND waiting > 0 AND (worker IS NULL OR NOT worker = ANY(%s)) AND NOT host = ANY(%s)"
                " ORDER BY best DESC, host LIMIT %s FOR UPDATE SKIP LOCKED)"
                f" RETURNING host, {_MANNERS}",
                (self.worker, self.run, self.run, live, sorted(back), wanted),
            )
        # A worker that begins again has its hosts, but does not know it yet.
        taken += [(h, seconds, manners) for h, is_mine, _, seconds, manners in rows if is_mine and h not in self._hosts]
        return back, taken

    def release_hosts(self) -> None:
        """Give back all hosts, with how they are to be asked: this worker ends."""
        self._write_manners(set(self._hosts))

    def read_requests(self, back: set[str], taken: list[tuple[str, float, str]]) -> list[Any]:
        """The requests that are to wait here from now on: host, priority, number, request."""
        mine = (set(self._hosts) - back) | {host for host, _, _ in taken}
        low = [h for h in sorted(mine) if h not in self._hosts or self._is_low(self._hosts[h])]
        rest = sorted(mine - set(low))
        return self._db.execute(
            "SELECT true, best.host, best.priority, best.number, best.request FROM unnest(%s::text[]) AS low(host),"
            " LATERAL (SELECT host, priority, number, request FROM requests WHERE run = %s AND requests.host = low.host"
            " ORDER BY priority DESC, number LIMIT %s) AS best UNION ALL"
            " SELECT false, host, priority, number, request FROM requests WHERE run = %s AND host = ANY(%s)"
            " AND number > %s UNION ALL SELECT false, '', 0, (SELECT coalesce(max(number), 0) FROM requests),"
            " (SELECT sum(waiting)::text FROM hosts WHERE run = %s)",
            (low, self.run, WINDOW + len(self._leased), self.run, rest, self._last, self.run),
        )

    # --- Once the transaction is through ----------------------------------------------------------------------------

    def confirm(self, back: set[str], taken: list[tuple[str, float, str]], rows: list[Any]) -> None:
        """Work on from what the checkpoint found."""
        for held in (self._added, self._done, self._marked, self._kept, self._asked):
            held.clear()
        for host in back:
            self._hosts.pop(host, None)
            self._order.set(host, None)
        for host, seconds, manners in taken:
            self._hosts[host] = HeldHost()
            if self.manners is not None:
                self.manners.take_over(host, seconds, json.loads(manners))
        self._take_in(rows[:-1])
        *_, self._last, left = rows[-1]
        self._elsewhere = int(left or 0) - self._waiting_here() - len(self._leased)

    def _take_in(self, rows: list[Any]) -> None:
        fresh: dict[str, list[tuple[Place, str]]] = {}
        for whole, host, priority, number, request in rows:
            if number in self._leased:
                continue
            if whole:
                fresh.setdefault(host, []).append(((-priority, number), request))
            else:
                self._take_one(host, (-priority, number), request)
        for host, window in fresh.items():
            self._hosts[host].window = window
            self._hosts[host].complete = len(window) < WINDOW
            self._order.set(host, window[0][0])

    def _take_one(self, host: str, place: Place, request: str) -> None:
        here = self._hosts[host]
        if here.complete or (here.window and place < here.window[-1][0]):
            insort(here.window, (place, request))
            if len(here.window) > 2 * WINDOW:
                del here.window[WINDOW:]
                here.complete = False
            self._order.set(host, here.window[0][0])

    def _is_low(self, host: HeldHost) -> bool:
        return not host.complete and len(host.window) < LOW

    def _to_give_back(self, mine: Mapping[str, bool], share: int) -> set[str]:
        """Hosts at rest: those where nothing waits, and those beyond this worker's share, the least wanted first."""
        busy = {lease.host for lease in self._leased.values()}
        back = {host for host, waiting in mine.items() if not waiting and host not in busy}
        idle = [h for h in mine if mine[h] and h not in busy and h in self._hosts and self._hosts[h].window]
        surplus = sum(mine.values()) - share
        if surplus > 0:
            back |= set(sorted(idle, key=lambda host: self._hosts[host].window[0][0], reverse=True)[:surplus])
        return back

    def _write_manners(self, back: set[str]) -> None:
        """Note how the hosts that were asked are to be asked, whoever has them next."""
        names = sorted(self._asked | back)
        if not names:
            return
        found = [self.manners.manners(host) if self.manners else (0.0, {}) for host in names]
        self._db.execute(
            "UPDATE hosts SET manners = new.manners, free_at = clock_timestamp() + new.seconds * interval '1 second',"
            " worker = CASE WHEN new.back THEN NULL ELSE worker END"
            " FROM unnest(%s::text[], %s::float[], %s::text[], %s::boolean[]) AS new(host, seconds, manners, back)"
            " WHERE hosts.run = %s AND hosts.host = new.host",
            (
                names,
                [float(min(seconds, 86400)) for seconds, _ in found],
                [json.dumps(manners) for _, manners in found],
                [host in back for host in names],
                self.run,
            ),
        )

    def _waiting_here(self) -> int:
        return sum(len(host.window) for host in self._hosts.values())

    def _refresh_count(self) -> None:
        [(left,)] = self._db.execute("SELECT sum(waiting) FROM hosts WHERE run = %s", (self.run,))
        self._elsewhere = int(left or 0)
