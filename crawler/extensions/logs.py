"""Log lines that stay lines: no control, escape or direction characters, whatever a page put in its URLs and titles.

A line break in a message is kept, indented, so that nothing can pose as a line of its own. Scrapy's own warnings of
pages that are too large go: each page given up has one line, the spider's, with its URL and reason.
"""

from __future__ import annotations

import logging

from scrapy.crawler import Crawler

from crawler.text.normalize import shown

_LONGEST = 4000
_REPEATED = {
    "scrapy.core.downloader.handlers.http11": "larger than download max size",
    "scrapy.downloadermiddlewares.httpcompression": "exceeded DOWNLOAD_MAXSIZE",
}


class CleanLogs:
    """Puts the record class and the filters in; both hold for the whole process and may be put in twice."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CleanLogs:
        logging.setLogRecordFactory(CleanRecord)
        for name, words in _REPEATED.items():
            logging.getLogger(name).addFilter(_Without(words))
        return cls()


class CleanRecord(logging.LogRecord):
    """A log record whose message shows and nothing else."""

    def getMessage(self) -> str:
        """The message on one line, or on further ones that are indented; cut where it is longer than any of ours."""
        return clean(super().getMessage(), _LONGEST if self.args else None)


class _Without(logging.Filter):
    """Leaves out what the spider says better; two of the same words are equal, so that one is put in."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def filter(self, record: logging.LogRecord) -> bool:
        return self.words not in record.getMessage()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Without) and other.words == self.words

    def __hash__(self) -> int:
        return len(self.words)


def clean(message: str, longest: int | None = None) -> str:
    """The message without what acts instead of showing."""
    if longest is not None and len(message) > longest:
        message = f"{message[:longest]} … ({len(message)} characters)"
    if message.isprintable() and message.isascii():
        return message
    message = message.replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return shown(message).replace("\n", "\n    ")
