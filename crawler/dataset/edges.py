"""Offers as edges of one graph: their ends resolved over redirects and declared addresses, each written once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from crawler.dataset.index import PageIndex
from crawler.dataset.repeats import number
from crawler.dataset.temporary import temporary_database
from crawler.urls.canonical import site


def offers(index: PageIndex, link: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """(site, cluster of the page that offers, the link): its ends are resolved in place, target_cluster is set."""
    site_name, source, cluster = _source(index, link["source_id"], link["source_url"])
    link["source_id"] = source
    link["target_id"], link["target_cluster"] = index.resolve(link["target_id"])
    return site_name, cluster, link


@lru_cache(maxsize=64)  # a page's links all have one source
def _source(index: PageIndex, address: str, url: str) -> tuple[str, str, str]:
    """Site, page and cluster of a page that offers; asked for once the index is complete."""
    page, cluster = index.resolve(address)
    return site(url), page, cluster or page


class EdgeSet:
    """Which edges were met before; in a temporary file, so that memory stays flat."""

    def __init__(self) -> None:
        self._db = temporary_database("CREATE TABLE edges (edge INTEGER PRIMARY KEY)")

    def is_new(self, link: dict[str, Any]) -> bool:
        """Whether an offer is new: by who offers what, as which kind, under which heading, at which rank."""
        parts = (link["source_id"], link["target_id"], link["page_kind"], link["heading"], link["rank"])
        return self.is_new_key("\0".join(map(str, parts)))

    def is_new_key(self, key: str) -> bool:
        """Whether a key is new."""
        edge = number(key) - 2**63  # SQLite's integers are signed
        return self._db.execute("INSERT OR IGNORE INTO edges VALUES (?)", (edge,)).rowcount == 1
