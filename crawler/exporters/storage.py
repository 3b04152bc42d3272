"""Feeds in local files: they grow at checkpoints, by whole pages."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, cast

from scrapy import Spider
from scrapy.extensions.feedexport import FileFeedStorage

from crawler.store.feeds import Feed, FeedError


class FileStorage(FileFeedStorage):
    """Scrapy's storage for paths and file: URLs, writing through the crawl's job."""

    def open(self, spider: Spider) -> IO[bytes]:
        """The job's feed of this path, where it was left or begun anew. One that cannot be written ends the crawl."""
        job: Any = spider.job  # type: ignore[attr-defined]
        path = Path(self.path)
        try:
            feed = job.feeds.open(path, overwrite=self.write_mode == "wb")
        except FeedError as error:
            job.fail(error)
            feed = Feed(path, 0)  # takes what Scrapy still has to say, and forgets it
            feed.abandon()
        return cast("IO[bytes]", feed)
