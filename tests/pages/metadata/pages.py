"""Pages that the tests of metadata read, as the crawler fetched them."""

from datetime import UTC, datetime

from crawler.pages.dom.page import Page
from crawler.pages.metadata.declared import Metadata
from crawler.pages.metadata.extract import complete, read_metadata

FETCHED = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
URL = "https://www.harbour-post.example/city/new-bus-lines"


def read(html: str, url: str = URL, lines: list[str] | None = None) -> Metadata:
    page = Page(html, url, fetched_at=FETCHED)
    return complete(read_metadata(page), page, lines or [])


def ld(text: str, rest: str = "") -> str:
    return f'<html lang="en"><head><script type="application/ld+json">{text}</script></head><body>{rest}</body></html>'


def shown(html: str, url: str = URL, language: str = "en", lines: list[str] | None = None) -> Metadata:
    heading = "<h1>Five new bus lines for the hills</h1>"
    return read(f"<html lang={language}><head></head><body>{heading}{html}</body></html>", url, lines)
