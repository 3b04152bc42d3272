"""Archives on a web server: read as from a disk, resumed at a record, and what is said of those that cannot be read."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.archive.framing import frames
from crawler.archive.reader import ArchiveError, check, expand, read
from crawler.archive.remote import KEPT, WAITS, RemoteFile
from tests.archive.test_reader import PAGES, texts, warc
from tests.web.files import Files, serve_files

DATA = random.Random(1).randbytes(3 * KEPT)


@pytest.fixture
def server() -> Iterator[Files]:
    listed = "crawl-data/a.warc.gz\n\n/crawl-data/b.warc\n"
    files = {
        "/crawl-data/a.warc.gz": warc(),
        "/crawl-data/b.warc": warc(packed=False),
        "/one.warc.gz": gzip.compress(warc(packed=False)),
        "/2026/warc.paths.gz": gzip.compress(listed.encode()),
        "/data": DATA,
        "/empty": b"",
    }
    with serve_files(Files(files)) as running:
        yield running


def opened(server: Files, path: str) -> tuple[RemoteFile, list[float]]:
    """A file, and the seconds that were waited for it."""
    waited: list[float] = []
    return RemoteFile(server.url + path, sleep=waited.append), waited


@pytest.mark.parametrize("path", ["/crawl-data/a.warc.gz", "/crawl-data/b.warc", "/one.warc.gz"])
def test_a_file_on_a_server_gives_the_same_answers(server: Files, path: str) -> None:
    check(server.url + path)
    assert texts(server.url + path) == PAGES


def test_reading_on_takes_one_request(server: Files) -> None:
    file, _ = opened(server, "/crawl-data/a.warc.gz")
    assert len(list(frames(file))) == 1 + 2 * len(PAGES)  # type: ignore[arg-type]
    assert server.asked == [("/crawl-data/a.warc.gz", 0)]


def test_a_file_is_entered_at_the_record_that_was_reached(server: Files) -> None:
    url = server.url + "/crawl-data/a.warc.gz"
    server.files["/crawl-data/a.warc.gz"] = padded = warc() + many_records()
    every = list(read(url))
    server.asked.clear()
    reached = every[-2]
    assert list(read(url, after=(url, reached.offset))) == every[-1:]
    assert len(padded) > 1_500_000
    assert server.asked == [("/crawl-data/a.warc.gz", 0), ("/crawl-data/a.warc.gz", reached.offset)]


def many_records() -> bytes:
    """A gzip member of random bytes that no reader looks for answers in, then the pages again."""
    body = random.Random(2).randbytes(1_500_000)
    head = f"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return gzip.compress(head + body + b"\r\n\r\n") + warc()


def test_any_place_of_a_file_can_be_read(server: Files) -> None:
    for ranges in (True, False):
        server.ranges = ranges
        file, _ = opened(server, "/data")
        for start in (0, 2 * KEPT + 5, 2 * KEPT - 9, 7, len(DATA) - 3, len(DATA) + 10):
            assert file.seek(start) == start
            assert file.read(10) == DATA[start : start + 10], (ranges, start)
        assert file.seek(0, 2) == len(DATA)


def test_a_broken_connection_is_taken_up_where_it_broke(server: Files) -> None:
    server.breaks_after = KEPT - 1
    file, waited = opened(server, "/data")
    assert file.read() == DATA
    assert [first for _, first in server.asked] == [0, KEPT - 1, 2 * (KEPT - 1), 3 * (KEPT - 1)]
    assert waited == [WAITS[0]] * 3


def test_a_connection_that_never_gives_a_byte_is_given_up(server: Files) -> None:
    server.breaks_after = 0
    file, waited = opened(server, "/data")
    with pytest.raises(OSError, match="breaks again and again"):
        file.read(1)
    assert waited == list(WAITS)


def test_a_busy_server_is_asked_again_and_a_missing_file_is_not(server: Files) -> None:
    server.busy = 2
    file, waited = opened(server, "/data")
    assert file.read(5) == DATA[:5]
    assert waited == list(WAITS[:2])
    missing, waited = opened(server, "/nothing")
    with pytest.raises(OSError, match="HTTP status 404"):
        missing.read(1)
    assert waited == []


def test_a_file_that_changes_while_it_is_read_ends_the_reading(server: Files) -> None:
    server.breaks_after = KEPT
    file, _ = opened(server, "/data")
    assert file.read(KEPT) == DATA[:KEPT]
    server.tag = '"2"'
    with pytest.raises(OSError, match="it changed while it was read"):
        file.read(1)


def test_a_list_names_files_on_its_own_server(server: Files) -> None:
    found = expand(server.url + "/2026/warc.paths.gz")
    assert found == [server.url + "/crawl-data/a.warc.gz", server.url + "/crawl-data/b.warc"]
    server.files["/other.paths"] = b"http://127.0.0.9/a.warc.gz\n"
    with pytest.raises(ArchiveError, match=r"names http://127\.0\.0\.9/a\.warc\.gz, which is on another server"):
        expand(server.url + "/other.paths")


def test_a_list_on_disk_names_files_beside_it_and_urls(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(warc(packed=False))
    own = tmp_path / "own.paths"
    own.write_text("a.warc\nhttp://127.0.0.9/b.warc.gz\na.warc\n")
    assert expand(str(own)) == [str(tmp_path / "a.warc"), "http://127.0.0.9/b.warc.gz"]
    own.write_text("crawl-data/gone.warc.gz\n")
    with pytest.raises(ArchiveError, match="of a list on a server give its URL"):
        expand(str(own))
    own.write_text("\n")
    with pytest.raises(ArchiveError, match="it names no file"):
        expand(str(own))


def test_what_is_no_archive_is_told_at_once(server: Files) -> None:
    with pytest.raises(ArchiveError, match="not a WARC file"):
        check(server.url + "/data")
    with pytest.raises(ArchiveError, match="empty"):
        check(server.url + "/empty")
    with pytest.raises(ArchiveError, match=r"/nothing: cannot be read \(HTTP status 404\)"):
        check(server.url + "/nothing")
