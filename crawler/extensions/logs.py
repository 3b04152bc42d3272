"""Log lines that stay lines: no control, escape or direction characters, whatever a page put in its URLs and titles.

A line break in a message is kept, indented, so that nothing can pose as a line of its own. Scrapy's own warnings of
pages that are too large go: each page given up has one line, the spider's, with its URL and reason.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.settings import BaseSettings, Settings
from scrapy.utils.log import configure_logging, get_scrapy_root_handler
from twisted.python.failure import Failure

from crawler.text.normalize import shown
from crawler.text.timestamps import stamp
from crawler.urls.redaction import redact

_LONGEST = 4000
_REPEATED = {
    "scrapy.core.downloader.handlers.http11": "larger than download max size",
    "scrapy.downloadermiddlewares.httpcompression": "exceeded DOWNLOAD_MAXSIZE",
}

_OF_ITS_PARTS = (
    "scrapy.addons",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.extensions.feedexport",
    "scrapy.middleware",
    "scrapy.spidermiddlewares.httperror",
    "scrapy.statscollectors",
    "scrapy.utils.log",
)
"""Loggers whose INFO is set-up, statistics and bookkeeping."""


class CleanLogs:
    """Puts the record class and the filters in; both hold for the whole process and may be put in twice."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CleanLogs:
        logging.setLogRecordFactory(CleanRecord)
        for name, words in _REPEATED.items():
            logging.getLogger(name).addFilter(_Without(words))
        quiet_scrapy(crawler.settings)
        self = cls(crawler)
        self._write_json()
        return self

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self._write_json, signals.spider_opened)  # Scrapy has made another handler by then

    def _write_json(self) -> None:
        handler = get_scrapy_root_handler()
        if handler is not None and self._crawler.settings.getbool("RELATED_LOG_JSON"):
            handler.setFormatter(JsonLines(getattr(self._crawler.spider, "run_id", "")))


def log_beside(settings: Settings, message: str) -> None:
    """Log an error where the log is a file and no crawl has opened it.

    It goes to that file alone: the command says it on standard error, as it says what the project warns of.
    """
    if not settings["LOG_FILE"]:
        return
    configure_logging(settings)
    handler = get_scrapy_root_handler()
    if handler is None or handler.level > logging.ERROR:
        return
    if settings.getbool("RELATED_LOG_JSON"):
        handler.setFormatter(JsonLines(""))
    handler.handle(logging.LogRecord(__name__, logging.ERROR, __file__, 0, redact(message), None, None))


def quiet_scrapy(settings: BaseSettings) -> None:
    """Leave out of the log at INFO what Scrapy says of its own parts; at DEBUG all of it is there."""
    debug = _is_debug(settings)
    for name in _OF_ITS_PARTS:  # by a filter: Scrapy's own configuration sets the levels anew
        if debug:
            logging.getLogger(name).removeFilter(_WARNINGS)
        else:
            logging.getLogger(name).addFilter(_WARNINGS)


def _is_debug(settings: BaseSettings) -> bool:
    level = settings["LOG_LEVEL"]
    return (int(level) if str(level).isdecimal() else logging.getLevelNamesMapping()[level]) < logging.INFO


class PageLines(LogFormatter):
    """Scrapy's lines of each page and each item, which are made at DEBUG only: elsewhere they would be thrown away."""

    def __init__(self, *, debug: bool) -> None:
        self._debug = debug

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PageLines:
        return cls(debug=_is_debug(crawler.settings))

    # Scrapy takes None for no line, which its own types do not say.
    def crawled(  # type: ignore[override]
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        return super().crawled(request, response, spider) if self._debug else None

    def scraped(  # type: ignore[override]
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        return super().scraped(item, response, spider) if self._debug else None


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, run_id, message, and traceback where there is one."""

    def __init__(self, run_id: str) -> None:
        super().__init__()
        self._run_id = run_id

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line = {
            "at": stamp(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "run_id": self._run_id,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


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


class _FromWarning(logging.Filter):
    """Lets warnings and errors through."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING


_WARNINGS = _FromWarning()


def clean(message: str, longest: int | None = None) -> str:
    """The message without what acts instead of showing."""
    if longest is not None and len(message) > longest:
        message = f"{message[:longest]} … ({len(message)} characters)"
    if message.isprintable() and message.isascii():
        return message
    message = message.replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return shown(message).replace("\n", "\n    ")
