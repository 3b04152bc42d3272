"""Pages without a story as they are sent, asked for once more and drawn by a browser (RELATED_BROWSER)."""

from __future__ import annotations

from dataclasses import dataclass

from scrapy import Request
from scrapy.http import Response

from crawler.pages.article import Extraction
from crawler.pages.scripted import is_drawn_by_scripts
from crawler.request_meta import Drawn, Hop
from crawler.spiders.requests import Requests


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """Decides which pages are drawn, and counts what came of it."""

    requests: Requests
    enabled: bool

    def ask(self, found: Extraction, response: Response, hop: Hop) -> Request | None:
        """A request for the page as a browser draws it; None where it has a story, would have none drawn either, or was
        drawn."""
        if Drawn.of(response):
            self._count("story" if found.article is not None else "no-story")
            return None
        if not self.enabled or not is_drawn_by_scripts(found):
            return None
        self._count("asked")
        return self.requests.drawn(response, hop)

    def failed(self, request: Request) -> None:
        """Count a page that got no answer, where it was to be drawn."""
        if Drawn.of(request):
            self._count("failed")

    def _count(self, outcome: str) -> None:
        self.requests.stats.inc_value(f"related/drawn/{outcome}")
