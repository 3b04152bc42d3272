"""Archives: every form that WARC files come in, and what is wrong with a broken one."""

from __future__ import annotations

import gzip
import random
import time
import zipfile
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive.reader import BODY_LIMIT, ArchiveError, Record, check, check_seekable, expand, read, read_at

PAGES = [(f"https://news.example/{n}", f"<html><p>Story {n} " + "é" * n * 50) for n in range(6)]


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


def write(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


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
        for record in read(path):
            assert read_at(record.file, record.offset) == record, form


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


@pytest.mark.parametrize(
    "line",
    [
        *(
            "HTTP/1.1 200",
            "HTTP/1.0 200 OK",
            "HTTP/2 200",
            "HTTP/2.0 200 OK",
            "HTTP/3 200",
            "HTTP/3.0 200",
            "HTTP 200 OK",
        ),
        *("HTTP/1.1 200OK", "HTTP/1.2 200 OK", "HTTP/4 200", "h2 200", "H3 200 OK", "SPDY/3.1 200 OK"),
        *("HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK", "HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/1.1 200 OK"),
        "HTTP/1.0 200 Connection established\n\nHTTP/1.1 200 OK",
    ],
)
def test_status_lines_of_every_version(tmp_path: Path, line: str) -> None:
    data = record(f"{line}\nContent-Type: text/html", PAGE)
    (found,) = read(write(tmp_path, "a.warc.gz", gzip.compress(data)))
    assert (found.status, found.body, found.fault) == (200, PAGE, None)


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
