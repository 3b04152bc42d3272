"""Connections that are kept open for the next request: not for long, and never so many that files run out.

A crawl meets hundreds of hosts and asks most of them a few times. Each idle connection is an open file here and one
there.
"""

from __future__ import annotations

import logging
from collections.abc import Hashable
from typing import Any

from twisted.web.client import HTTPConnectionPool

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

IDLE_SECONDS = 15
"""Servers close idle connections after 5 to 75 seconds; a host's next request comes after a second or never."""
WANTED_FILES = 4096
"""Open files that are asked of the system: more than a crawl of a thousand hosts uses."""
_OTHER_FILES = 128
"""Open files that are no idle connections: feeds, the store, logs, connections at work, names being looked up."""
_POOLS = 4
"""Pools of a crawl: http and https, each with judged and unjudged connections."""


def raise_file_limit() -> int:
    """Raise the soft limit on open files as far as is wanted and allowed; the limit as it is then."""
    if resource is None:
        return WANTED_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    wanted = WANTED_FILES if hard == unlimited else min(WANTED_FILES, hard)
    if soft != unlimited and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
        except (OSError, ValueError) as error:
            logger.warning("The limit of %d open files cannot be raised: %s", soft, error)
    return WANTED_FILES if soft == unlimited else soft


def most_idle(files: int) -> int:
    """Idle connections that one pool may keep, where a process may have so many files open."""
    return max(1, min(256, (files - _OTHER_FILES) // (2 * _POOLS)))


class IdlePool(HTTPConnectionPool):
    """A pool that closes idle connections early, the longest idle first where there are too many."""

    cachedConnectionTimeout = IDLE_SECONDS

    def __init__(self, reactor: Any, most: int) -> None:
        """most: idle connections kept, over all hosts."""
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self._most = most

    def _putConnection(self, key: Hashable, connection: Any) -> None:
        super()._putConnection(key, connection)  # type: ignore[no-untyped-call]
        while len(self._timeouts) > self._most:
            oldest = next(iter(self._timeouts))  # they are kept in the order in which they fell idle
            where = next(k for k, connections in self._connections.items() if oldest in connections)
            self._timeouts[oldest].cancel()
            self._removeConnection(where, oldest)  # type: ignore[no-untyped-call]
