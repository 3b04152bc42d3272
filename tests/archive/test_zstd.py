"""WARC files packed by Zstandard."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
import zstandard

from crawler.archive.reader import ArchiveError, check, check_seekable, read, read_at
from tests.archive.files import PAGES, record, write

HEAD = "HTTP/1.1 200 OK\nContent-Type: text/html"
RECORDS = [record(HEAD, text.encode(), url=url) for url, text in PAGES]
ZSTD = zstandard.ZstdCompressor()
_DICTIONARY = zstandard.train_dictionary(4000, [b"%d" % n + RECORDS[n % 6] for n in range(300)])


def with_dictionary(*, packed: bool) -> bytes:
    """A file whose first frame holds the dictionary of the others."""
    compressor, held = zstandard.ZstdCompressor(dict_data=_DICTIONARY), _DICTIONARY.as_bytes()
    held = ZSTD.compress(held) if packed else held
    return b"\x5d\x2a\x4d\x18" + len(held).to_bytes(4, "little") + held + b"".join(map(compressor.compress, RECORDS))


FRAMES = b"".join(map(ZSTD.compress, RECORDS))
FORMS = {
    "a frame a record": FRAMES,
    "a dictionary": with_dictionary(packed=False),
    "a packed dictionary": with_dictionary(packed=True),
    "something to skip": b"\x50\x2a\x4d\x18\x03\0\0\0abc" + FRAMES + b"\0" * 20,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_its_answers_and_finds_them_again(tmp_path: Path, form: str) -> None:
    path = write(tmp_path, "a.warc.zst", FORMS[form])
    check(path)
    check_seekable(path)
    found = list(read(path))
    assert [(r.url, r.body.decode(), r.fault) for r in found] == [(url, text, None) for url, text in PAGES]
    assert [read_at(r.file, r.offset) for r in found] == found
    assert list(read(path, (path, found[2].offset))) == found[3:]


def test_one_frame_over_all_records_is_read_and_not_entered(tmp_path: Path) -> None:
    path = write(tmp_path, "a.warc.zst", ZSTD.compress(b"".join(RECORDS)))
    check(path)
    found = list(read(path))
    assert [r.url for r in found] == [url for url, _ in PAGES]
    with pytest.raises(ArchiveError, match="one packed stream"):
        check_seekable(path)
    with pytest.raises(ArchiveError, match="no record"):
        read_at(path, found[1].offset)


def test_one_frame_that_is_damaged_gives_what_stands_before_it(tmp_path: Path) -> None:
    data = bytearray(ZSTD.compress(b"".join(RECORDS) + random.Random(1).randbytes(300_000)))
    data[-200_000:-199_000] = b"\xff" * 1000
    path = write(tmp_path, "a.warc.zst", bytes(data))
    assert [r.url for r in read(path) if not r.fault] == [url for url, _ in PAGES]


def test_a_place_at_which_no_record_begins(tmp_path: Path) -> None:
    path = write(tmp_path, "a.warc.zst", FORMS["something to skip"])
    with pytest.raises(ArchiveError, match="no record"):
        read_at(path, 0)
    with pytest.raises(ArchiveError, match="no record"):
        read_at(path, 1_000_000)


def test_in_a_wacz(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as packed:
        packed.writestr("archive/data.warc.zst", FRAMES)
    assert [r.url for r in read(str(tmp_path / "a.wacz"))] == [url for url, _ in PAGES]


def test_a_broken_record_costs_one_record(tmp_path: Path) -> None:
    start = len(ZSTD.compress(RECORDS[0]))
    data = FRAMES[: start + 8] + b"\xff" * 20 + FRAMES[start + 28 :]
    found = list(read(write(tmp_path, "a.warc.zst", data)))
    assert [r.offset for r in found if r.fault] == [start]
    assert [r.url for r in found if not r.fault] == [url for n, (url, _) in enumerate(PAGES) if n != 1]


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="truncated"):
        check(write(tmp_path, "a.warc.zst", FRAMES[:-9]))


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    for data in (ZSTD.compress(b"hello"), b"\x28\xb5\x2f\xfd" + b"\xff" * 50):
        with pytest.raises(ArchiveError, match="not a WARC"):
            check(write(tmp_path, "a.warc.zst", data))
    with pytest.raises(ArchiveError, match="empty"):
        check(write(tmp_path, "b.warc.zst", b"\x5d\x2a\x4d\x18\xff\xff\xff\xffabc"))
