"""Where a pipeline's stories come from: WARC files through `extract`, or the articles.jsonl of runs."""

from __future__ import annotations

from collections.abc import Iterator

from datatrove.data import Document
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.readers.base import BaseDiskReader

from crawler.archive.reader import raw_records
from crawler.cluster.records import to_document
from crawler.items import Article
from crawler.pipelines.sanitize import make_safe
from crawler.spiders.archive_records import ReadingSettings, read_records

PAGE_SECONDS = 10.0
"""A page that takes longer is left out, as in a crawl."""


class WarcStories(BaseDiskReader):  # type: ignore[misc]
    """Every page of WARC files that holds a story, read as `crawl archive` reads it, not yet cleaned.

    data_folder: any that fsspec opens, such as s3://commoncrawl/crawl-data/CC-NEWS/2026/10. What holds no story is
    counted in the task's statistics, by its reason.
    """

    name = "related-news: WARC"

    def __init__(
        self, data_folder: str, *, glob_pattern: str = "*.warc.gz", paths_file: str | None = None, limit: int = -1
    ) -> None:
        super().__init__(data_folder, paths_file, limit, glob_pattern=glob_pattern)
        self._settings = ReadingSettings(run_id="", page_seconds=PAGE_SECONDS, links_limit=0, site_rules=None)

    def read_file(self, filepath: str) -> Iterator[Document]:
        """The stories of one file, in order."""
        with self.data_folder.open(filepath, "rb") as file:
            for raw in raw_records(file, filepath):
                with self.track_time():
                    article = self._article(raw)
                if article is not None:
                    yield to_document(article)

    def _article(self, raw: object) -> Article | None:
        for reading in read_records([raw], self._settings):  # type: ignore[list-item]
            if isinstance(reading.item, Article):
                make_safe(reading.item)
                reading.item.cluster_id = reading.item.id
                return reading.item
            self.stat_update(f"no story: {reading.no_page or getattr(reading.item, 'reason', 'broken record')}")
        return None


def run_stories(folder: str) -> JsonlReader:
    """A reader of the stories of runs: every articles.jsonl under a folder, as text, id and metadata."""
    return JsonlReader(folder, glob_pattern="**/articles.jsonl", add_file_path=False)
