"""Shows how a crawl goes, says what a stop waits for, and sums up at the end."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import get_scrapy_root_handler

from crawler.crawl_spider import crawl_spider
from crawler.engine import engine_room
from crawler.extensions.panel import Rate, Snapshot, panel_lines, plain_line
from crawler.extensions.site_counts import SiteCounts
from crawler.extensions.verdict import exit_statuses, explained
from crawler.items import FEEDS
from crawler.store.jobs import job_of
from crawler.text.plurals import counted

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text

logger = logging.getLogger(__name__)

_EVERY = 0.5  # seconds between two looks
_PLAIN_EVERY = 60.0  # seconds between two lines of a log: what an operator reads, not what a machine counts
_FAILURES = "related/failures_reason/"


class Progress:
    """Looks at the crawl twice a second; the panel is drawn where somebody watches."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        wanted = crawler.settings["RELATED_PROGRESS"]
        self._watched = sys.stderr.isatty() and wanted != "off"
        self._summary = wanted == "on" or self._watched
        self._start = self._said = time.monotonic()
        self._rate = Rate()
        self._stopping = False
        self._reason = ""
        """Why the spider was closed."""
        self._before: int | None = None
        """Pages of the run before this process took it up again; None where it began it."""
        self._live: Live | None = None
        self._clock = create_looping_call(self._look)
        connect = crawler.signals.connect
        connect(self._opened, signals.spider_opened)
        connect(self._closed, signals.spider_closed)
        connect(self._stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        return cls(crawler)

    def _opened(self) -> None:
        if job_of(self.crawler).known:
            self._before = _pages(self.crawler.stats.get_stats())
        if self._watched:
            self._live = _live_display()
            self._live.start()
            _log_to(sys.stderr)  # which is rich's now: a log line goes above the panel, not into it
        self._clock.start(_EVERY, now=False)

    def _look(self) -> None:
        now = self._snapshot()
        if not self.crawler.crawling and not self._stopping:
            self._stopping = True
            self._say_what_a_stop_waits_for()
        if self._live is not None:
            width = self._live.console.width
            self._live.update(_unwrapped(panel_lines(now, width)), refresh=True)
        elif time.monotonic() - self._said >= _PLAIN_EVERY:
            self._said = time.monotonic()
            logger.info("%s", plain_line(now))

    def _say_what_a_stop_waits_for(self) -> None:
        pages = len(engine_room(self.crawler).in_progress())
        onward = "the same command goes on from here" if job_of(self.crawler).durable else "it cannot be gone on with"
        logger.warning(
            "Stopping: waits for %s at hand, %s s each at most; Ctrl-C again ends at once; %s",
            counted(pages, "page"),
            self.crawler.settings["DOWNLOAD_TIMEOUT"],
            onward,
        )

    def _closed(self, reason: str) -> None:
        self._reason = reason
        if self._clock.running:
            self._clock.stop()
        if self._live is not None:
            self._live.stop()
            _log_to(sys.stderr)

    def _stopped(self) -> None:
        if job_of(self.crawler).fault or not self._summary:
            return  # the error says it all: what was counted since the last checkpoint is not in the feeds
        lines = summary(self.crawler, time.monotonic() - self._start, self._before)
        statuses = explained(exit_statuses(self.crawler, self._reason))
        if statuses:
            lines.append(f"exit status {statuses}")
        sys.stderr.write("\n".join(lines) + "\n")
        sys.stderr.flush()

    def _snapshot(self) -> Snapshot:
        stats, spider = self.crawler.stats.get_stats(), crawl_spider(self.crawler)
        sites = self.crawler.get_extension(SiteCounts)
        seconds = time.monotonic() - self._start
        numbers = {name: int(stats.get(f"related/{name}", 0)) for name in FEEDS if name != "links"}
        return Snapshot(
            spider=spider.name,
            run_id=spider.run_id,
            seconds=seconds,
            asked=sites.asked if sites is not None else 0,
            waiting=len(spider.job.frontier),
            hosts=engine_room(self.crawler).hosts_at_work(),
            rate=self._rate.add(seconds, sum(numbers.values())),
            most=spider.max_articles,
            reasons={key[len(_FAILURES) :]: n for key, n in stats.items() if key.startswith(_FAILURES)},
            stopping=self._stopping,
            before=self._before,
            silent=spider.job.frontier.silent_workers,
            **numbers,
        )


def _live_display() -> Live:
    """A display on standard error. rich is imported where somebody watches: it takes longer than reading a page."""
    from rich.console import Console
    from rich.live import Live

    return Live(console=Console(stderr=True, highlight=False), auto_refresh=False, transient=True)


def _unwrapped(lines: Sequence[str]) -> Text:
    from rich.text import Text

    return Text("\n".join(lines), no_wrap=True)


def _log_to(stream: Any) -> None:
    """Have the log go to a stream where it goes to standard error."""
    handler = get_scrapy_root_handler()
    if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
        with suppress(ValueError):
            handler.setStream(stream)


def _pages(stats: dict[str, Any]) -> int:
    """How many pages something came of."""
    return sum(int(stats.get(f"related/{name}", 0)) for name in FEEDS if name != "links")


def summary(crawler: Crawler, seconds: float, before: int | None = None) -> list[str]:
    """What came of a run, in ten lines; before: the pages before this process took it up again, if it did."""
    stats = crawler.stats.get_stats()
    spider = crawl_spider(crawler)

    def get(name: str) -> int:
        return int(stats.get(f"related/{name}", 0))

    done = _pages(stats)
    pages = f"{counted(done, 'page')} in {seconds:.1f} s"
    if before is not None:  # all figures but the time are the whole run's
        pages = f"{counted(done, 'page')} in all; {done - before:,} of them in {seconds:.1f} s, since the run went on"
    folder = Path(crawler.settings["RELATED_OUTPUT"])
    return [
        f"{spider.name}: {pages}",
        f"  articles    {get('articles'):>6}  one line a story",
        f"  links       {get('links'):>6}  offered: {_by(stats, 'links_kind')}",
        f"  followed    {get('links_reason/followed'):>6}  of them; not: {_by(stats, 'links_reason', 'followed')}",
        f"  duplicates  {get('duplicates'):>6}  {_by(stats, 'duplicates_method')}",
        f"  skipped     {get('skipped'):>6}  read and left out: {_by(stats, 'skipped_reason')}",
        f"  failures    {get('failures'):>6}  {_by(stats, 'failures_reason')}",
        f"  cut         {_total(stats, 'removed_rule'):>6}  pieces of boilerplate out of the texts",
        f"  left        {get('frontier_left'):>6}  in the frontier",
        *_earlier(stats, crawl_spider(crawler).mode),
        f"feeds in {folder}:",
        "  " + ", ".join([*(f"{name}.jsonl" for name in FEEDS), "manifest.json"]),
    ]


def _earlier(stats: dict[str, Any], mode: str) -> list[str]:
    """What came of pages that earlier runs read."""
    lines = {"not_asked": "not asked for again"} | ({"revisits": "asked for again"} if mode == "refresh" else {})
    return [
        f"  {group:<9}   {_total(stats, group):>6}  {what}: {_by(stats, group)}"
        for group, what in lines.items()
        if mode != "all"
    ]


def _by(stats: dict[str, Any], group: str, without: str = "") -> str:
    prefix = f"related/{group}/"
    found = sorted(
        ((n, k[len(prefix) :]) for k, n in stats.items() if k.startswith(prefix)), key=lambda e: (-e[0], e[1])
    )
    return ", ".join(f"{n} {name}" for n, name in found if name != without) or "none"


def _total(stats: dict[str, Any], group: str) -> int:
    return sum(n for k, n in stats.items() if k.startswith(f"related/{group}/"))
