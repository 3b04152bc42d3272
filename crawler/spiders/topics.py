"""stand-in"""

from typing import Any


class Topics:
    def rate(self, links: Any, *a: Any) -> None: ...


def rate_against_page(links: Any, found: Any) -> None: ...
