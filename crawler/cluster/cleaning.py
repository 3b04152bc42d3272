"""Boilerplate out of stories, as a crawl cuts it: by rules alone, with every cut kept."""

from __future__ import annotations

from collections.abc import Iterator

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep
from datatrove.utils.typeshelper import StatHints

from crawler.cluster.records import to_document
from crawler.items import Article, from_row
from crawler.text.boilerplate import restore
from crawler.text.cleaning import clean_article
from crawler.text.fingerprint import text_hash


class StoryCleaning(PipelineStep):  # type: ignore[misc]
    """A formatter that cleans text and title. What an earlier release cut is put back first; a story of which nothing
    is left is dropped."""

    type = "✂️ - FORMAT"
    name = "related-news: cleaning"

    def run(self, data: Iterator[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """The cleaned stories of a task."""
        for document in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                cleaned = clean(document)
            if not cleaned.text:
                self.stat_update(StatHints.dropped)
                continue
            self.stat_update(StatHints.forwarded)
            yield cleaned


def clean(document: Document) -> Document:
    """The document without boilerplate; `removed` of its metadata holds every cut."""
    article: Article = from_row(Article, {**document.metadata, "text": document.text, "id": document.id})
    article.text = restore(article.text, article.removed)
    clean_article(article)
    article.text_hash = text_hash(article.text)
    return to_document(article)
