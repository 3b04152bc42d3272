"""Feeds in local files: they grow at checkpoints, by whole pages."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, cast

from scrapy import Spider
from scrapy.extensions.feedexport import FileFeedStorage


class FileStorage(FileFeedStorage):
    """Scrapy's storage for paths and file: URLs, writing through the crawl's job."""

    def open(self, spider: Spider) -> IO[bytes]:
        """The job's feed of this path, where it was left or begun anew."""
        job: Any = spider.job  # type: ignore[attr-defined]
        return cast("IO[bytes]", job.feeds.open(Path(self.path), overwrite=self.write_mode == "wb"))
