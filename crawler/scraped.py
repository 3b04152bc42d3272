"""Who wants to know of each record that is written, behind one receiver of Scrapy's signal.

Scrapy runs every receiver of item_scraped as a task of its own, for every item: that costs more than what these do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary, WeakMethod

from scrapy import signals
from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

Observer = Callable[[Any], None]


class _Observers:
    """The methods that are called with each record, in the order in which they asked for it."""

    def __init__(self) -> None:
        self._methods: list[WeakMethod[Observer]] = []

    def add(self, method: Observer) -> None:
        self._methods.append(WeakMethod(method))

    def scraped(self, item: Any) -> None:
        """Call all of them; a fault of one is logged, as Scrapy does, and keeps the record from no other."""
        for reference in self._methods:
            method = reference()
            try:
                if method is not None:
                    method(item)
            except Exception:
                logger.exception("Error caught on signal handler: %r", method)


_OF: WeakKeyDictionary[Crawler, _Observers] = WeakKeyDictionary()


def on_scraped(crawler: Crawler, method: Observer) -> None:
    """Have a bound method called with each record that comes out of a crawl's pipelines, while its object lives."""
    observers = _OF.get(crawler)
    if observers is None:
        observers = _OF[crawler] = _Observers()
        crawler.signals.connect(observers.scraped, signals.item_scraped)
    observers.add(method)
