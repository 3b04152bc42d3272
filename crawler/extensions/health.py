"""Looks, when a run ends, whether a seed went silent or a site changed: a line each in the log, for monitors too."""

from __future__ import annotations

import logging

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.crawl_spider import crawl_spider
from crawler.extensions.site_counts import SiteCounts
from crawler.store.contents import RunNote
from crawler.store.health import RUNS_LOOKED_AT, Problem, find_problems
from crawler.store.jobs import job_of

logger = logging.getLogger(__name__)


class Health:
    """Finds what is wrong with this run's seeds and sites, against the earlier runs of the same command."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.problems: list[Problem] = []
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Health:
        return cls(crawler)

    def _closed(self, reason: str) -> None:
        job = job_of(self.crawler)
        if reason not in ("finished", "no-seed") or job.fault or job.is_divided:
            return  # a worker's own part says nothing about the run; `store --health` sees all of it
        note = {
            "spider": job.identity.spider,
            "arguments": dict(job.identity.arguments),
            **seeds_and_sites(self.crawler),
        }
        same = [
            run
            for run in job.last_runs(RUNS_LOOKED_AT)
            if (run.note.get("spider"), run.note.get("arguments")) == (note["spider"], note["arguments"])
        ]
        self.problems = find_problems([*same, RunNote(job.run_id, job.now().timestamp(), note)])
        for problem in self.problems:
            logger.warning("Look at %s: %s (%s)", problem.subject, problem.detail, problem.kind)


def seeds_and_sites(crawler: Crawler) -> dict[str, dict[str, dict[str, object]]]:
    """What the store keeps of a run to tell, in later ones, that a seed or a site changed."""
    sites = crawler.get_extension(SiteCounts)
    return {
        "seeds": {
            seed["url"]: {"status": seed["status"], "articles": seed["articles"]}
            for seed in crawl_spider(crawler).seed_outcomes.rows
        },
        "sites": dict(sites.rows()) if sites is not None else {},
    }
