"""Boilerplate out of texts and titles, with proof; a page of which nothing is left is no article.

Only by the rules: a page comes out the same wherever it stands in a crawl, and after a kill. What a site repeats is
known when all of its stories are, and is cut where they are put together (dataset).
"""

from __future__ import annotations

from typing import Any

from crawler.items import Article, Failure
from crawler.text.cleaning import clean_article


class Clean:
    """Cuts by the rules."""

    def process_item(self, item: Any) -> Any:
        """The item; a Failure in place of an article of which nothing is left."""
        if not isinstance(item, Article):
            return item
        clean_article(item)
        return item if item.text else _empty(item)


def _empty(article: Article) -> Failure:
    return Failure(
        url=article.requested_url,
        parent_url=article.crawl.parent_url,
        depth=article.crawl.depth,
        status=article.crawl.status,
        reason="not-article",
        detail="nothing is left of the text once boilerplate is cut",
        at=article.crawl.fetched_at,
    )
