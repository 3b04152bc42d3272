"""Metrics of a run: a file for Prometheus' node_exporter (textfile collector), and StatsD. Names: docs/operating.md."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from crawler.crawl_spider import crawl_spider
from crawler.extensions.counts import counts, received, statuses
from crawler.extensions.verdict import exit_status
from crawler.store.jobs import job_of

logger = logging.getLogger(__name__)

PREFIX = "related_news"
_EVERY = 10.0
"""Seconds between two writes: collectors look each 15 or more."""
_OUTCOMES = ("articles", "duplicates", "skipped", "failures")


@dataclass(frozen=True, slots=True)
class Metric:
    """One value of the run; all are gauges, since a run begins at 0."""

    name: str
    help: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def dotted(self) -> str:
        """The name as StatsD has it, the labels' values at its end."""
        return ".".join([PREFIX, self.name, *(value.replace(".", "_") for value in self.labels.values())])


class Metrics:
    """Writes the metrics while a crawl runs and once more when it is over."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.file: str | None = crawler.settings["RELATED_METRICS_FILE"]
        self.statsd = statsd_address(crawler.settings["RELATED_STATSD"])
        self._reason: str | None = None
        self._clock = create_looping_call(self._write)
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)
        crawler.signals.connect(self._write, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Metrics:
        return cls(crawler)

    def _opened(self) -> None:
        self._clock.start(_EVERY, now=True)

    def _closed(self, reason: str) -> None:
        self._reason = reason
        if self._clock.running:
            self._clock.stop()

    def _write(self) -> None:
        found = list(metrics(self.crawler, self._reason))
        try:
            if self.file:
                _write_textfile(self.file, found)
            if self.statsd is not None:
                _send(self.statsd, found)
        except OSError as error:  # metrics are for whoever watches: the crawl itself goes on
            logger.warning("Metrics could not be written: %s", error)


def metrics(crawler: Crawler, reason: str | None) -> Iterator[Metric]:
    """The run's metrics; reason: why it was closed, None while it runs."""
    came, stats, job = counts(crawler.stats), crawler.stats, job_of(crawler)
    seeds = [seed["status"] for seed in crawl_spider(crawler).seed_outcomes.rows]
    yield Metric("running", "1 while a crawl runs", float(reason is None))
    yield Metric("started_timestamp_seconds", "When the run began", _seconds(job.identity.started_at))
    for name in _OUTCOMES:
        yield Metric("pages", "Pages by what came of them", came[name], {"outcome": name})
    for name, number in came["failures_reason"].items():
        if name not in came["skipped_reason"]:  # words of feeds of the first releases: these pages are left out now
            yield Metric("failures", "Pages given up, by reason", number, {"reason": name})
    for name, number in came["skipped_reason"].items():
        yield Metric("skipped", "Pages that the arguments leave out, by reason", number, {"reason": name})
    for name, number in statuses(stats).items():
        yield Metric("answers", "Answers by HTTP status", number, {"status": name})
    for name in ("read", "known", "failed"):
        yield Metric("seeds", "Seeds by what came of them", seeds.count(name), {"status": name})
    yield Metric("links", "Links offered", came["links"])
    yield Metric("bytes", "Bytes of all answers as they came", received(stats))
    if reason is not None:
        yield Metric("waiting", "Requests left in the frontier", came["frontier_left"])
        yield Metric("ended_timestamp_seconds", "When the run ended", job.now().timestamp())
        yield Metric("exit_status", "The run's exit status", exit_status(crawler, reason))
    else:
        yield Metric("waiting", "Requests left in the frontier", len(job.frontier))


def statsd_address(value: str | None) -> tuple[str, int] | None:
    """HOST:PORT, or HOST with StatsD's own port."""
    if not value:
        return None
    host, _, port = str(value).partition(":")
    return host, int(port or 8125)


def _write_textfile(path: str, found: list[Metric]) -> None:
    registry = CollectorRegistry()
    gauges: dict[str, Gauge] = {}
    for one in found:
        name = f"{PREFIX}_{one.name}"
        if name not in gauges:
            gauges[name] = Gauge(name, one.help, list(one.labels), registry=registry)
        gauge = gauges[name].labels(**one.labels) if one.labels else gauges[name]
        gauge.set(one.value)
    write_to_textfile(os.path.realpath(path), registry)  # a link stays one


def _send(address: tuple[str, int], found: list[Metric]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        for one in found:
            udp.sendto(f"{one.dotted}:{one.value:g}|g".encode(), address)


def _seconds(stamp: str) -> float:
    return datetime.fromisoformat(stamp).timestamp()
