"""Records of an archive read by several processes, and given back in the order of the archive.

Batches go out ahead of what is taken, a bounded number of them, so memory does not depend on the archive. Processes are
not forked from the parent, which has threads and open stores, but from one that has loaded what reads a page and does
nothing else; where there can be none, each is spawned and loads it anew. Each ends with its parent, however that ends,
because it watches the pipe that multiprocessing keeps between the two; it leaves signals to the parent, which decides
when to stop.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

from crawler.archive.reader import RawRecord
from crawler.extensions.collector import tune
from crawler.spiders.archive_records import ReadingSettings, RecordReading, read_records

logger = logging.getLogger(__name__)

BATCH_RECORDS = 16
BATCH_BYTES = 1024 * 1024
"""Records, and bytes of them, that go to a process at once: what it costs to send them is then a hundredth of the
reading."""
READ_HERE = 4
"""Batches that are read before processes are started, which costs each as much as some hundred pages."""
_AHEAD = 2
"""Batches for each process that are under way: one is read while the next is sent."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A batch, the processes that it was sent to, and what will come back; None where it is read here."""

    batch: list[RawRecord]
    pool: ProcessPoolExecutor | None
    result: Future[list[RecordReading]] | None


def batches(raw: Iterator[RawRecord]) -> Iterator[list[RawRecord]]:
    """The records in lists, each of which ends at BATCH_RECORDS or BATCH_BYTES. A record that cannot be found any more
    raises behind those that could."""
    batch: list[RawRecord] = []
    try:
        for record in raw:
            batch.append(record)
            if len(batch) >= BATCH_RECORDS or sum(one.size for one in batch) >= BATCH_BYTES:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


class ArchiveWorkers:
    """Reads records in so many processes; where it is one, in this one, and then nothing is read ahead."""

    def __init__(self, number: int, settings: ReadingSettings) -> None:
        self._number = number
        self._settings = settings
        self._read_here = 0
        self._pool: ProcessPoolExecutor | None = None

    async def read(self, raw: Iterator[RawRecord]) -> AsyncGenerator[RecordReading]:
        """What each record came to, in order. What raw raises is raised behind all that came before it."""
        if self._number == 1:
            for record in raw:
                for reading in read_records([record], self._settings):
                    yield reading
            return
        source, failure = batches(raw), None
        under_way: deque[_Sent] = deque()
        ended = False
        while under_way or not ended:
            if not ended and len(under_way) < _AHEAD * self._number:
                try:
                    batch = await asyncio.to_thread(next, source, None)
                except Exception as error:
                    batch, failure = None, error
                ended = batch is None
                if batch is not None:
                    under_way.append(self._send(batch))
                continue
            for reading in await self._received(under_way.popleft()):
                yield reading
        if failure is not None:
            raise failure

    def close(self) -> None:
        """End the processes; what they read and nobody took is read again when a job goes on."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _send(self, batch: list[RawRecord]) -> _Sent:
        if self._read_here < READ_HERE:
            self._read_here += 1
            return _Sent(batch, None, None)
        try:
            return self._submit(batch, _context())
        except OSError as error:  # there is no folder for the socket by which processes are asked for
            logger.debug("Processes that read records are spawned: %s", error)
            self.close()
            return self._submit(batch, multiprocessing.get_context("spawn"))

    def _submit(self, batch: list[RawRecord], context: BaseContext) -> _Sent:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._number, mp_context=context, initializer=_begin_worker)
        try:
            with _signals_for_the_parent():  # the first calls start the processes
                return _Sent(batch, self._pool, self._pool.submit(read_records, batch, self._settings))
        except BrokenProcessPool:
            return _Sent(batch, self._pool, None)

    async def _received(self, sent: _Sent) -> list[RecordReading]:
        """What a batch came to; it is read here too where the processes ended before they were through with it."""
        with suppress(BrokenProcessPool):
            if sent.result is not None:
                return await asyncio.wrap_future(sent.result)
        if sent.pool is not None and sent.pool is self._pool:
            logger.warning("A process that reads records was ended from outside: they are read anew, in new processes")
            self.close()
        return [reading for one in sent.batch for reading in read_records([one], self._settings)]


@contextmanager
def _signals_for_the_parent() -> Iterator[None]:
    """Processes that are started meanwhile never get the signals that stop a crawl, from their first moment on: what
    is blocked here stays blocked there. The parent gets them a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context() -> BaseContext:
    """How processes are started."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([read_records.__module__])
    return context


def _begin_worker() -> None:
    """End when the parent does."""
    tune()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
