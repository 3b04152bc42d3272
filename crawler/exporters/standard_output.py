"""-o - : records on standard output, each as it comes. A reader that goes away, such as head, ends no crawl."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import IO, Any, cast

from scrapy import Spider

from crawler.store.feeds import FeedError


class StandardOutputStorage:
    """Scrapy's storage for -, writing through the crawl's job."""

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        pass

    def open(self, spider: Spider) -> IO[bytes]:
        """What prints; one that cannot ends the crawl."""
        return cast("IO[bytes]", _Printed(spider.job))  # type: ignore[attr-defined]

    def store(self, file: IO[bytes]) -> None:
        """Nothing: it is printed."""


class _Printed(io.BufferedIOBase):
    """Takes bytes and prints them at once, until nobody reads them any more."""

    def __init__(self, job: Any) -> None:
        self._job = job
        self._takes = sys.stdout is not None
        if not self._takes:
            self._fail(OSError(errno.EBADF, os.strerror(errno.EBADF)))

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Print, or forget."""
        if self._takes:
            try:
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
            except OSError as error:
                self._takes = False
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # where the interpreter puts the rest
                if not isinstance(error, BrokenPipeError):
                    self._fail(error)
        return len(data)

    def _fail(self, error: OSError) -> None:
        self._job.fail(FeedError(f"standard output: cannot be written ({error.strerror or error})"))
