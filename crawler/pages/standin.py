"""A reader that stands in until pages/related.py is there."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from crawler.pages.body import Body
from crawler.pages.page import Page


@dataclass(slots=True)
class LinkBlock:
    """A block of links."""

    kind: str
    element: etree._Element | None


def find_link_blocks(page: Page, body: Body) -> list[LinkBlock]:
    """Nothing yet."""
    return []
