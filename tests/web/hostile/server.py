"""A web server that may do anything with a connection: each path has a function that gets the raw socket."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

LIFETIME = 600.0
"""Seconds after which nothing is served any more: no test can hang on a server."""


@dataclass(frozen=True)
class Asked:
    """A request as it came: path with query, headers with names in lower case, and how often the path was asked for."""

    path: str
    headers: dict[str, str]
    times: int


Serve = Callable[[socket.socket, Asked], None]


class Server:
    """Serves on one address of the loopback network; `asked` counts requests by path."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._talks: set[socket.socket] = set()
        self._socket = self._listen(host, port)
        self.host, self.port = self._socket.getsockname()
        self.base = f"http://{self.host}:{self.port}"
        self.pages: dict[str, Serve] = {}
        self.fallback: Serve = answer(b"<html><body>not found</body></html>", status=404)
        self.asked: Counter[str] = Counter()
        self.connections = 0
        self.times: list[tuple[float, str]] = []
        self._end = time.monotonic() + LIFETIME
        threading.Thread(target=self._accept, daemon=True).start()

    def _listen(self, host: str, port: int) -> socket.socket:
        found = socket.socket()
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(128)
        return found

    def down(self) -> None:
        """Refuse connections, and break those that are open, until up()."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in list(self._talks):
            _reset(connection)

    def up(self) -> None:
        """Listen again, at the same place."""
        self._socket = self._listen(self.host, self.port)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Serve nothing more."""
        self._end = 0
        self._socket.close()

    def _accept(self) -> None:
        listening = self._socket
        while time.monotonic() < self._end:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(60)
        self._talks.add(connection)
        try:
            with connection:
                while time.monotonic() < self._end:
                    asked = self._read(connection)
                    if asked is None:
                        return
                    self.pages.get(asked.path.partition("?")[0], self.fallback)(connection, asked)
        except OSError:
            pass
        finally:
            self._talks.discard(connection)

    def _read(self, connection: socket.socket) -> Asked | None:
        data = b""
        while b"\r\n\r\n" not in data:
            received = connection.recv(65536)
            if not received or len(data) > 100_000:
                return None
            data += received
        first, *lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        path = first.split(" ")[1]
        headers = {n.strip().lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)}
        self.asked[path] += 1
        self.times.append((time.monotonic(), path))
        return Asked(path, headers, self.asked[path])


_AT_ONCE = struct.pack("ii", 1, 0)


def _reset(connection: socket.socket) -> None:
    """Break a connection that another thread talks on."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def head(length: int | None, kind: str = "text/html; charset=utf-8", status: int = 200, **more: str) -> bytes:
    """Status line and headers; underscores in names of further headers are hyphens."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}"]
    lines += [f"Content-Length: {length}"] if length is not None else ["Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def answer(body: bytes | str, kind: str = "text/html; charset=utf-8", status: int = 200, **more: str) -> Serve:
    """An honest answer."""
    data = body.encode() if isinstance(body, str) else body

    def serve(connection: socket.socket, _: Asked) -> None:
        connection.sendall(head(len(data), kind, status, **more) + data)

    return serve


def raw(data: bytes) -> Serve:
    """These bytes, then the end of the connection."""

    def serve(connection: socket.socket, _: Asked) -> None:
        connection.sendall(data)
        raise OSError("done")

    return serve


def first_then(times: int, first: Serve, then: Serve) -> Serve:
    """One behaviour for the first so many requests, another for the rest."""

    def serve(connection: socket.socket, asked: Asked) -> None:
        (first if asked.times <= times else then)(connection, asked)

    return serve


def reset_after(data: bytes) -> Serve:
    """These bytes, then a TCP reset."""

    def serve(connection: socket.socket, _: Asked) -> None:
        connection.sendall(data)
        time.sleep(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        raise OSError("reset")

    return serve


def endless(start: bytes, piece: bytes, pause: float = 0.0) -> Serve:
    """A beginning, then a piece again and again until the other side goes."""

    def serve(connection: socket.socket, _: Asked) -> None:
        connection.sendall(start)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            connection.sendall(piece)
            if pause:
                time.sleep(pause)

    return serve


def silence(connection: socket.socket, _: Asked) -> None:
    """No answer at all."""
    time.sleep(15)
    raise OSError("silent")


def redirect(to: str, status: int = 302) -> Serve:
    """A redirect."""
    return answer(b"", status=status, Location=to)
