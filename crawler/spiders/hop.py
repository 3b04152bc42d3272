"""How a request came about, and which go first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

SEED_PRIORITY = 10_000_000
"""What keeps every seed before every followed link: links have the priority relevance * 1e6, less this."""
REVISIT_PRIORITY = -SEED_PRIORITY // 2
"""Known pages are asked again once the seeds are read, before what is followed."""


@dataclass(frozen=True, slots=True)
class Hop:
    """How a request came about; travels in request.meta["hop"] as a plain mapping."""

    requested_url: str
    seed_url: str
    parent_url: str | None = None
    depth: int = 0
    list_depth: int = 0
    """How many seed lists led here."""
    root: str = ""
    """The seed of the command line that all this goes back to."""


def packed(hop: Hop, url: str) -> str:
    """A hop as text, for asking again later, at the URL that answered."""
    return json.dumps(asdict(replace(hop, requested_url=url)), ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> Hop:
    """The hop that was packed."""
    fields: Mapping[str, Any] = json.loads(text)
    return Hop(**fields)
