"""Answers to a WARC file, the same bytes at every run."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sample.web import CRAWLED


@dataclass(frozen=True)
class Answer:
    """What a host answers for one URL."""

    url: str
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    location: str = ""


def write_warc(path: Path, answers: list[Answer]) -> None:
    """Write a response record for each answer, a second apart from CRAWLED on."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for n, answer in enumerate(answers):
            writer.write_record(_record(writer, answer, n))


def _record(writer: WARCWriter, answer: Answer, second: int) -> object:
    status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
    headers = [("Content-Type", answer.content_type), ("Content-Length", str(len(answer.body)))]
    if answer.location:
        headers.append(("Location", answer.location))
    when = CRAWLED + timedelta(seconds=second)
    return writer.create_warc_record(
        answer.url,
        "response",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, answer.url)}>",
            "WARC-Date": f"{when:%Y-%m-%dT%H:%M:%SZ}",
        },
    )
