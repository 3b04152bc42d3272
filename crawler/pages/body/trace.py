"""How a body was found: what was left of a page's blocks after each step, for who asks why (explain.py)."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.pages.body.segment import Container, Segment, Segments


@dataclass(frozen=True, slots=True)
class Steps:
    """One look at a page's markup; every list of blocks is in the order of the page."""

    segments: Segments
    """Everything that was looked at."""
    root: Container
    """The story's container."""
    title: int | None
    """The headline's place among the blocks."""
    lead: list[Segment]
    """What was added from above the root."""
    inside: list[Segment]
    """Left of the root's blocks without boxes, lists of links, dates, headline."""
    laned: list[Segment]
    """Left of those without what stands in a box of its own."""
    told: list[Segment]
    """Left of those without teasers of other stories."""
    kept: list[Segment]
    """Lead, and what is left of those without notices to the reader: the body."""
