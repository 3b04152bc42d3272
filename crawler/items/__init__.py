"""The records that a crawl writes: one class a feed line, one docstring a field.

Every feed is JSON Lines; a line holds every key of its class, in the order of declaration, with null or []
where there is nothing. `row(item)` is the plain mapping of an item.
"""

from __future__ import annotations

from typing import Any

from crawler.items.article import (
    PROVENANCE_FIELDS,
    SCHEMA_VERSION,
    Article,
    ArticleType,
    Crawl,
    DatePrecision,
    Entry,
    Provenance,
    Removed,
    Rights,
)
from crawler.items.links import Link, LinkKind, LinkReason, RelatedLinks
from crawler.items.outcomes import CopyMethod, Duplicate, Failure, FailureReason, Skipped, SkipReason
from crawler.items.rows import from_row, row

FEEDS: dict[str, type[Any]] = {
    "articles": Article,
    "links": Link,
    "duplicates": Duplicate,
    "skipped": Skipped,
    "failures": Failure,
}
"""Feed name -> the class of its lines."""

__all__ = [
    "FEEDS",
    "PROVENANCE_FIELDS",
    "SCHEMA_VERSION",
    "Article",
    "ArticleType",
    "CopyMethod",
    "Crawl",
    "DatePrecision",
    "Duplicate",
    "Entry",
    "Failure",
    "FailureReason",
    "Link",
    "LinkKind",
    "LinkReason",
    "Provenance",
    "RelatedLinks",
    "Removed",
    "Rights",
    "SkipReason",
    "Skipped",
    "from_row",
    "row",
]
