"""RELATED_STORE -> a store."""

from __future__ import annotations

from pathlib import Path

from crawler.store.base import Store, StoreError
from crawler.store.sqlite import SqliteStore

DEFAULT = "sqlite:///output/related.db"
_SQLITE = "sqlite:///"


class StoreUrlError(ValueError):
    """A RELATED_STORE that names no store: the message says what is allowed."""


def store_path(url: str) -> Path:
    """The file of a sqlite:///PATH; a PATH that begins with a further slash is absolute."""
    if not url.startswith(_SQLITE) or len(url) == len(_SQLITE):
        raise StoreUrlError(f"{url!r} is not allowed; it takes sqlite:///PATH")
    return Path(url[len(_SQLITE) :]).expanduser()


def open_store(url: str) -> Store:
    """The store behind a URL; its folder and file are made where they are missing.

    Raises StoreUrlError where the URL names none, StoreError where it cannot be opened.
    """
    return SqliteStore(store_path(url))


__all__ = ["DEFAULT", "StoreError", "StoreUrlError", "open_store", "store_path"]
