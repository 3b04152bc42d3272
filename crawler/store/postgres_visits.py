"""Visits and offers in PostgreSQL: written at checkpoints, read past what is held."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from crawler.store.page_numbers import page_id_of, page_number
from crawler.store.postgres_connection import Connection
from crawler.store.visits import FIELDS, Visit, Visits, row_of, visit_of

_TYPES = (
    "%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],"
    " %s::float[], %s::float[], %s::float[]"
)


@dataclass(slots=True)
class HeldVisits:
    """What a worker is to write at its next checkpoint."""

    visits: dict[tuple[str, str], tuple[Visit, bool]] = field(default_factory=dict)
    """Page and scope -> the visit, and whether its interval counts where the page was visited before."""
    met: dict[str, float] = field(default_factory=dict)
    offers: dict[tuple[str, str], float] = field(default_factory=dict)
    unchanged: dict[str, float] = field(default_factory=dict)
    """Pages whose offers are as they were."""

    def are_copies(self, pages: Collection[str]) -> None:
        """Stories that turned out to be copies of what another worker brought first are visited as copies are."""
        for key, (visit, counts) in self.visits.items():
            if visit.page in pages and visit.state == "story":
                self.visits[key] = replace(visit, state="copy"), counts

    def clear(self) -> None:
        for held in (self.visits, self.met, self.offers, self.unchanged):
            held.clear()


class PostgresVisits(Visits):
    """The tables `visits` and `edges`."""

    def __init__(self, db: Connection, held: HeldVisits) -> None:
        self._db = db
        self._held = held

    def get(self, page: str, scope: str) -> Visit | None:
        rows = self._db.execute(
            f"SELECT {FIELDS} FROM visits WHERE page = %s AND scope IN ('', %s)"
            " ORDER BY fetched DESC, scope DESC LIMIT 1",
            (page_number(page), scope),
        )
        here = [self._held.visits[page, s][0] for s in {"", scope} if (page, s) in self._held.visits]
        found = here + [visit_of(*row) for row in rows]
        return max(found, key=lambda visit: (visit.fetched, visit.scope), default=None)

    def put(self, visit: Visit) -> None:
        self._held.visits[visit.page, visit.scope] = visit, True

    def begin(self, visit: Visit) -> None:
        before = self._held.visits.get((visit.page, visit.scope))
        if before is not None:
            visit = replace(visit, root=before[0].root, interval=before[0].interval)
        self._held.visits[visit.page, visit.scope] = visit, before is not None and before[1]

    def met(self, page: str, now: float) -> None:
        self._held.met[page] = now

    def due(self, roots: Collection[str] | None, now: float, limit: int) -> list[Visit]:
        rows = self._db.execute(
            f"SELECT {FIELDS} FROM visits WHERE (%s OR root = ANY(%s)) AND state IN ('story', 'copy', 'gone')"
            " AND due <= %s ORDER BY due, page LIMIT %s",
            (roots is None, [page_number(root) for root in roots or ()], now, limit),
        )
        return [visit_of(*row) for row in rows]

    def offered(self, source: str) -> set[str]:
        rows = self._db.execute("SELECT target FROM edges WHERE source = %s", (page_number(source),))
        return {page_id_of(target) for (target,) in rows} | {t for s, t in self._held.offers if s == source}

    def offer(self, source: str, targets: Iterable[str], now: float) -> None:
        self._held.offers |= {(source, target): now for target in targets}

    def offers_still(self, source: str, now: float) -> None:
        self._held.unchanged[source] = now


def write(db: Connection, held: HeldVisits) -> None:
    """Write what is held, in a fixed order. In a transaction."""
    for counts in (True, False):
        rows = sorted(row_of(visit) for visit, of_interval in held.visits.values() if of_interval == counts)
        if rows:
            interval = "excluded.interval" if counts else "visits.interval"
            db.execute(
                f"INSERT INTO visits ({FIELDS}, due, met) SELECT *, fetched + interval, fetched FROM unnest({_TYPES})"
                f" AS new({FIELDS}) ON CONFLICT (page, scope) DO UPDATE SET"
                " state = excluded.state, hop = excluded.hop, site = excluded.site, etag = excluded.etag,"
                " last_modified = excluded.last_modified, content = excluded.content, published = excluded.published,"
                f" fetched = excluded.fetched, met = excluded.met, interval = {interval},"
                f" due = excluded.fetched + {interval}",
                tuple(list(column) for column in zip(*rows, strict=True)),
            )
    if held.met:
        db.execute(
            "UPDATE visits SET met = new.met FROM unnest(%s::bigint[], %s::float[]) AS new(page, met)"
            " WHERE visits.page = new.page",
            ([page_number(page) for page in held.met], [float(now) for now in held.met.values()]),
        )
    if held.unchanged:
        db.execute(
            "UPDATE edges SET last_seen = new.at FROM unnest(%s::bigint[], %s::float[]) AS new(source, at),"
            " LATERAL (SELECT max(last_seen) AS last FROM edges AS e WHERE e.source = new.source) AS before"
            " WHERE edges.source = new.source AND edges.last_seen = before.last",
            ([page_number(page) for page in held.unchanged], [float(now) for now in held.unchanged.values()]),
        )
    if held.offers:
        offers = held.offers.items()
        pairs = sorted((page_number(source), page_number(target), float(at)) for (source, target), at in offers)
        sources, targets, times = (list(column) for column in zip(*pairs, strict=True))
        db.execute(
            "INSERT INTO edges SELECT source, target, at, at FROM unnest(%s::bigint[], %s::bigint[], %s::float[])"
            " AS new(source, target, at) ON CONFLICT (source, target) DO UPDATE"
            " SET last_seen = greatest(edges.last_seen, excluded.last_seen)",
            (sources, targets, times),
        )
