"""Spidermon monitors for runs by the clock: `-s SPIDERMON_ENABLED=True`, with the extra `monitor` installed.

No stories, too many failures, fields that are empty too often, far fewer stories than in the last runs. What a failed
monitor leads to (a mail, a message) is Spidermon's: SPIDERMON_SPIDER_CLOSE_MONITORS and its actions.
"""

# ruff: noqa: PT009 - these are unittest cases, and an assert statement goes with -O
from __future__ import annotations

import logging
from statistics import median
from typing import Any

from scrapy.crawler import Crawler
from spidermon import Monitor, MonitorSuite
from spidermon.contrib.scrapy.extensions import Spidermon
from spidermon.results.monitor import MonitorResult
from spidermon.runners import MonitorRunner

from crawler.crawl_spider import crawl_spider
from crawler.extensions.health import Health
from crawler.extensions.verdict import MONITORS_FAILED, MONITORS_RAN
from crawler.items import Article
from crawler.scraped import on_scraped
from crawler.store.jobs import job_of
from crawler.text.plurals import counted

logger = logging.getLogger(__name__)

FIELDS = ("title", "text", "language", "date_published")
"""Fields that nearly every story has."""
COVERED = 0.8
"""The least share of stories with a field: a fifth without is a site that changed its pages, not a gap or two."""
FAILED = 0.5
"""The largest share of pages that may fail: related reading is old, and a third of it may be gone."""
DROP = 0.25
"""The least share of the median of the last runs: nights and weekends have half as many stories."""
ENOUGH = 5
"""Runs, or pages, or stories of the median, from which a share says something."""
_LAST = 50


class FieldCounts:
    """Counts how many stories have each field."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        on_scraped(crawler, self._scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FieldCounts:
        return cls(crawler)

    def _scraped(self, item: Any) -> None:
        if isinstance(item, Article):
            for name in FIELDS:
                self.crawler.stats.inc_value(f"monitor/field/{name}", int(bool(getattr(item, name))))


class _Runner(MonitorRunner):  # type: ignore[misc]
    """Runs a suite; what there is to log, Monitors logs."""

    def create_result(self) -> Any:
        return MonitorResult()


class Monitors(Spidermon):  # type: ignore[misc]
    """Spidermon, with its verdict where the manifest and the exit status find it."""

    def _run_suites(self, spider: Any, suites: list[Any]) -> None:
        data = self._generate_data_for_spider(spider)
        for suite in suites:
            runner = _Runner()
            runner.run(suite, **data)
            self._note(runner.result)

    def _note(self, result: Any) -> None:
        stats = self.crawler.stats
        stats.inc_value(MONITORS_RAN, len(result.monitor_results))
        failed = {one.item.name: _last_line(one.error) for one in result.monitors_failed_results}
        for name, detail in failed.items():
            logger.warning("Monitor failed: %s: %s", name, detail)
        logger.info("Monitors: %d of %d passed", len(result.monitor_results) - len(failed), len(result.monitor_results))
        stats.set_value(MONITORS_FAILED, {**stats.get_value(MONITORS_FAILED, {}), **failed})


def _last_line(error: str) -> str:
    """What a monitor's traceback comes to."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[-1].removeprefix("AssertionError: ") if lines else ""


class Stories(Monitor):  # type: ignore[misc]
    """What a run came to."""

    longMessage = False
    """unittest's: a failure says what is wrong, not which comparison failed."""

    def test_there_are_stories(self) -> None:
        """A run that knows nothing of earlier ones finds stories; one that does may find none that are new."""
        if crawl_spider(self.data.crawler).mode == "all" and not job_of(self.data.crawler).is_divided:
            self.assertGreater(self._count("articles"), 0, "no stories")

    def test_few_pages_failed(self) -> None:
        """Most pages can be read."""
        failed = self._count("failures")
        pages = failed + self._count("articles") + self._count("duplicates") + self._count("skipped")
        if pages >= ENOUGH:
            self.assertLessEqual(failed / pages, FAILED, f"{failed} of {pages} pages failed")

    def test_fields_are_filled(self) -> None:
        """Nearly every story has a title, a text, a language and a date."""
        stories = self._count("articles")
        for name in FIELDS if stories >= ENOUGH else ():
            filled = self.data.crawler.stats.get_value(f"monitor/field/{name}", 0)
            self.assertGreaterEqual(filled / stories, COVERED, f"{name} is empty in {stories - filled} of {stories}")

    def test_about_as_many_stories_as_in_the_last_runs(self) -> None:
        """No sudden drop against earlier runs of the same job."""
        job = job_of(self.data.crawler)
        same = [
            run.note["counts"].get("articles", 0)
            for run in job.last_runs(_LAST)
            if run.note.get("arguments") == dict(job.identity.arguments) and "counts" in run.note
        ]
        if not job.is_divided and len(same) >= ENOUGH and median(same) >= ENOUGH:
            found = self._count("articles")
            stories = counted(found, "story", "stories")
            self.assertGreaterEqual(found, DROP * median(same), f"{stories}; the last runs had {median(same)}")

    def test_seeds_and_sites_are_as_they_were(self) -> None:
        """No seed is silent longer than it ever was, and no site has changed its pages or put up a wall."""
        health = self.data.crawler.get_extension(Health)
        problems = health.problems if health is not None else []
        self.assertFalse(problems, "; ".join(f"{one.subject}: {one.detail}" for one in problems))

    def _count(self, name: str) -> int:
        return int(self.data.crawler.stats.get_value(f"related/{name}", 0))


class RelatedSuite(MonitorSuite):  # type: ignore[misc]
    """The monitors at the end of a run."""

    monitors = (Stories,)
