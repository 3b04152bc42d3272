"""From an archive's record to what is written of it, as far as no other record matters.

A function of the record alone, so that processes side by side can do it: whatever depends on the records before it
(relevance, site repeats, copies) is done afterwards, in the order of the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from crawler.archive.reader import RawRecord, Record
from crawler.focus.profile import Profile
from crawler.items import Article, Failure, Link
from crawler.pages.article import Extraction
from crawler.pages.site_rules import load_site_rules
from crawler.rules.sites import SiteRule
from crawler.spiders import records
from crawler.spiders.answers import Answer, Problem, no_page, read_answer
from crawler.spiders.topics import profile


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """What reading a record depends on beside the record."""

    run_id: str
    page_seconds: float
    links_limit: int
    site_rules: str | None
    """The folder of the user's own rules."""


@dataclass(slots=True)
class RecordReading:
    """What one record came to."""

    file: str
    offset: int
    url: str
    fault: str | None = None
    """Why it cannot be read."""
    no_page: str | None = None
    """Why it is no page that somebody wanted to read."""
    truncated: bool = False
    """Whether the body ended before its length."""
    item: Article | Failure | None = None
    links: list[Link] = field(default_factory=list)
    profile: Profile | None = None
    """What the page is about; None where it was not read."""


def read_records(batch: Sequence[RawRecord], settings: ReadingSettings) -> list[RecordReading]:
    """What each record of a batch came to, in order; those that hold no answer are left out."""
    parsed = (raw.parsed() for raw in batch)
    return [_read_record(record, settings) for record in parsed if record is not None]


def _read_record(record: Record, settings: ReadingSettings) -> RecordReading:
    reading = RecordReading(record.file, record.offset, record.url)
    if record.fault:
        reading.fault = record.fault
        return reading
    answer = Answer.from_record(record)
    reading.no_page = no_page(answer)
    if reading.no_page is not None:
        return reading
    reading.truncated = record.truncated
    origin = records.Origin(
        run_id=settings.run_id,
        requested_url=record.url,
        fetched_at=record.date,
        status=record.status,
        record=record.place,
    )
    found = read_answer(answer, settings.page_seconds, _site_rules(settings.site_rules))
    if isinstance(found, Problem):
        reading.item = records.failure(origin, found.reason, found.detail)
    else:
        _fill(reading, found, records.with_encoding(origin, found), settings.links_limit)
    return reading


def _fill(reading: RecordReading, found: Extraction, origin: records.Origin, links_limit: int) -> None:
    """The records of a page that was read."""
    reading.profile = profile(found)
    reading.links = records.links(found, origin, links_limit)
    if found.article is None:
        detail = found.detail or "no article on the page"
        reading.item = records.failure(origin, found.reason or "not-article", detail)
    else:
        reading.item = records.complete_article(found.article, found, origin)


@lru_cache(maxsize=1)
def _site_rules(folder: str | None) -> Mapping[str, SiteRule]:
    return load_site_rules(folder)
