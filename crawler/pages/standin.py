"""Small readers that stand in until pages/metadata.py, pages/related.py and text/encoding.py are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from crawler.items import Provenance
from crawler.pages.body import Body
from crawler.pages.page import Page


@dataclass(slots=True)
class Metadata:
    """What a page says about its story."""

    title: str = ""
    description: str | None = None
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    publisher: str | None = None
    source: str | None = None
    place: str | None = None
    section: str | None = None
    keywords: list[str] = field(default_factory=list)
    image: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    date_published_raw: str | None = None
    date_precision: Any = None
    language: str | None = None
    is_accessible_for_free: bool | None = None
    provenance: dict[str, Provenance] = field(default_factory=dict)


@dataclass(slots=True)
class LinkBlock:
    """A block of links."""

    kind: str
    element: etree._Element | None


def read_metadata(page: Page) -> Metadata:
    """Title and date from meta tags."""
    title = (page.meta.get("og:title") or [""])[0] or (page.tree.findtext(".//title") or "").strip()
    dates = [*page.meta.get("article:published_time", []), None]
    return Metadata(title=title, date_published=dates[0], language=page.tree.get("lang"))


def complete(meta: Metadata, page: Page, body: Body) -> Metadata:
    """Nothing yet."""
    return meta


def find_link_blocks(page: Page, body: Body) -> list[LinkBlock]:
    """Nothing yet."""
    return []


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """UTF-8, errors replaced."""
    return body.decode("utf-8", "replace"), "utf-8"
