"""What a store holds, as whoever looks after it wants to know."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RunNote:
    """A run, as the store remembers it."""

    run_id: str
    started: float | None
    """Seconds since 1970."""
    note: dict[str, Any] = field(default_factory=dict)
    """spider, arguments and, once it has ended, ended_at, reason and counts."""


@dataclass(frozen=True, slots=True)
class StoreSummary:
    """What a store holds."""

    schema: int
    bytes: int
    stories: int
    versions: int
    """Further versions of those stories."""
    copies: int
    sites: Counter[str]
    """Site -> stories."""
    pages: dict[str, int]
    """State of a page between runs -> pages."""
    links: int
    waiting: int
    """Requests in the frontiers of jobs that run, were stopped, reached max_articles, or wait for hosts."""
    runs: int
    last_runs: list[RunNote]
    """The last ones, the newest first."""
