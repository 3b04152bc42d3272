"""Archives that the tests of reading read."""

from __future__ import annotations

from pathlib import Path

PAGES = [(f"https://news.example/{n}", f"<html><p>Story {n} " + "é" * n * 50) for n in range(6)]


def write(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def record(head: str, body: bytes, *, url: str = PAGES[0][0], kind: str = "response", length: str = "") -> bytes:
    """One record as some program writes it: the answer's head to the letter, its body as it is."""
    payload = head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body if head else body
    fields = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2026-01-02T03:04:05Z",
        f"Content-Type: {'application/http; msgtype=response' if head else 'text/plain'}",
        f"Content-Length: {length or len(payload)}",
    ]
    return "\r\n".join(fields).encode() + b"\r\n\r\n" + payload + b"\r\n\r\n"


PAGE = PAGES[1][1].encode()
