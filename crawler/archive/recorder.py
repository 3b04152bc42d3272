"""RELATED_RECORD: every answer into a WARC file, as it came but for transfer coding, ready for RELATED_REPLAY."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler import __version__
from crawler.request_meta import ArchiveRecord
from crawler.store.feeds import Feeds
from crawler.store.jobs import job_of
from crawler.text.timestamps import utc_now

if TYPE_CHECKING:
    from warcio.statusandheaders import StatusAndHeaders

_ASCII = bytes(range(128))
"""What stays of a header as it came: WARC writers keep no other bytes; a raw address means its percent-encoded self."""
_CONNECTION_HEADERS = {b"transfer-encoding", b"connection", b"keep-alive"}


class Recorder:
    """A downloader middleware next to the network: it sees redirects, errors and robots.txt too."""

    def __init__(self, path: str, feeds: Feeds) -> None:
        from warcio.warcwriter import WARCWriter  # not where nothing is recorded

        self.path = path
        # A feed like the others: after a kill it is cut back to whole records, and its places stay true.
        self._file = feeds.open(Path(path), overwrite=False)
        self._writer = WARCWriter(self._file, gzip=path.endswith(".gz"), warc_version="1.1")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Recorder:
        path = crawler.settings["RELATED_RECORD"]
        if not path:
            raise NotConfigured
        return cls(path, job_of(crawler).feeds)

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the answer; its place and date go with the request into the record's `crawl`."""
        if self._file.tell() == 0:
            info = {"software": f"related-news-crawler/{__version__}", "format": "WARC File Format 1.1"}
            self._writer.write_record(self._writer.create_warcinfo_record(Path(self.path).name, info))
        date = utc_now()
        offset = self._file.tell()
        self._write(response, date)
        ArchiveRecord(date, f"{self.path}:{offset}").attach(request)
        return response

    def _write(self, response: Response, date: str) -> None:
        record = self._writer.create_warc_record(
            response.url,
            "response",
            payload=BytesIO(response.body),
            length=len(response.body),
            http_headers=_head(response),
            warc_headers_dict={"WARC-Date": date},
        )
        self._writer.write_record(record)


def _head(response: Response) -> StatusAndHeaders:
    from warcio.statusandheaders import StatusAndHeaders

    headers = [
        (name.decode("latin-1"), quote(value, safe=_ASCII))
        for name, values in response.headers.items()
        if name.lower() not in _CONNECTION_HEADERS
        for value in values
    ]
    return StatusAndHeaders(f"{response.status} ", headers, protocol="HTTP/1.1")
