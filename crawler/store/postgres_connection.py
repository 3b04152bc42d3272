"""A connection to a PostgreSQL database that outlives the database's absences.

Every statement is tried again for as long as the database is away, restarting, full, read-only or busy: said once when
it begins and once when it is over, as is a wait for one that does not answer. What waiting cannot mend (a password, a
certificate, a missing right) is a StoreError of one line.
"""

from __future__ import annotations

import logging
import math
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, TypeVar

import psycopg
from psycopg import errors

from crawler.store.base import StoreError
from crawler.store.credentials import without_password

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 10
_PAUSE = 0.5
"""Seconds between two tries while the database is away."""
SLOW_SECONDS = 5.0
"""A database that has not answered for so long is one that is waited for."""
WELL_SECONDS = 60.0
"""Whoever is slow again within so many seconds has been slow all the time: it is not said once more."""
_AWAY = (
    errors.OperationalError,  # the connection is lost, or cannot be made
    errors.InterfaceError,
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.TooManyConnections,
    errors.ReadOnlySqlTransaction,
    errors.DiskFull,
    errors.OutOfMemory,
    errors.LockNotAvailable,
    errors.QueryCanceled,
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.IdleInTransactionSessionTimeout,
    errors.TransactionTimeout,
)
_SLOW = (errors.LockNotAvailable, errors.QueryCanceled)
_FINAL = (
    errors.InvalidPassword,
    errors.InvalidAuthorizationSpecification,
    errors.InvalidCatalogName,
    errors.InsufficientPrivilege,
)
_FINAL_WORDS = re.compile(
    r"authentication (failed|method)|requires authentication|no password supplied|does not support SSL|certificate"
    r"|no pg_hba\.conf entry|database \"[^\"]*\" does not exist|role \"[^\"]*\" does not exist",
    re.I,
)
"""What a failed attempt to connect says: it has no code. An error of SSL alone is also how a crash looks from here."""
_PASSING_WORDS = re.compile(
    r"the database system is|too many clients|connection slots are reserved|too many connections"
    r"|not currently accepting connections|authentication due to timeout",
    re.I,
)
"""What a database says that is there and takes no connection now: worth waiting for from the beginning."""
_Result = TypeVar("_Result")
_Values = Sequence[Any] | Mapping[str, Any]


class Connection:
    """Statements on one database, each committed by itself unless they are in a transaction()."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = without_password(url)
        self.on_error: Callable[[StoreError], None] = lambda error: None
        """Called with an error that waiting cannot mend, before it is raised."""
        self.on_wait: Callable[[float], None] = lambda seconds: None
        """Called after a wait for the database that kept the process from all else, with its seconds."""
        self.round_trips = 0
        """Statements so far, and transactions begun and ended."""
        self.last_trouble = -math.inf
        """When the database last was away or slow, by the monotonic clock."""
        self._last_slow = -math.inf
        self._waiting: _Wait | None = None
        self._left = False
        self._db: psycopg.Connection[Any] | None = None
        try:
            self._db = self._connect()
        except psycopg.Error as error:
            if not _PASSING_WORDS.search(str(error)):  # an address where nobody answers may be a wrong one
                raise self._fault(error) from error
            self.until_done(lambda: None)

    def execute(self, statement: str, values: _Values = ()) -> list[Any]:
        """Run one statement; its rows, none where it has none. In transaction() an error ends the transaction."""
        if self._left:
            return []
        if self._in_transaction:
            return self._execute(statement, values)
        return self.until_done(lambda: self._execute(statement, values))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction, committed at the end; to be begun again as a whole where the database goes away."""
        assert self._db is not None
        self.round_trips += 2
        with self._db.transaction():
            yield

    def until_done(self, work: Callable[[], _Result], *, long: bool = False) -> _Result:
        """Do work, again from its beginning for as long as the database is away. StoreError where waiting is no use,
        or where somebody wants the process to end. long: it may take long without being slow."""
        with _end_wanted() as wanted, self._wait(long) as wait:
            while True:
                try:
                    if self._db is None or self._db.closed:
                        self._db = self._connect()
                    return work()
                except psycopg.Error as error:
                    if not is_passing(error):
                        raise self._told(self._fault(error)) from error
                    self.last_trouble = time.monotonic()
                    if not (wait.was_slow and isinstance(error, _SLOW)):
                        wait.say(_said(error))
                    if wanted.is_set():
                        raise self._told(StoreError(f"{self.name}: stopped while the database was away")) from error
                    time.sleep(_PAUSE)

    @contextmanager
    def _wait(self, long: bool) -> Iterator[_Wait]:
        """A wait for the database, if it comes to one; said where it is over. Within other work it is that work's."""
        if self._waiting is not None:
            yield self._waiting
            return
        self._waiting = wait = _Wait(self.name)
        wait.was_slow = wait.begun - self._last_slow <= WELL_SECONDS
        slow = threading.Timer(SLOW_SECONDS, wait.say, (f"no answer for {SLOW_SECONDS:g} s",))
        slow.daemon = True
        if not long and not wait.was_slow:
            slow.start()
        try:
            yield wait
            wait.is_over()
        finally:
            self._waiting = None
            slow.cancel()
            now = time.monotonic()
            if now - wait.begun > SLOW_SECONDS:
                self._last_slow = self.last_trouble = now
            if now - wait.begun > _PAUSE:
                self.on_wait(now - wait.begun)

    def leave(self) -> None:
        """Let go of the database, and take what still comes for nothing."""
        self._left = True
        self.close()

    def close(self) -> None:
        """Let go of the connection; may be called twice."""
        if self._db is not None:
            logger.debug("%s: %d round trips", self.name, self.round_trips)
            with suppress(psycopg.Error):
                self._db.close()
            self._db = None

    @property
    def _in_transaction(self) -> bool:
        return self._db is not None and not self._db.closed and self._db.info.transaction_status != _IDLE

    def _execute(self, statement: str, values: _Values) -> list[Any]:
        assert self._db is not None
        self.round_trips += 1
        cursor = self._db.execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            self.url,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            application_name="related-news",
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
            tcp_user_timeout=30_000,
        )

    def _told(self, error: StoreError) -> StoreError:
        self.on_error(error)
        return error

    def _fault(self, error: Exception) -> StoreError:
        return StoreError(f"{self.name}: {_said(error)}")


class _Wait:
    """What is said of one wait for the database: that it began and why, and that it is over."""

    def __init__(self, name: str) -> None:
        self.begun = time.monotonic()
        self.was_slow = False
        """Whether it was slow a short time ago, which was said then."""
        self._name = name
        self._said = False
        self._lock = threading.Lock()

    def say(self, reason: str) -> None:
        """It began; a second time nothing is said."""
        with self._lock:
            if not self._said:
                self._said = True
                logger.warning("%s: waiting for the database (%s)", self._name, reason)

    def is_over(self) -> None:
        """The database answered, if it was waited for."""
        with self._lock:
            if self._said:
                logger.warning("%s: the database is back after %.0f s", self._name, time.monotonic() - self.begun)
            self._said = True


_IDLE = psycopg.pq.TransactionStatus.IDLE


def is_passing(error: psycopg.Error) -> bool:
    """Whether an error may be over when a statement is tried again."""
    if isinstance(error, _FINAL) or (error.sqlstate is None and _FINAL_WORDS.search(str(error))):
        return False
    return isinstance(error, _AWAY) or (error.sqlstate or "")[:2] in ("08", "53", "57", "58")


def _said(error: Exception) -> str:
    primary = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    if primary:
        return " ".join(primary.split())
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.endswith("?")]  # hints
    return (lines[-1] if lines else type(error).__name__).removeprefix("FATAL:").strip()


@contextmanager
def _end_wanted() -> Iterator[threading.Event]:
    """Whether the process was asked to end: whoever waits for the database does not come round to Scrapy's reactor,
    which is where its own handlers leave word."""
    wanted = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield wanted
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def note(number: int, frame: FrameType | None) -> None:
        wanted.set()
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number in before:
        signal.signal(number, note)
    try:
        yield wanted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
