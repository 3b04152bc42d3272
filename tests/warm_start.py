"""Commands of the project in processes that start warm: forked from one that has imported everything already.

A start of `python -m scrapy` costs two seconds of processor time, nearly all of it imports, and the suite runs
hundreds. What happens after the imports is the same, in a process of its own that can be sent signals; the tests of the
command line, of the installation and of the docs start cold.
"""

from __future__ import annotations

import atexit
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, NoReturn
from warnings import catch_warnings

_LENGTH = 4
"""Bytes of a request's length, with which the streams of its command come."""
_COLD = ("crawler.browser", "crawler.cluster", "crawler.dataset", "crawler.report")
"""Packages that a plain crawl never imports."""
_ONE_AT_A_TIME = threading.Lock()


class Process:
    """A running command, with the part of subprocess.Popen's interface that tests use."""

    def __init__(self, statuses: int) -> None:
        self.pid = int(_read_line(statuses))
        self.returncode: int | None = None
        self._statuses = statuses
        os.set_blocking(statuses, False)

    def poll(self) -> int | None:
        """The exit status, negative for a signal, or None while it runs."""
        if self.returncode is None:
            with suppress(BlockingIOError):
                self.returncode = int(_read_line(self._statuses))
                os.close(self._statuses)
        return self.returncode

    def wait(self, timeout: float = 600) -> int:
        """The exit status; raises subprocess.TimeoutExpired."""
        end = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(f"scrapy ({self.pid})", timeout)
            time.sleep(0.01)
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def start(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    streams: tuple[IO[bytes], IO[bytes], IO[bytes]],
) -> Process:
    """Begin `scrapy ARGUMENTS` in a folder, with files for standard input, output and error."""
    read_end, write_end = os.pipe()
    request = json.dumps([list(arguments), str(folder), dict(environment)]).encode()
    with _ONE_AT_A_TIME:
        server = _server()
        socket.send_fds(server, [len(request).to_bytes(_LENGTH)], [*(stream.fileno() for stream in streams), write_end])
        server.sendall(request)
    os.close(write_end)
    return Process(read_end)


def _read_line(pipe: int) -> bytes:
    """A line of a pipe, taken byte by byte so that nothing of the next is."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(pipe, 1)
        if not byte:
            raise ChildProcessError("the server of warm starts is gone")
        line += byte
    return line


@cache
def _server() -> socket.socket:
    """A connection to this process's own server, which ends when the connection is closed."""
    ours, its = socket.socketpair()
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.warm_start", str(its.fileno())],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # only a process of one thread forks safely
        pass_fds=[its.fileno()],
    )
    its.close()

    def end() -> None:
        ours.close()
        server.wait(300)

    atexit.register(end)
    return ours


def serve(number: int) -> list[str] | None:
    """Fork a process for each request; returns its arguments in that process, None when the connection is closed."""
    connection = socket.socket(fileno=number)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        length, descriptors, _, _ = socket.recv_fds(connection, _LENGTH, 4)
        if not length:
            return None
        request = connection.recv(int.from_bytes(length), socket.MSG_WAITALL)
        if os.fork() == 0:
            connection.close()
            return _become(request, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _become(request: bytes, descriptors: list[int]) -> list[str]:
    """In the command's process: take its place in the file system, its environment and its streams."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    *streams, statuses = descriptors
    if child := os.fork():
        _report(child, statuses, streams)
    os.close(statuses)
    for stream, place in zip(streams, (0, 1, 2), strict=True):
        os.dup2(stream, place)
        os.close(stream)
    arguments, folder, environment = json.loads(request)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    return ["scrapy", *arguments]


def _report(child: int, statuses: int, streams: Sequence[int]) -> NoReturn:
    """Say the command's process id, wait for it, say its exit status, and end."""
    for stream in streams:
        os.close(stream)
    os.write(statuses, b"%d\n" % child)
    _, status = os.waitpid(child, 0)
    os.write(statuses, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def import_everything() -> None:
    """Import what a crawl imports, without a reactor, which each process installs for itself."""
    for name in (
        "crawler",
        "scrapy.commands",
        "scrapy.downloadermiddlewares",
        "scrapy.spidermiddlewares",
        "scrapy.extensions",
    ):
        for module in pkgutil.walk_packages(import_module(name).__path__, f"{name}."):
            if not module.name.startswith(_COLD) and not module.name.endswith("__main__"):
                with suppress(ImportError):
                    import_module(module.name)
    for name in ("scrapy.cmdline", "warcio.archiveiterator", "warcio.warcwriter"):
        import_module(name)
    assert "twisted.internet.reactor" not in sys.modules


def fill_caches() -> None:
    """Read what a first page makes a process read: public suffixes, rules, weights."""
    from crawler.pages.article import extract

    extract("<h1>A headline of a story</h1><p>Its text.</p><a href=/b>Another one</a>", "https://news.example.com/a")


def run(argv: list[str]) -> NoReturn:
    """Run a command and end as the interpreter does, but for freeing what was imported: that would take a second."""
    from scrapy.cmdline import execute

    sys.argv = argv
    status: str | int | None = 0
    try:
        execute()
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
        status = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))


if __name__ == "__main__":
    with catch_warnings(action="ignore"):
        import_everything()
    fill_caches()
    if (argv := serve(int(sys.argv[1]))) is not None:
        run(argv)
