"""One page as an answer to read: out of a file, out of a place in an archive, or asked for with a crawl's manners."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure as TwistedFailure

from crawler.archive.reader import ArchiveError, read_at
from crawler.commands.no_page import file_said, is_warc_archive, list_said
from crawler.request_meta import ArchiveRecord, Hop
from crawler.spiders.answers import Answer, Problem, looks_like_html
from crawler.spiders.failure_reasons import reason_of
from crawler.spiders.job_spider import JobSpider
from crawler.store.checkpoints import Identity, Job
from crawler.store.sqlite import SqliteStore
from crawler.text.timestamps import utc_now
from crawler.urls.address import without_credentials
from crawler.urls.canonical import fetchable

_PLACE = re.compile(r"(?P<file>.+):(?P<offset>\d{1,18})", re.S)
_NOWHERE = "https://example.invalid/"
"""Where a file's page stands that was given no address."""
ALLOWED = "it takes a URL, an HTML file, or FILE:OFFSET in a WARC file"
_SILENT = (
    "scrapy.extensions.feedexport.FeedExporter",
    "scrapy.extensions.logstats.LogStats",
    "crawler.extensions.manifest.Manifest",
    "crawler.extensions.health.Health",
    "crawler.extensions.progress.Progress",
    "crawler.extensions.log_lines.LogLines",
)
"""What a crawl writes and one page does not."""


class TargetError(ValueError):
    """What cannot be explained: the message names it and what is allowed, in one line."""


def is_url(target: str) -> bool:
    """Whether a target is to be asked for."""
    return target.lower().startswith(("http://", "https://"))


def read_target(target: str, url: str | None, largest: int) -> Answer:
    """The answer that FILE or FILE:OFFSET stands for; TargetError where there is none.

    url: the address of an HTML file's page; largest: bytes that are read of it.
    """
    path = Path(target).expanduser()
    if "://" in target and not os.path.exists(path):
        raise TargetError(f"{target}: {ALLOWED}, and its URLs begin with http:// or https://")
    place = _PLACE.fullmatch(target)
    if place and not os.path.exists(path):
        if url:
            raise TargetError(f"option --url: not with {target}, whose record has its address")
        return _archived(target, place["file"], int(place["offset"]))
    try:
        with path.open("rb") as file:
            body = file.read(largest + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise TargetError(f"{target}: {why}; {ALLOWED}") from error
    if is_warc_archive(path, body):
        raise TargetError(f"{target}: an archive; it takes FILE:OFFSET, as crawl.record of an article gives it")
    said = list_said(body, url or _NOWHERE, target) or file_said(body)
    if said is not None:
        raise TargetError(f"{target}: {said}")
    address = url or f"{_NOWHERE}{quote(path.name)}"
    return Answer(address, 200, {"content-type": "text/html"}, body, "", too_large=len(body) > largest)


def _archived(target: str, file: str, offset: int) -> Answer:
    try:
        record = read_at(str(Path(file).expanduser()), offset)
    except FileNotFoundError as error:
        where = "" if Path(file).expanduser().is_absolute() else "; a record's path is relative to where its crawl ran"
        raise TargetError(f"{target}: {error.strerror or error}{where}") from error
    except OSError as error:
        raise TargetError(f"{target}: {error.strerror or error}") from error
    except (ArchiveError, KeyError, zipfile.BadZipFile) as error:
        raise TargetError(f"{target}: no answer begins there") from error
    return Answer.from_record(record)


def check_is_page(answer: Answer, target: str) -> None:
    """TargetError where an answer came and is no page: its kind, and what can be done with it."""
    if not 200 <= answer.status < 300 or answer.too_large:
        return
    said = list_said(answer.body, answer.url)
    if said is None and not (answer.body and looks_like_html(answer.headers.get("content-type"), answer.body)):
        sent_as = answer.headers.get("content-type") or "without a Content-Type"
        said = file_said(answer.body) or f"no page: it was sent as {sent_as}; {ALLOWED}"
    if said is not None:
        raise TargetError(f"{target}: {said}")


@dataclass(slots=True)
class Outcome:
    """What came of asking."""

    answer: Answer | Problem


def ask(url: str, settings: Settings) -> Answer | Problem:
    """Ask for one page, as a crawl would: robots.txt, addresses, pace, bounds, or the archives of RELATED_REPLAY.

    Nothing is written, nothing remembered.
    """
    outcome = Outcome(Problem("connection", "no answer came"))
    settings = settings.copy()
    for name in ("RELATED_RECORD", "JOBDIR"):
        settings.set(name, None, priority="cmdline")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), **dict.fromkeys(_SILENT)}, priority="cmdline")
    job = Job(Identity("explain", OnePage.name, {}, ".", "", utc_now()), SqliteStore(None), SqliteStore(None))
    process = AsyncCrawlerProcess(settings)
    process.crawl(OnePage, url=url, job=job, outcome=outcome)
    process.start()
    job.close()
    return outcome.answer


class OnePage(JobSpider):
    """Asks for one page and keeps the answer."""

    name = "explain"

    def __init__(self, url: str, job: Job, outcome: Outcome) -> None:
        super().__init__(arguments={"url": (url,)}, given={}, job=job)
        self.url = without_credentials(url)
        self.outcome = outcome

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        hop = Hop(self.url, seed_url=self.url)
        yield Request(
            fetchable(self.url), callback=self.parse, errback=self.failed, meta=hop.as_meta(), dont_filter=True
        )

    def parse(self, response: Response) -> None:
        """Keep an answer."""
        self.outcome.answer = Answer.from_response(response, ArchiveRecord.of(response).date or utc_now())

    def failed(self, failure: TwistedFailure) -> None:
        """Keep why there is none."""
        self.outcome.answer = Problem(*reason_of(failure.value or RuntimeError("no answer")))
