"""What `store` does to a store: forgetting what is old, moving it; each with what there is to say of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from crawler.commands.store_report import Outcome, size
from crawler.store.base import Store, StoreError
from crawler.store.lock import Locked
from crawler.store.sqlite_backup import back_up
from crawler.store.store_url import is_shared, open_store, own_store, shared_store, store_name, store_path
from crawler.text.plurals import counted

_ON_DISK = "; what became free is used again, and VACUUM FULL would give it back (docs/scaling.md)"
"""A database's files keep their size."""
_Found = TypeVar("_Found")


def opened(url: str, use: Callable[[Store], _Found]) -> _Found:
    """Read a store beside whoever uses it."""
    store = open_store(url)
    try:
        return use(store)
    finally:
        store.close()


def prune(url: str, before: datetime) -> Outcome:
    """Forget what nothing has led to since a time."""

    def forget(store: Store) -> Outcome:
        was = store.summary(0)
        store.prune(before.timestamp())
        now = store.summary(0)
        gone = {
            "stories": was.stories - now.stories,
            "copies": was.copies - now.copies,
            "links": was.links - now.links,
            "runs": was.runs - now.runs,
        }
        said = ", ".join(
            (
                counted(gone["stories"], "story", "stories"),
                counted(gone["copies"], "copy", "copies"),
                f"{counted(gone['links'], 'link')} and {counted(gone['runs'], 'run')}",
            )
        )
        text = f"forgot {said}; {size(was.bytes)} are {size(now.bytes)} now{_ON_DISK if is_shared(url) else ''}"
        document = {"store": store_name(url), "forgotten": gone, "bytes_before": was.bytes, "bytes": now.bytes}
        return Outcome(text, document)

    return _alone(url, forget)


def move(url: str, target: Path) -> Outcome:
    """Put a store in a file elsewhere; nothing of it stays in its old place."""

    def carry(store: Store) -> Outcome:
        path = store_path(url)
        written = back_up(path, target)
        store.close()
        for ending in ("", "-wal", "-shm", ".lock"):
            path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
        place = f"sqlite:///{target.absolute()}"
        return Outcome(
            f"{target}: {size(written)}; give RELATED_STORE={place} from now on", {"store": place, "bytes": written}
        )

    return _alone(url, carry)


def _alone(url: str, use: Callable[[Store], Outcome]) -> Outcome:
    """Use a store that nobody else uses meanwhile; a database looks to that itself."""
    with ExitStack() as open_files:
        try:
            return use(shared_store(url, open_files) if is_shared(url) else own_store(url, open_files))
        except Locked as error:
            raise StoreError(f"{store_path(url)}: the store is in use by a crawl") from error
