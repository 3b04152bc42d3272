"""RELATED_REPLAY: archives answer every request; nobody else is asked, and what they lack is a 404."""

from __future__ import annotations

import logging
import sqlite3
from functools import lru_cache
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.archive.reader import ArchiveError, Record, expand, read, read_at
from crawler.request_meta import ArchiveRecord
from crawler.urls.canonical import canonical

logger = logging.getLogger(__name__)

_UNDONE = {"content-encoding", "transfer-encoding", "content-length", "connection"}


class ReplayIndex:
    """URL -> place in the archives, in a temporary SQLite database, so that archives of any size can be replayed.

    A URL is looked for to the letter, then without its scheme, then by its canonical form. Where a key has several
    records, a page counts before a redirect and that before an error; among equals the last, as a retry's answer
    follows its failure.
    """

    def __init__(self, patterns: str) -> None:
        self._db = sqlite3.connect("", check_same_thread=False)  # scrapy shell asks from a thread of its own
        self._db.execute("CREATE TABLE place (key TEXT PRIMARY KEY, file TEXT, offset INTEGER, good INTEGER)")
        self.faults = 0
        self.records = 0
        self.last_date = ""
        for file in expand(patterns):
            for record in read(file):
                self._add(record)
        self._db.commit()

    def _add(self, record: Record) -> None:
        if record.fault:
            self.faults += 1
            logger.warning("Passed over a broken record: %s (%s)", record.place, record.fault)
            return
        self.records += 1
        self.last_date = max(self.last_date, record.date)
        good = 2 if 200 <= record.status < 300 else 1 if 300 <= record.status < 400 else 0
        for key in _keys(record.url):
            self._db.execute(
                "INSERT INTO place VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
                " file = excluded.file, offset = excluded.offset, good = excluded.good"
                " WHERE excluded.good >= place.good",
                (key, record.file, record.offset, good),
            )

    def find(self, url: str) -> Record | None:
        """The record that answers a URL."""
        for key in _keys(url):
            row = self._db.execute("SELECT file, offset FROM place WHERE key = ?", (key,)).fetchone()
            if row:
                return read_at(row[0], row[1])
        return None


def _keys(url: str) -> tuple[str, str, str]:
    """What a URL is looked for by, the strictest first."""
    exact = urldefrag(url)[0]
    return exact, exact.partition("://")[2], "~" + canonical(url)


@lru_cache(maxsize=1)
def _index(patterns: str) -> ReplayIndex:
    """One index for both schemes' handlers."""
    return ReplayIndex(patterns)


class ReplayHandler(BaseDownloadHandler):
    """Answers http and https out of the archives."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._records = _index(crawler.settings["RELATED_REPLAY"])
        self._stats = crawler.stats
        crawler.stats.set_value("related/replay_records", self._records.records)
        crawler.stats.set_value("related/broken_records", self._records.faults)

    async def download_request(self, request: Request) -> Response:
        """The record's answer, with its ArchiveRecord attached to the request."""
        try:
            record = self._records.find(request.url)
        except (ArchiveError, OSError) as error:
            logger.warning("Could not read the record of %s: %s", request.url, error)
            record = None
        if record is None:
            # A run's times come from its archive, so what is missing was missed when the archive was closed.
            ArchiveRecord(self._records.last_date).attach(request)
            return Response(request.url, status=404, request=request)
        if record.truncated:
            self._stats.inc_value("related/truncated")
            logger.warning("%s (%s) is cut off: what came of it is read", record.url, record.place)
        ArchiveRecord(record.date, record.place, record.too_large).attach(request)
        headers = Headers([(k, v) for k, v in record.headers if k.lower() not in _UNDONE])
        kind = responsetypes.from_args(headers=headers, url=request.url, body=record.body)
        return kind(request.url, status=record.status, headers=headers, body=record.body, request=request)

    async def close(self) -> None:
        _index.cache_clear()
