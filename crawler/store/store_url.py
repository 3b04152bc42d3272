"""RELATED_STORE -> a store: the one place where the URL's scheme chooses it."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.plugins import PluginError, load_store
from crawler.store.base import Store, StoreError
from crawler.store.credentials import without_password
from crawler.store.lock import Lock
from crawler.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from crawler.store.postgres import PostgresStore

DEFAULT = "sqlite:///output/related.db"
_SQLITE = "sqlite:///"
_SHARED = ("postgresql", "postgres")


class StoreUrlError(ValueError):
    """A RELATED_STORE that names no store: the message says what is allowed."""


_FORMS = "sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE"


def is_shared(url: str) -> bool:
    """Whether a URL names a store that many workers share."""
    return url.partition("://")[0] in _SHARED


def is_file(url: str) -> bool:
    """Whether a URL names a store in a file: neither a database nor a store of a plugin's."""
    return not is_shared(url) and _plugin(url) is None


def _plugin(url: str) -> Any:
    """What opens the stores of a URL's scheme, where a plugin does."""
    try:
        return None if url.startswith(_SQLITE) else load_store(url.partition("://")[0])
    except PluginError as error:
        raise StoreUrlError(f"{without_password(url)!r}: {error}") from error


def _plugged(url: str, opener: Any) -> Store:
    """A store of a plugin's; PluginError where it cannot be made."""
    try:
        store: Store = opener(url)
    except StoreError:
        raise
    except Exception as error:  # whatever a user's own class does when it is made
        scheme = url.partition("://")[0]
        raise PluginError(f"plugin store {scheme}: cannot be opened ({type(error).__name__}: {error})") from error
    return store


def check_store_url(url: str) -> None:
    """StoreUrlError where a URL names no store."""
    if _plugin(url) is not None:
        return
    if not is_shared(url):
        store_path(url)
        return
    try:
        parts = urlsplit(url)
        whole = bool(parts.path.strip("/")) and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        raise StoreUrlError(f"{without_password(url)!r} is not allowed; it takes {_FORMS}")
    if find_spec("psycopg") is None:
        raise StoreUrlError("a postgresql: store takes the extra `postgres`: in a checkout pip install '.[postgres]'")


def shared_store(url: str, open_files: ExitStack) -> PostgresStore:
    """The store behind a postgresql: URL, until open_files are closed."""
    from crawler.store.postgres import PostgresStore

    store = PostgresStore(url)
    open_files.callback(store.close)
    return store


def store_name(url: str) -> str:
    """A store's URL as it may be shown and compared: a file by its whole path, a database without its password."""
    return f"{_SQLITE}{store_path(url).absolute()}" if is_file(url) else without_password(url)


def store_path(url: str) -> Path:
    """The file of a sqlite:///PATH; a PATH that begins with a further slash is absolute."""
    if not url.startswith(_SQLITE) or len(url) == len(_SQLITE):
        raise StoreUrlError(f"{url!r} is not allowed; it takes {_FORMS}")
    return Path(url[len(_SQLITE) :]).expanduser()


def own_store(url: str, open_files: ExitStack) -> Store:
    """The store behind a URL, for this process alone, until open_files are closed; Locked where another has it."""
    opener = _plugin(url)
    if opener is not None:
        plugged = _plugged(url, opener)
        open_files.callback(plugged.close)
        return plugged
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
    if is_shared(url):
        from crawler.store.postgres import PostgresStore

        return PostgresStore(url)
    opener = _plugin(url)
    if opener is not None:
        return _plugged(url, opener)
    return SqliteStore(store_path(url))


__all__ = [
    "DEFAULT",
    "StoreError",
    "StoreUrlError",
    "check_store_url",
    "is_file",
    "is_shared",
    "open_store",
    "own_store",
    "shared_store",
    "store_name",
    "store_path",
]
