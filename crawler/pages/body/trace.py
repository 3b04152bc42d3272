"""How a body was found: what each step left out of a page's blocks, and why, for who asks (explain)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.pages.body.segment import Container, Segment, Segments

UNBOXED = "in a box of its own, unlike the story's paragraphs"
TEASERS = "wrapped as the teasers of other stories on this page are"
NOTICES = "a notice that asks the reader for something"
REPEATED = "said before, or said again in full, in this story"


@dataclass(slots=True)
class Look:
    """One look at a page's markup; every list of blocks is in the order of the page."""

    segments: Segments
    """Everything that was looked at."""
    root: Container
    """The story's container."""
    title: int | None
    """The headline's place among the blocks."""
    lead: list[Segment]
    """What was added from above the root."""
    kept: list[Segment] = field(default_factory=list)
    """The body."""
    left_out: dict[int, str] = field(default_factory=dict)
    """Place of a block that looked like the story -> why it is not in the body."""

    def filtered(
        self, why: str, blocks: list[Segment], step: Callable[[list[Segment]], list[Segment]]
    ) -> list[Segment]:
        """What a step leaves of blocks; what it leaves out is noted with the reason."""
        left = step(blocks)
        if len(left) < len(blocks):
            places = {block.place for block in left}
            self.left_out.update((block.place, why) for block in blocks if block.place not in places)
        return left
