"""Which component of a crawl failed while it was started: a user's own is named in one line, with what it raised."""

from __future__ import annotations

import traceback
from types import FrameType
from typing import Any

_OURS = "crawler."


def failed_component(error: BaseException) -> str | None:
    """The full name of the class that raised in its constructor or as the spider was opened, or that could not be
    loaded; None where the fault is this program's own."""
    found: Any = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        found = _component(frame) or found
    if found is None:
        return None
    name = found if isinstance(found, str) else f"{found.__module__}.{found.__qualname__}"
    return None if name.startswith(_OURS) else name


def _component(frame: FrameType) -> Any:
    """The class, or its name, that a frame of Scrapy's is about to start."""
    function, values = frame.f_code.co_name, frame.f_locals
    if function == "build_from_crawler":
        return values.get("objcls")
    if function == "load_object":
        return values.get("path")
    return type(values["self"]) if function == "open_spider" and "self" in values else None
