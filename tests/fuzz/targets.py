"""What is fuzzed: each function takes bytes, and raises where a law is broken."""

from __future__ import annotations

import gzip
import json
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from crawler.archive.reader import ArchiveError, read
from crawler.exporters.lines import lines
from crawler.items import Article, Link, RelatedLinks
from crawler.items.schema import schema
from crawler.pages.article import extract
from crawler.pipelines.sanitize import make_safe
from crawler.urls.address import host_refusal, url_refusal
from crawler.urls.canonical import canonical, fetchable, page_id, site
from crawler.urls.traps import endless, shape

URL = "https://news.example/2024/05/03/story.html"
NOW = datetime(2024, 5, 4, tzinfo=UTC)


@cache
def _validator(cls: type[Any]) -> Any:
    return Draft202012Validator(schema(cls))


def extract_gives_valid_records(data: bytes) -> None:
    """A page: the same article twice, a line of JSON that the schema accepts, links that are absolute."""
    found, again = (extract(data, URL, fetched_at=NOW) for _ in range(2))
    assert found.article == again.article
    if found.article is not None:
        _check(found.article)
    for block in found.links:
        for link in block.links:
            assert link.url.lower().startswith(("http://", "https://"))
            _check(RelatedLinks([Link(url=link.url, title=link.title, snippet=link.snippet, kind=block.kind)]))


def _check(record: Any) -> None:
    make_safe(record)
    data = lines(record)
    assert len(data.decode("utf-8").splitlines()) == 1
    _validator(Article if isinstance(record, Article) else Link).validate(json.loads(data))


def canonical_keeps_its_laws(data: bytes) -> None:
    """A URL: canonical twice is canonical once, and nothing else that reads URLs raises."""
    url = data.decode("utf-8", "surrogateescape")
    once = canonical(url)
    assert canonical(once) == once
    assert len(page_id(once)) == 16
    for read_url in (fetchable, site, host_refusal, url_refusal, endless, shape):
        read_url(url)


def warc_is_read_to_its_end(data: bytes, packed: bool = False) -> None:
    """An archive: records or faults, in order of their places, and an end."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ("a.warc.gz" if packed else "a.warc")
        file.write_bytes(gzip.compress(data) if packed else data)
        try:
            found = list(read(str(file)))
        except ArchiveError:
            return
        assert len(found) <= len(data) + 1
        offsets = [record.offset for record in found]
        assert offsets == sorted(offsets)


TARGETS = (extract_gives_valid_records, canonical_keeps_its_laws, warc_is_read_to_its_end)
