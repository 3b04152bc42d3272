"""Tunes Python's garbage collector for a long crawl: what a start loads is never looked through again."""

from __future__ import annotations

import gc

from scrapy import signals
from scrapy.crawler import Crawler

_THRESHOLDS = 10_000, 10, 10
"""New objects after which the youngest are collected, some two MiB, and rounds after which older ones are: with
Python's 700, about as many as a page leaves, a crawl spends a twentieth of its time there."""


def tune() -> None:
    """Never look through again what is loaded by now, and look through the rest at these thresholds."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


class Collector:
    """Sets the collector when the engine starts, and puts it back when it stops."""

    def __init__(self) -> None:
        self._before = gc.get_threshold()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Collector:
        collector = cls()
        crawler.signals.connect(collector._started, signals.engine_started)
        crawler.signals.connect(collector._stopped, signals.engine_stopped)
        return collector

    def _started(self) -> None:
        tune()

    def _stopped(self) -> None:
        gc.set_threshold(*self._before)
        gc.unfreeze()
