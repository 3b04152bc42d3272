"""A server of files on loopback that answers Range requests, and misbehaves where it is told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Files:
    """What is served: path -> bytes."""

    files: dict[str, bytes]
    ranges: bool = True
    """Whether a Range is obeyed."""
    breaks_after: int | None = None
    """Bytes after which each connection breaks."""
    busy: int = 0
    """Answers with status 503 before the first other one."""
    tag: str = '"1"'
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Path and first byte of each request."""
    url: str = ""

    def answer(self, path: str, first: int) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        self.asked.append((path, first))
        if self.busy > 0:
            self.busy -= 1
            return 503, {}, b""
        if path not in self.files:
            return 404, {}, b""
        data = self.files[path]
        if not self.ranges:
            return 200, {"ETag": self.tag}, data
        if first >= len(data):
            return 416, {"Content-Range": f"bytes */{len(data)}"}, b""
        return 206, {"ETag": self.tag, "Content-Range": f"bytes {first}-{len(data) - 1}/{len(data)}"}, data[first:]


@contextmanager
def serve_files(files: Files) -> Iterator[Files]:
    """The files on a port of 127.0.0.1; `url` says where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            first = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").rstrip("-"))
            status, headers, body = files.answer(self.path, first)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body if files.breaks_after is None else body[: files.breaks_after])
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    files.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield files
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
