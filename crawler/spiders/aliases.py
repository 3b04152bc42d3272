"""The other addresses of a page, as ids: with them links join to articles and copies whatever address they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.items import Article
from crawler.urls.canonical import canonical, page_id, site


def aliases_of(article: Article, asked: Iterable[str], amp_url: str | None) -> list[str]:
    """Ids of the addresses that lead to an article beside its own, in a fixed order, each once.

    asked: the address asked for and those that it redirected to on the way. A declared address counts where it is one
    of the article's own site: many pages declare their front page, and a copy declares its original.
    """
    declared = article.declared_url if article.declared_url and _is_own(article.declared_url, article.url) else None
    return ids_of([*asked, declared, amp_url], article.id)


def ids_of(addresses: Iterable[str | None], own: str) -> list[str]:
    """The ids of addresses, each once, without a page's own."""
    found = dict.fromkeys(page_id(canonical(url)) for url in addresses if url)
    found.pop(own, None)
    return list(found)


def _is_own(declared: str, url: str) -> bool:
    try:
        parts = urlsplit(declared)
    except ValueError:
        return False
    return site(declared) == site(url) and (parts.path.strip("/") != "" or parts.query != "")
