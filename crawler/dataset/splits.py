"""Which part of the data set a story belongs to; all pages of a story belong to the same."""

from __future__ import annotations

from collections.abc import Callable, Collection
from hashlib import sha256

from crawler.dataset.index import PageIndex
from crawler.text.plurals import counted

SPLITS = ("train", "validation", "test")
MODES = ("none", "hash", "date", "site")
BOUNDS = (0.8, 0.9)
"""Up to these shares of the stories are train and validation; the rest is test."""


def splitter(mode: str, index: PageIndex) -> Callable[[str], str]:
    """Cluster -> split. none: all train; hash: by the cluster's id; site: by the site of its first article, so that no
    site is on two sides but for copies of one story; date: the newest are test, the undated count as oldest."""
    if mode == "none":
        return lambda cluster: SPLITS[0]
    if mode == "hash":
        return lambda cluster: _split(_share(cluster))
    if mode == "site":
        sites = {cluster: site for cluster, site, _ in index.clusters()}
        return lambda cluster: _split(_share(sites.get(cluster, cluster)))
    order = list(index.date_clusters())
    places = {cluster: place / len(order) for place, cluster in enumerate(order)}
    if len(order) > 1:
        places[order[-1]] = BOUNDS[-1]  # the newest is tested on, however few stories there are
    return lambda cluster: _split(places.get(cluster, 0.0))


def empty_splits(mode: str, filled: Collection[str], stories: int, sites: int) -> str | None:
    """Which splits have no story and why, as a line; None where each has one, or where nothing was to be divided."""
    empty = [split for split in SPLITS if split not in filled]
    if mode == "none" or not empty:
        return None
    few = counted(sites, "site") if mode == "site" else counted(stories, "story", "stories")
    return f"no story is in {' or in '.join(empty)}: too few for --split {mode} ({few})"


def _share(key: str) -> float:
    return int.from_bytes(sha256(key.encode()).digest()[:6], "big") / 2**48


def _split(share: float) -> str:
    return SPLITS[sum(share >= bound for bound in BOUNDS)]
