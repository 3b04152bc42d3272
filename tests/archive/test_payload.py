"""Bodies of answers in archives: codings, bounds, what is cut."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard

from crawler.archive.reader import BODY_LIMIT, read
from tests.archive.files import PAGE, record, write


@pytest.mark.parametrize(
    "line",
    [
        *("HTTP/1.1 200", "HTTP/1.0 200 OK", "HTTP/2 200", "HTTP/2.0 200 OK", "HTTP/3 200", "HTTP/3.0 200"),
        *("HTTP 200 OK", "HTTP/1.1 200OK", "HTTP/1.2 200 OK", "HTTP/4 200", "h2 200", "H3 200 OK", "SPDY/3.1 200 OK"),
        *("HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK", "HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/1.1 200 OK"),
        *("HTTP/1.0 200 Connection established\n\nHTTP/1.1 200 OK", "\nHTTP/1.1 200 OK", "HTTP/1.1\t200\tOK"),
        *("HTTP/h3-29 200", "http/1.1 200 OK", "HTTP/1.1  200"),
    ],
)
def test_status_lines_of_every_version(tmp_path: Path, line: str) -> None:
    data = record(f"{line}\nContent-Type: text/html", PAGE)
    (found,) = read(write(tmp_path, "a.warc.gz", gzip.compress(data)))
    assert (found.status, found.body, found.fault) == (200, PAGE, None)


@pytest.mark.parametrize(
    ("kind", "media", "head"),
    [
        ("response", "text/html", ""),
        ("response", "application/http; msgtype=response", ""),
        ("Response", "application/http", "HTTP/1.1 200 OK\nContent-Type: text/html\n\n"),
        ("resource", "text/html", ""),
        ("resource", "application/http", "HTTP/1.1 200 OK\nContent-Type: text/html\n\n"),
    ],
)
def test_a_record_may_hold_an_answer_with_its_head_or_without_it(
    tmp_path: Path, kind: str, media: str, head: str
) -> None:
    block = head.replace("\n", "\r\n").encode() + PAGE
    fields = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/a\r\nContent-Type: {media}\r\n"
    data = f"{fields}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    (found,) = read(write(tmp_path, "a.warc", data))
    assert (found.status, found.body, found.fault) == (200, PAGE, None)


def test_a_record_of_an_answer_without_a_head_that_is_no_page_is_a_fault(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path, "a.warc", record("200 OK\nContent-Type: text/html", PAGE)))
    assert found.fault is not None
    assert "no HTTP head" in found.fault


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(p), p) for p in (body[:30], body[30:])) + b"0\r\n\r\n"


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


CODINGS: dict[str, tuple[str, bytes]] = {
    "br": ("Content-Encoding: br", brotli.compress(PAGE)),
    "zstd": ("Content-Encoding: zstd", zstandard.compress(PAGE)),
    "gzip": ("Content-Encoding: GZIP", gzip.compress(PAGE)),
    "gzip in parts": ("Content-Encoding: x-gzip", gzip.compress(PAGE[:40]) + gzip.compress(PAGE[40:])),
    "deflate": ("Content-Encoding: deflate", zlib.compress(PAGE)),
    "bare deflate": ("Content-Encoding: deflate", bare_deflate(PAGE)),
    "two codings": ("Content-Encoding: gzip, br", brotli.compress(gzip.compress(PAGE))),
    "chunked": ("Transfer-Encoding: Chunked", chunked(PAGE)),
    "chunked and packed": ("Transfer-Encoding: chunked\nContent-Encoding: br", chunked(brotli.compress(PAGE))),
    "packed by transfer": ("Transfer-Encoding: gzip, chunked", chunked(gzip.compress(PAGE))),
    "chunked in name only": ("Transfer-Encoding: chunked", PAGE),
    **{f"{name} in name only": (f"Content-Encoding: {name}", PAGE) for name in ("br", "zstd", "gzip", "deflate")},
    "no coding by name": ("Content-Encoding: identity\nTransfer-Encoding: identity", PAGE),
    "a length beyond the end": ("Content-Length: 999999", PAGE),
    "gzip by its bytes alone": ("Content-Type: text/html", gzip.compress(PAGE)),
    "gzip under another name": ("Content-Encoding: br", gzip.compress(PAGE)),
    "chunks that no field names": ("Content-Type: text/html", chunked(PAGE)),
    **{f"{name}, and no coding": (f"Content-Encoding: {name}", PAGE) for name in ("binary", "text/html", "iso-8859-1")},
}


@pytest.mark.parametrize("name", CODINGS)
def test_codings_are_undone_where_the_bytes_have_them(tmp_path: Path, name: str) -> None:
    field, body = CODINGS[name]
    (found,) = read(write(tmp_path, "a.warc", record(f"HTTP/1.1 200 OK\n{field}", body)))
    assert (found.body, found.fault, found.too_large) == (PAGE, None, False)


@pytest.mark.parametrize("name", ["br", "zstd", "gzip", "deflate"])
def test_a_body_that_unpacks_beyond_the_bound_is_cut_there(tmp_path: Path, name: str) -> None:
    vast = b"x" * (BODY_LIMIT + 100)
    pack = {"br": brotli.compress, "zstd": zstandard.compress, "gzip": gzip.compress, "deflate": zlib.compress}[name]
    (found,) = read(write(tmp_path, "a.warc", record(f"HTTP/1.1 200 OK\nContent-Encoding: {name}", pack(vast))))
    assert (len(found.body), found.too_large) == (BODY_LIMIT, True)


@pytest.mark.parametrize("coding", ["compress", "gzip, gzip, gzip, gzip, gzip", "zstd"])
def test_a_body_that_cannot_be_unpacked_costs_its_record(tmp_path: Path, coding: str) -> None:
    broken = record(f"HTTP/1.1 200 OK\nContent-Encoding: {coding}", b"\x28\xb5\x2f\xfd and no more of it")
    first, second = read(write(tmp_path, "a.warc", broken + record("HTTP/1.1 200 OK", PAGE)))
    assert "unreadable record" in (first.fault or "")
    assert second.body == PAGE


@pytest.mark.parametrize(
    ("field", "body", "truncated"),
    [
        ("Content-Length: 99999", PAGE, True),
        ("Content-Length: 99999", PAGE + b"</body></html>\n", False),  # a wrong length: the page ends as one
        ("Content-Length: 5", PAGE, False),  # of the page as it was packed, say
        (f"Content-Length: {'9' * 30}", PAGE, False),
        ("Content-Type: text/html", PAGE, False),
    ],
)
def test_a_body_shorter_than_announced_is_told_from_a_whole_one(
    tmp_path: Path, field: str, body: bytes, truncated: bool
) -> None:
    (found,) = read(write(tmp_path, "a.warc", record(f"HTTP/1.1 200 OK\n{field}", body)))
    assert (found.body, found.truncated) == (body, truncated)


def test_a_body_that_the_archive_says_was_cut_is_truncated(tmp_path: Path) -> None:
    cut = record("HTTP/1.1 200 OK", PAGE).replace(b"WARC-Date", b"WARC-Truncated: disconnect\r\nWARC-Date")
    (found,) = read(write(tmp_path, "a.warc", cut))
    assert (found.body, found.truncated) == (PAGE, True)


@pytest.mark.parametrize("name", ["br", "zstd", "gzip", "deflate", "bare deflate", "chunked and packed"])
def test_a_packed_body_that_ends_early_is_truncated(tmp_path: Path, name: str) -> None:
    field, packed = CODINGS[name]
    whole = record(f"HTTP/1.1 200 OK\n{field}", packed)
    cut = record(f"HTTP/1.1 200 OK\n{field}", packed[: len(packed) - 9])
    assert [r.truncated for r in read(write(tmp_path, "a.warc", whole + cut))] == [False, True]


@pytest.mark.parametrize("coding", ["br", "deflate"])
def test_a_text_under_a_coding_that_it_does_not_have_is_read(tmp_path: Path, coding: str) -> None:
    body = b"<!-- kept plain --> " + PAGE
    (found,) = read(write(tmp_path, "a.warc", record(f"HTTP/1.1 200 OK\nContent-Encoding: {coding}", body)))
    assert found.body == body
