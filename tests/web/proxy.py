"""A proxy on loopback that stands between a client and a server, and can be slow."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """What stands between, and how long it keeps what it hands on."""

    target: int
    """The port on loopback behind it."""
    port: int = 0
    delay: float = 0.0
    """Seconds that each piece of data takes, in both directions."""
    _pipes: set[asyncio.Task[None]] = field(default_factory=set)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand on what one connection says, both ways."""
        try:
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        for source, target in ((reader, there_writer), (there_reader, writer)):
            pipe = asyncio.ensure_future(self._pipe(source, target))
            self._pipes.add(pipe)
            pipe.add_done_callback(self._pipes.discard)

    async def _pipe(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            while data := await source.read(65536):
                await asyncio.sleep(self.delay)
                target.write(data)
                await target.drain()
        target.close()

    async def end(self) -> None:
        """Let go of all connections."""
        pipes = list(self._pipes)
        for pipe in pipes:
            pipe.cancel()
        await asyncio.gather(*pipes, return_exceptions=True)


@contextmanager
def proxy(target: int) -> Iterator[Proxy]:
    """Stand before a port on loopback, from a thread of its own, until the `with` block ends."""
    between = Proxy(target)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(between.talk, "127.0.0.1", 0))
    between.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield between
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(between.end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
