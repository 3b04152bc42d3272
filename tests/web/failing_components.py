"""Components of a user's own that cannot be started."""

from __future__ import annotations

from typing import Any


class Fails:
    """One of any kind that raises in its constructor."""

    def __init__(self) -> None:
        raise ValueError("no key of the service")


class FailsLater:
    """A pipeline that raises when the spider is opened."""

    def open_spider(self) -> None:
        """Raise."""
        raise OSError("the service is away")

    def process_item(self, item: Any) -> Any:
        """Never reached."""
        return item
