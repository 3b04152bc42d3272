"""The run's own counts, out of the crawl's statistics: every count has its key, 0 where there was none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from scrapy.statscollectors import StatsCollector

from crawler.items import FEEDS, CopyMethod, FailureReason, LinkKind, LinkReason, SkipReason

PREFIX = "related/"
KEPT = (PREFIX, "downloader/response_status_count/", "downloader/response_bytes")
"""Beginnings of the keys whose values go on over a restart."""
_STATUSES = "downloader/response_status_count/"
_BYTES = "downloader/response_bytes"
_SINGLE = (
    *FEEDS,
    "frontier_left",
    "seed_lists",
    "broken_records",
    "replay_records",
    "malformed_urls",
    "host_rests",
    "waits",
    "postponed",
    "rights_obeyed",
    "wrong_lengths",
    "cut_off",
    "robots_unreachable",
    "addresses_refused",
    "truncated",
)
_GROUPS: dict[str, tuple[str, ...]] = {
    "links_kind": get_args(LinkKind),
    "links_reason": ("followed", *get_args(LinkReason)),
    "duplicates_method": get_args(CopyMethod),
    "skipped_reason": get_args(SkipReason),
    "failures_reason": get_args(FailureReason),
    "drawn": ("asked", "story", "no-story", "failed", "requests"),
    "not_asked": ("known", "failed", "early"),
    "revisits": ("changed", "unchanged", "not-modified"),
    "frontier_left_reason": ("budget", "unreachable"),
    "not_pages": ("robots", "redirect", "not-html"),
    "removed_rule": (),
    "limit": ("url-length", "path", "novelty", "hosts", "pages"),
}


def counts(stats: StatsCollector) -> dict[str, Any]:
    """Name -> number, or name -> reason -> number."""
    found: dict[str, Any] = dict.fromkeys(_SINGLE, 0)
    found |= {group: dict.fromkeys(names, 0) for group, names in _GROUPS.items()}
    for key, value in sorted(stats.get_stats().items()):
        if key.startswith(PREFIX):
            name, _, reason = key[len(PREFIX) :].partition("/")
            if reason:
                found.setdefault(name, {})[reason] = value
            else:
                found[name] = value
    return found


def totals(stats: StatsCollector) -> dict[str, int]:
    """The counts without those of single reasons."""
    return {name: value for name, value in counts(stats).items() if not isinstance(value, dict)}


def statuses(stats: StatsCollector) -> dict[str, int]:
    """HTTP status -> answers, robots.txt, redirects and second attempts included."""
    found = {key[len(_STATUSES) :]: n for key, n in stats.get_stats().items() if key.startswith(_STATUSES)}
    return dict(sorted(found.items()))


def received(stats: StatsCollector) -> int:
    """Bytes of all answers as they came, compressed where they were."""
    return int(stats.get_value(_BYTES, 0))


class Counts:
    """The counts as a part of the job: what manifest and summary say goes on over a restart."""

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    def state(self) -> Mapping[str, Any]:
        """The counts so far."""
        return {key: value for key, value in self._stats.get_stats().items() if key.startswith(KEPT)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take the counts back."""
        for key, value in state.items():
            self._stats.set_value(key, value)
