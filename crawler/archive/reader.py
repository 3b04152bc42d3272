"""WARC files, plain, gzipped or packed by Zstandard, and WACZ files in: every answer they hold, in order, streaming.

`expand()` turns what a user typed into files; `check()` says in one line what is wrong with one before anything is
written; `read()` gives its records; `read_at()` one of them again. Parsing is warcio's, framing our own (framing.py),
because one broken record must not cost the rest of the file.
"""

from __future__ import annotations

import glob
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, cast

from crawler.archive.framing import Frame, NotChunked, ends_whole, is_gzip
from crawler.archive.listing import is_list, listed
from crawler.archive.packing import frame_at, frames, seekable_by_record
from crawler.archive.payload import Decoded, decoded, head_and_body, is_whole, record_loader, status_code
from crawler.archive.remote import RemoteFile, is_url

if TYPE_CHECKING:
    from warcio.statusandheaders import StatusAndHeaders

BODY_LIMIT = 10 * 1024 * 1024
"""The most of one body that is read, in bytes, decoded: as in a crawl."""

_ANSWERS = ("response", "resource")
_NUMBER = re.compile(r"\d{1,18}")
_TYPE = re.compile(rb"\r?\nwarc-type:[ \t]*([\w-]+)[ \t]*\r?\n", re.I)
_HEAD_SEARCHED = 4096
"""Bytes of a record in which its type is looked for; where it is not found the record is parsed."""


class ArchiveError(ValueError):
    """An archive that cannot be read: the message names the file and what is wrong with it, in one line."""


@dataclass(frozen=True, slots=True)
class Record:
    """An answer out of an archive. With fault set, a place where none could be read; the rest is then empty."""

    file: str
    """The file, as the user named it; FILE#MEMBER inside a WACZ."""
    offset: int
    """Where in the file the record begins, in bytes."""
    url: str = ""
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    """Decoded: transfer and content encodings are undone."""
    date: str = ""
    """WARC-Date, ISO 8601 in UTC."""
    too_large: bool = False
    """Whether the body was cut at BODY_LIMIT."""
    truncated: bool = False
    """Whether the body is shorter than was announced, or the archive says so, and does not end as a page does."""
    fault: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of a name, in any case."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)

    @property
    def place(self) -> str:
        """FILE:OFFSET, as crawl.record gives it."""
        return f"{self.file}:{self.offset}"


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record's bytes and where they stand: little work to find, and all that another process needs to parse it."""

    file: str
    frame: Frame

    @property
    def size(self) -> int:
        """Its bytes, unpacked."""
        return len(self.frame.data)

    def parsed(self) -> Record | None:
        """The answer in it; None where it holds something else."""
        return _record(self.file, self.frame)


def expand(patterns: str) -> list[str]:
    """The files behind GLOB[,GLOB], sorted within a glob; ArchiveError where one names nothing. A URL stands for
    itself, a list of WARC files (listing.py), on disk or on a server, for the files that it names.

    A name that is a file's is that file, whatever brackets, stars or commas stand in it.
    """
    if os.path.isfile(os.path.expanduser(patterns)):
        return _files(patterns)
    found: list[str] = []
    for pattern in (p.strip() for p in patterns.split(",")):
        if not pattern:
            continue
        found += _files(pattern)
    if not found:
        raise ArchiveError("no file is named")
    return list(dict.fromkeys(found))


def _files(pattern: str) -> list[str]:
    """What one name stands for: a URL, the files of a list, those that a pattern fits."""
    path = pattern if is_url(pattern) else os.path.expanduser(pattern)
    files = [path] if is_url(path) or os.path.isfile(path) else sorted(glob.glob(path, recursive=True))
    files = [f for f in files if not os.path.isdir(f)]
    if not files:
        raise ArchiveError(f"{pattern}: no such file")
    found: list[str] = []
    for file in files:
        try:
            found += listed(file) if is_list(file) else [file]
        except (OSError, EOFError, ValueError) as error:
            raise ArchiveError(f"{file}: a list of WARC files that cannot be read ({error})") from error
    return found


def members(path: str) -> list[str]:
    """The WARC files that a path stands for: itself, or FILE#MEMBER for each WARC in a WACZ."""
    if not zipfile.is_zipfile(path):
        return [path]
    with zipfile.ZipFile(path) as packed:
        names = sorted(n for n in packed.namelist() if n.endswith((".warc", ".warc.gz", ".warc.zst")))
    if not names:
        raise ArchiveError(f"{path}: a ZIP file without a WARC in it")
    return [f"{path}#{n}" for n in names]


def check(path: str) -> None:
    """ArchiveError, naming what is wrong, unless a file begins with a record and ends with a whole one. Of a file on a
    server only the beginning is asked for."""
    try:
        for member in members(path):
            with _open(member) as file:
                _check_ends(member, file)
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        raise ArchiveError(unreadable(path, error)) from error


def unreadable(path: str, error: Exception) -> str:
    """In a line, that a file cannot be read, and why."""
    why = str(getattr(error, "strerror", None) or error).removeprefix(f"{path}: ")
    return f"{path}: cannot be read ({why})"


def check_seekable(path: str) -> None:
    """ArchiveError where the file's records cannot be entered one by one."""
    for member in members(path):
        with _open(member) as file:
            if not seekable_by_record(file):
                raise ArchiveError(
                    f"{member}: one packed stream over all records; rewrite it with: warcio recompress {path} NEW"
                )


def read(path: str, after: tuple[str, int] | None = None) -> Iterator[Record]:
    """Every answer of a file, in order; a record that cannot be read comes as a Record with fault set.

    after: the file and offset of a record, as it has them; what stands before it and itself is left out.
    """
    for raw in read_raw(path, after):
        record = raw.parsed()
        if record is not None:
            yield record


def read_raw(path: str, after: tuple[str, int] | None = None) -> Iterator[RawRecord]:
    """The same, unparsed, and with records that may turn out to be no answer."""
    every = members(path)
    for member in every[every.index(after[0]) if after else 0 :]:
        begin = after[1] if after and member == after[0] else -1
        with _open(member) as file:
            yield from raw_records(file, member, begin)


def raw_records(file: IO[bytes], name: str, begin: int = -1) -> Iterator[RawRecord]:
    """The same of an open file, behind an offset. name: as the records are to give it."""
    for frame in frames(file, max(0, begin)):
        if frame.offset > begin and (frame.fault or _may_be_answer(frame.data)):
            yield RawRecord(name, frame)


def read_at(member: str, offset: int) -> Record:
    """The answer at a place that read() gave; ArchiveError where none begins there."""
    try:
        with _open(member) as file:
            record = _record(member, frame_at(file, offset))
    except (StopIteration, NotChunked) as error:
        raise ArchiveError(f"{member}:{offset}: no record") from error
    if record is None or record.fault:
        raise ArchiveError(f"{member}:{offset}: no record")
    return record


@contextmanager
def _open(member: str) -> Iterator[IO[bytes]]:
    path, _, name = member.rpartition("#")
    if is_url(member):
        with RemoteFile(member) as remote:
            yield cast("IO[bytes]", remote)
    elif path and not os.path.exists(member):
        with zipfile.ZipFile(path) as packed, packed.open(name) as file:
            yield file
    else:
        with open(member, "rb") as file:
            yield file


def _check_ends(member: str, file: IO[bytes]) -> None:
    first = next(iter(frames(file)), None)
    if first is None:
        raise ArchiveError(f"{member}: empty")
    if first.fault:
        raise ArchiveError(f"{member}: not a WARC file: {first.fault}")
    if is_url(member):
        return
    if is_gzip(file) and seekable_by_record(file):
        whole = ends_whole(file)
    else:
        whole = not any((frame.fault or "").startswith("the file ends") for frame in frames(file))
    if not whole:
        raise ArchiveError(f"{member}: truncated: it ends in the middle of a record")


def _may_be_answer(data: bytes) -> bool:
    """Whether a record's type, as its head says it, is one that answers have."""
    kind = _TYPE.search(data, 0, _HEAD_SEARCHED)
    return kind is None or kind[1].decode("latin-1").lower() in _ANSWERS


def _record(member: str, frame: Frame) -> Record | None:
    """The answer in a frame; None where it holds something else (a request, metadata)."""
    if frame.fault:
        return Record(member, frame.offset, fault=frame.fault)
    try:
        parsed = record_loader().parse_record_stream(BytesIO(frame.data), known_format="warc", no_record_parse=True)
        url = parsed.rec_headers.get_header("WARC-Target-URI") or ""
        if (parsed.rec_type or "").lower() not in _ANSWERS or not url.lower().startswith(("http://", "https://")):
            return None
        if not _NUMBER.fullmatch(parsed.rec_headers.get_header("Content-Length") or ""):
            return Record(member, frame.offset, fault="its Content-Length is no number of bytes")
        declared = parsed.rec_headers.get_header("Content-Type") or ""
        head, payload = head_and_body(parsed.raw_stream.read(), has_head="application/http" in declared.lower())
        content = _body(head, payload)
    except Exception as error:  # warcio raises whatever the bytes provoke; the record is counted and passed over
        return Record(member, frame.offset, fault=f"unreadable record ({type(error).__name__}: {str(error)[:200]})")
    return Record(
        file=member,
        offset=frame.offset,
        url=url,
        status=status_code(f"{head.protocol} {head.statusline}") if head else 200,
        headers=_fields(parsed, head),
        body=content.body[:BODY_LIMIT],
        date=parsed.rec_headers.get_header("WARC-Date") or "",
        too_large=frame.cut or len(content.body) > BODY_LIMIT,
        truncated=not frame.cut
        and (not content.ended or _is_short(parsed, head, len(payload)))
        and not is_whole(content.body),
    )


def _fields(parsed: Any, head: StatusAndHeaders | None) -> tuple[tuple[str, str], ...]:
    if head is None:
        return (("Content-Type", parsed.rec_headers.get_header("Content-Type") or ""),)
    return tuple((str(name), str(value)) for name, value in head.headers)


def _is_short(parsed: Any, head: StatusAndHeaders | None, length: int) -> bool:
    """Whether fewer bytes of an answer are there than were to come."""
    if parsed.rec_headers.get_header("WARC-Truncated"):
        return True
    announced = head.get_header("Content-Length") if head else None
    return bool(announced and _NUMBER.fullmatch(announced) and int(announced) > length)


def _body(head: StatusAndHeaders | None, payload: bytes) -> Decoded:
    if head is None:
        return Decoded(payload)
    transfer, content = (
        ",".join(value for name, value in head.headers if name.lower() == wanted)
        for wanted in ("transfer-encoding", "content-encoding")
    )
    return decoded(payload, transfer, content, BODY_LIMIT)
