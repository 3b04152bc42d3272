"""Workers that were not heard of for a while and still have hosts: said once, as nothing else shows why those wait."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from crawler.store.frontier import SilentWorker
from crawler.store.postgres_connection import Connection
from crawler.text.plurals import counted

logger = logging.getLogger(__name__)

_SILENT = 0.25
"""The share of its lease from which a worker that says nothing is noticed: it speaks every second, when it is late
every ten."""


class SilentWorkers:
    """Looks for them at each checkpoint of one worker."""

    def __init__(self, db: Connection, run: int) -> None:
        self._db = db
        self._run = run
        self._said: set[str] = set()

    def look(self, left: Sequence[tuple[str, float]], lease: float) -> tuple[SilentWorker, ...]:
        """Those that have hosts with requests. left: the other workers that count as living, each with the seconds
        until it counts as dead; lease: seconds of a whole lease."""
        silent = {name: seconds for name, seconds in left if 0 < seconds < (1 - _SILENT) * lease}
        self._said &= set(silent)  # who was heard of again may fall silent again
        if not silent:
            return ()
        rows = self._db.execute(
            "SELECT worker, count(*) FROM hosts WHERE run = %s AND worker = ANY(%s) AND waiting > 0"
            " GROUP BY worker ORDER BY worker",
            (self._run, list(silent)),
        )
        found = tuple(SilentWorker(name, hosts, lease - silent[name], silent[name]) for name, hosts in rows)
        for worker in found:
            if worker.name not in self._said:
                self._said.add(worker.name)
                logger.warning(
                    "worker %s was not heard of for %.0f s and has %s with waiting requests;"
                    " if it stays silent, others take over in %.0f s",
                    *(worker.name, worker.silent, counted(worker.hosts, "host"), worker.left),
                )
        return found
