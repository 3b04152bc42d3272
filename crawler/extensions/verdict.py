"""How a run ended, as its exit status says it: the smallest status but 0 of those that hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler

from crawler.crawl_spider import crawl_spider
from crawler.store.jobs import job_of

RAN, NO_SEED, USAGE, OUTPUT, SEEDS_FAILED, STOPPED, MONITOR_FAILED = range(7)
"""0: it ran, and every seed was read or known. 1: no seed could be read. 2: usage. 3: the store or the output could not
be written. 4: more seeds than RELATED_SEEDS_MAY_FAIL could not be read. 5: it was stopped by a signal. 6: a monitor
failed."""
BY_REASON = {"no-seed": NO_SEED, "output": OUTPUT, "shutdown": STOPPED}
"""Close reason of a spider -> exit status."""
MEANINGS = {
    RAN: "it ran, and every seed was read or known",
    NO_SEED: "no seed could be read",
    USAGE: "usage",
    OUTPUT: "the store or the output could not be written",
    SEEDS_FAILED: "more seeds failed than RELATED_SEEDS_MAY_FAIL allows",
    STOPPED: "it was stopped",
    MONITOR_FAILED: "a monitor failed",
}
"""Exit status -> what it says, in the words of logs and help."""
_NOT_STORED = "feedexport/failed_count/"
MONITORS_RAN = "monitor/ran"
MONITORS_FAILED = "monitor/failed"
"""Keys of the crawl's statistics: how many monitors there were; those that failed, each with its message."""


def exit_status(crawler: Crawler, reason: str) -> int:
    """The exit status of a crawl that ended for a reason."""
    return next(iter(exit_statuses(crawler, reason)), RAN)


def exit_statuses(crawler: Crawler, reason: str) -> list[int]:
    """All that hold but 0, in order: the first is the one that the process can give."""
    holds = {BY_REASON.get(reason, RAN)} - {RAN}
    if job_of(crawler).fault or _a_feed_was_not_stored(crawler):
        holds.add(OUTPUT)
    if NO_SEED not in holds and too_many_seeds_failed(crawler):  # which 1 says already
        holds.add(SEEDS_FAILED)
    if crawler.stats.get_value(MONITORS_FAILED):
        holds.add(MONITOR_FAILED)
    return sorted(holds)


def explained(statuses: Sequence[int]) -> str:
    """Exit statuses with what they say, for a line of text."""
    return "; also ".join(f"{status}: {MEANINGS[status]}" for status in statuses)


def _a_feed_was_not_stored(crawler: Crawler) -> bool:
    """Whether Scrapy could not bring a feed of the user's own to its place, such as an FTP server."""
    return any(str(key).startswith(_NOT_STORED) for key in crawler.stats.get_stats())


def too_many_seeds_failed(crawler: Crawler) -> bool:
    """Whether more seeds than RELATED_SEEDS_MAY_FAIL could not be read."""
    allowed = str(crawler.settings["RELATED_SEEDS_MAY_FAIL"])
    share = allowed.endswith("%")
    number = float(allowed.removesuffix("%")) / (100 if share else 1)
    return crawl_spider(crawler).seed_outcomes.too_many_failed(number, share=share)


def monitors(crawler: Crawler) -> dict[str, Any]:
    """The monitors' verdict, as the manifest has it."""
    stats = crawler.stats
    failed = stats.get_value(MONITORS_FAILED, {})
    return {
        "ran": stats.get_value(MONITORS_RAN, 0),
        "failed": [{"name": name, "detail": detail} for name, detail in failed.items()],
    }
