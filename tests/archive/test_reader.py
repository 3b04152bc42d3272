"""Archives: every form that WARC files come in, and what is wrong with a broken one."""

from __future__ import annotations

import gzip
import random
import time
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive.reader import ArchiveError, Record, check, check_seekable, expand, read, read_at
from tests.archive.files import PAGE, PAGES, record, write


@cache
def warc(*, packed: bool = True, encoding: str | None = None) -> bytes:
    """An archive of PAGES, a request record beside each."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "test"}))
    for url, text in PAGES:
        body = text.encode()
        headers = [("Content-Type", "text/html; charset=utf-8")]
        if encoding == "gzip":
            body = gzip.compress(body)
            headers.append(("Content-Encoding", "gzip"))
        head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        date = {"WARC-Date": "2026-01-02T03:04:05Z"}
        asked = b"GET / HTTP/1.1\r\n\r\n"
        writer.write_record(writer.create_warc_record(url, "request", payload=BytesIO(asked), length=len(asked)))
        answer = writer.create_warc_record(
            url, "response", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=date
        )
        writer.write_record(answer)
    return out.getvalue()


def texts(path: str) -> list[tuple[str, str]]:
    return [(r.url, r.body.decode()) for r in read(path) if not r.fault]


def forms(folder: Path) -> dict[str, str]:
    """The same archive in every form."""
    zipped = BytesIO()
    with zipfile.ZipFile(zipped, "w") as packed:
        packed.writestr("archive/data.warc.gz", warc())
        packed.writestr("pages/pages.jsonl", "{}")
    return {
        "member a record": write(folder, "a.warc.gz", warc()),
        "plain": write(folder, "a.warc", warc(packed=False)),
        "one gzip stream": write(folder, "one.warc.gz", gzip.compress(warc(packed=False))),
        "WACZ": write(folder, "a.wacz", zipped.getvalue()),
        "encoded bodies": write(folder, "enc.warc.gz", warc(encoding="gzip")),
    }


def test_every_form_gives_the_same_answers(tmp_path: Path) -> None:
    for form, path in forms(tmp_path).items():
        check(path)
        assert texts(path) == PAGES, form


def test_an_answer_knows_its_head_date_and_place(tmp_path: Path) -> None:
    path = forms(tmp_path)["member a record"]
    record = next(read(path))
    assert (record.status, record.header("CONTENT-TYPE")) == (200, "text/html; charset=utf-8")
    assert record.date == "2026-01-02T03:04:05Z"
    assert record.place == f"{path}:{record.offset}"


def test_a_record_is_found_again_at_its_place(tmp_path: Path) -> None:
    for form, path in forms(tmp_path).items():
        if form == "one gzip stream":
            with pytest.raises(ArchiveError, match="warcio recompress"):
                check_seekable(path)
            continue
        check_seekable(path)
        for answer in read(path):
            assert read_at(answer.file, answer.offset) == answer, form


def test_a_broken_record_costs_one_record(tmp_path: Path) -> None:
    whole = list(read(write(tmp_path, "a.warc.gz", warc())))
    data = bytearray(warc())
    middle = whole[2].offset + 200
    data[middle : middle + 20] = b"\xff" * 20
    found = list(read(write(tmp_path, "b.warc.gz", bytes(data))))
    faults = [r for r in found if r.fault]
    assert [r.offset for r in faults] == [whole[2].offset]
    assert [r.url for r in found if not r.fault] == [url for n, (url, _) in enumerate(PAGES) if n != 2]


def test_a_broken_head_in_a_plain_file_costs_one_record(tmp_path: Path) -> None:
    data = warc(packed=False)
    whole = list(read(write(tmp_path, "a.warc", data)))
    at = whole[3].offset
    broken = data[:at] + b"XXXX" + data[at + 4 :]
    found = list(read(write(tmp_path, "b.warc", broken)))
    assert [r.offset for r in found if r.fault] == [at]
    assert len([r for r in found if not r.fault]) == len(PAGES) - 1


@pytest.mark.parametrize("packed", [True, False])
def test_a_truncated_file_is_refused_before_anything_is_read(tmp_path: Path, packed: bool) -> None:
    path = write(tmp_path, "cut.warc.gz" if packed else "cut.warc", warc(packed=packed)[:-40])
    with pytest.raises(ArchiveError, match="truncated"):
        check(path)


def test_what_is_no_archive_is_refused_by_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "no.wacz", "w") as packed:
        packed.writestr("readme.txt", "nothing")
    for name, data, words in (("text.warc", b"hello", "not a WARC"), ("empty.warc", b"", "empty")):
        with pytest.raises(ArchiveError, match=words):
            check(write(tmp_path, name, data))
    with pytest.raises(ArchiveError, match="without a WARC"):
        check(str(tmp_path / "no.wacz"))
    with pytest.raises(ArchiveError, match="cannot be read"):
        check(str(tmp_path / "missing.warc"))


def test_globs_name_each_file_once_in_order(tmp_path: Path) -> None:
    for name in ("b.warc", "a.warc"):
        write(tmp_path, name, b"x")
    found = expand(f"{tmp_path}/*.warc, {tmp_path}/a.warc")
    assert [Path(p).name for p in found] == ["a.warc", "b.warc"]
    with pytest.raises(ArchiveError, match="no such file"):
        expand(f"{tmp_path}/*.wacz")


def test_addresses_in_angle_brackets_and_records_that_are_no_pages(tmp_path: Path) -> None:
    log = record("", b"log", url="urn:X-wget:log", kind="resource")
    notes = record("", b"notes", url="metadata://gnu.org/software/wget/warc/wget.log", kind="resource")
    data = log + notes + record("HTTP/1.1 200 OK", PAGE, url=f"<{PAGES[1][0]}>")
    for name, packed in (("a.warc", data), ("one.warc.gz", gzip.compress(data))):
        assert [(r.url, r.body) for r in read(write(tmp_path, name, packed))] == [(PAGES[1][0], PAGE)]


def test_lines_that_end_in_line_feeds_alone(tmp_path: Path) -> None:
    answer = b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + PAGE
    head = record("", b"", length=str(len(answer))).replace(b"\r\n", b"\n").rstrip(b"\n")
    data = head.replace(b"text/plain", b"application/http") + b"\n\n" + answer + b"\n\n"
    for name, packed in (("a.warc", data * 2), ("a.warc.gz", gzip.compress(data) * 2)):
        found = [(r.status, r.header("content-type"), r.body) for r in read(write(tmp_path, name, packed))]
        assert found == [(200, "text/html", PAGE)] * 2


@pytest.mark.parametrize("packed", [True, False])
def test_a_length_of_thousands_of_digits_is_one_line(tmp_path: Path, packed: bool) -> None:
    bad = record("HTTP/1.1 200 OK", PAGE, length="9" * 5000)
    path = write(tmp_path, "a.warc", gzip.compress(bad) if packed else bad)
    if not packed:
        with pytest.raises(ArchiveError, match=r"\A.{0,300}\Z"):
            check(path)
    faults = [r.fault or "" for r in read(path)]
    assert [len(f) < 300 and "Exceeds" not in f for f in faults] == [True]


@pytest.mark.parametrize("name", ["news[1].warc.gz", "100%.warc.gz", "a,b.warc.gz", "what?.warc.gz", "no#1.warc.gz"])
def test_a_file_is_named_as_it_is(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, warc())
    assert expand(path) == [path]
    assert texts(path) == PAGES
    assert [read_at(r.file, r.offset).url for r in read(path)] == [url for url, _ in PAGES]


def test_a_wacz_in_a_folder_with_a_hash_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "crawl#1").mkdir()
    with zipfile.ZipFile(tmp_path / "crawl#1" / "a.wacz", "w") as packed:
        packed.writestr("archive/data.warc.gz", warc())
    assert texts(str(tmp_path / "crawl#1" / "a.wacz")) == PAGES


def test_a_truncated_file_is_told_in_time_that_grows_with_its_length(tmp_path: Path) -> None:
    noise = random.Random(1)
    one = gzip.compress(record("HTTP/1.1 200 OK", noise.randbytes(4000)))
    data = one * (4 * 1024 * 1024 // len(one)) + one[:-50]
    path = write(tmp_path, "cut.warc.gz", data)
    start = time.process_time()
    with pytest.raises(ArchiveError, match="truncated"):
        check(path)
    assert sum(1 for r in read(path) if not r.fault) == len(data) // len(one)
    assert time.process_time() - start < 3


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=30))
def test_no_damage_stops_the_reader(tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes) -> None:
    data = warc()
    at %= len(data)
    path = write(tmp_path_factory.mktemp("damaged"), "d.warc.gz", data[:at] + junk + data[at + len(junk) :])
    assert all(isinstance(record, Record) for record in read(path))
