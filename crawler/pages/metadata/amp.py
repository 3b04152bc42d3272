"""The address of a page's AMP copy."""

from __future__ import annotations

from crawler.pages.dom.page import Page


def amp_url(page: Page) -> str | None:
    """Where the page says that its AMP copy is (link rel=amphtml), made absolute; None where it says nothing."""
    for element in page.tagged("link"):
        if (element.get("rel") or "").strip().lower() == "amphtml":
            return page.absolute(element.get("href") or "")
    return None
