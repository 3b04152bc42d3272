"""RELATED_STORE -> a store."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from crawler.store.base import Store, StoreError
from crawler.store.lock import Lock
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


def own_store(url: str, open_files: ExitStack) -> SqliteStore:
    """The store behind a URL, for this process alone, until open_files are closed; Locked where another has it."""
    path = store_path(url)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = Lock(path.with_name(f"{path.name}.lock"))
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror or error})") from error
    open_files.callback(lock.release)
    store = SqliteStore(path)
    open_files.callback(store.close)
    return store


def open_store(url: str) -> Store:
    """The store behind a URL; its folder and file are made where they are missing.

    Raises StoreUrlError where the URL names none, StoreError where it cannot be opened.
    """
    return SqliteStore(store_path(url))


__all__ = ["DEFAULT", "StoreError", "StoreUrlError", "open_store", "store_path"]
