"""Stories as datatrove's documents, and documents as lines of articles.jsonl."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.writers import JsonlWriter

from crawler.items import Article, row

CLUSTER = "minhash_cluster_id"
"""Where MinhashDedupFilter leaves the number of a document's cluster; -1 where it is alone."""
_FIELDS = tuple(f.name for f in fields(Article))


def to_document(article: Article) -> Document:
    """A story's text and id, with the other fields of its line as metadata."""
    line = row(article)
    return Document(text=line.pop("text"), id=line.pop("id"), metadata=line)


def to_line(document: Document) -> dict[str, Any]:
    """The line of articles.jsonl that a document stands for.

    cluster_id is the number of its cluster, in 16 hex digits, where MinHash found copies: which page of a story is the
    first, no machine of a cluster knows.
    """
    values = {**document.metadata, "text": document.text, "id": document.id}
    cluster = values.get(CLUSTER, -1)
    if cluster >= 0:
        values["cluster_id"] = f"{cluster:016x}"
    return {name: values[name] for name in _FIELDS}


def story_writer(folder: str) -> JsonlWriter:
    """A writer of articles.jsonl: each task has a folder of its own, which the other commands read as a run."""
    return JsonlWriter(folder, "${rank}/articles.jsonl", compression=None, adapter=_adapted)


def _adapted(writer: JsonlWriter, document: Document) -> dict[str, Any]:
    """What datatrove binds to its writer as a method."""
    return to_line(document)
