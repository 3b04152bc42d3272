"""A live blog's posts as the entries of its record."""

from __future__ import annotations

import re
from datetime import date

from crawler.items import Entry
from crawler.pages.body.extract import Body
from crawler.pages.body.live_posts import Post, read_posts, split_posts
from crawler.pages.dom.page import Page
from crawler.pages.metadata.declared import Metadata
from crawler.text.dates import DateHints, parse_date

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def find_entries(page: Page, body: Body, meta: Metadata) -> list[Entry]:
    """The posts as the page shows them, in its order (newest first, as a rule); out of JSON-LD where that has more."""
    shown, declared = split_posts(body.blocks, body.root), read_posts(page)
    posts = shown if len(shown) >= len(declared) else declared
    return [Entry(at=_when(post, meta, page), title=post.title, text=post.text) for post in posts]


def _when(post: Post, meta: Metadata, page: Page) -> str | None:
    """ISO 8601; a bare time of day is one of the day on which the live blog was published."""
    if not post.at:
        return None
    day = _DAY.match(meta.date_published or "")
    hints = DateHints(near=date.fromisoformat(day[0]) if day else None)
    read = parse_date(post.at, language=meta.language, fetched_at=page.fetched_at, hints=hints)
    if read is None and day:
        read = parse_date(
            f"{day[0]} {_colon(post.at)}", language=meta.language, fetched_at=page.fetched_at, hints=hints
        )
    return read[0] if read else None


def _colon(time: str) -> str:
    return re.sub(r"(?<!\d)(\d{1,2})[.h](\d\d)(?!\d)", r"\1:\2", time)
