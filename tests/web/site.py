"""A web server on loopback for tests: given answers, http or https, counted; it stops with the `with` block."""

from __future__ import annotations

import datetime
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """What a path answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": HTML})


@dataclass
class Site:
    """A running server: where it is, and every path that it was asked for, in order."""

    base: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(path, User-Agent)."""
    unmodified: list[str] = field(default_factory=list)
    """Paths answered with 304, as their ETag was known."""

    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


def page(title: str, text: str, related: Mapping[str, str] | None = None) -> Reply:
    """An article page with a related list (URL -> title)."""
    items = "".join(f'<li><a href="{url}">{name}</a></li>' for url, name in (related or {}).items())
    block = f"<section class='related'><h3>Related</h3><ul>{items}</ul></section>" if items else ""
    paragraphs = "".join(f"<p>{p}</p>" for p in text.split("\n"))
    html = (
        f"<!doctype html><html lang='en'><head><title>{title}</title><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='2026-03-04T05:06:07Z'></head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article>{block}</body></html>"
    )
    return Reply(html.encode())


def story(number: int) -> str:
    """A text that no other number has, long enough to be an article."""
    return "\n".join(
        f"On the {n} day of case {number}, clerk {number * 7 + n} of district {number * 3} wrote entry {n * number} "
        f"into book {number}-{n}, which nobody but archivist {number * 11} had opened since winter {n}."
        for n in range(1, 7)
    )


@contextmanager
def serve(replies: Mapping[str, Reply], *, tls: Path | None = None) -> Iterator[Site]:
    """Serve path -> reply; what is not there is a 404. tls: a folder to make a certificate in, for https."""
    site = Site("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers.get("User-Agent", "")))
            reply = replies.get(self.path, Reply(b"not found", 404))
            if reply.headers.get("ETag") and self.headers.get("If-None-Match") == reply.headers["ETag"]:
                site.unmodified.append(self.path)
                reply = Reply(status=304, headers={"ETag": reply.headers["ETag"]})
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value.replace("{base}", site.base))
            body = reply.body.replace(b"{base}", site.base.encode())
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(tls))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site.base = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(folder: Path) -> Path:
    """A self-signed certificate and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
