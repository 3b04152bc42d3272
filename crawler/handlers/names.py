"""Names of hosts looked up once a minute, whether they are found or not.

Scrapy's resolver keeps what it found for the whole run and asks again, each time, for what it did not: behind a proxy,
where names need not be known, every request would wait for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.base import ReactorBase, ThreadedResolver
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

SECONDS = 60.0
"""How long an answer of the name servers is taken for true; most say as much, or more."""


class MinuteResolver(CachingThreadedResolver):
    """Looks names up in threads, as the machine does; IPv4 only, as Scrapy's own, which installs it."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        """cache_size: names that are kept, 0 for none; timeout: seconds that a look-up may take."""
        super().__init__(reactor, cache_size, timeout)
        self._most = cache_size
        self._found: dict[str, tuple[float, str | Failure]] = {}
        self._waiting: dict[str, list[Deferred[str]]] = {}

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The address of a name; DNSLookupError where it has none."""
        until, outcome = self._found.get(name, (0.0, ""))
        if until > monotonic():
            return defer.fail(outcome) if isinstance(outcome, Failure) else defer.succeed(outcome)
        answer: Deferred[str] = Deferred()
        if self._most and name in self._waiting:
            self._waiting[name].append(answer)
            return answer
        self._waiting.setdefault(name, []).append(answer)
        asked = ThreadedResolver.getHostByName(self, name, (self.timeout,))  # type: ignore[arg-type]
        asked.addBoth(self._answered, name)
        return answer

    def _answered(self, outcome: Any, name: str) -> None:
        if isinstance(outcome, Failure):
            outcome.cleanFailure()  # type: ignore[no-untyped-call]
        if self._most:
            while len(self._found) >= self._most:
                del self._found[next(iter(self._found))]
            self._found[name] = monotonic() + SECONDS, outcome
        waiting = self._waiting.pop(name, [])
        for answer in waiting:
            if isinstance(outcome, Failure):
                answer.errback(outcome)
            else:
                answer.callback(outcome)
