"""How a request came about, and which go first."""

from __future__ import annotations

from dataclasses import dataclass

SEED_PRIORITY = 10_000_000
"""What keeps every seed before every followed link: links have the priority relevance * 1e6, less this."""
NEXT_PAGE_PRIORITY = 1
"""The further pages of a story come before everything else: the story waits for them."""


@dataclass(frozen=True, slots=True)
class Hop:
    """How a request came about; travels in request.meta["hop"] as a plain mapping."""

    requested_url: str
    seed_url: str
    parent_url: str | None = None
    depth: int = 0
    list_depth: int = 0
    """How many seed lists led here."""
