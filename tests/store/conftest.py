"""The backends of the store: what every store must do is tested with each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.store.base import Store
from crawler.store.postgres import PostgresStore
from crawler.store.sqlite import SqliteStore
from tests.web.postgres import MISSING, Server, programs, server

BACKENDS = ("sqlite", "postgres")
Opener = Callable[[], Store]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running database server."""
    if programs() is None:
        pytest.skip(MISSING)
    with server() as running:
        yield running


@pytest.fixture(params=BACKENDS)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """What opens a backend's store, the same one every time."""
    if request.param == "sqlite":
        return lambda: SqliteStore(tmp_path / "store.db")
    url = request.getfixturevalue("postgres").new_database()
    return lambda: PostgresStore(url)


@pytest.fixture
def store(opener: Opener) -> Iterator[Store]:
    """An open store."""
    opened = opener()
    yield opened
    opened.close()


def checkpoint(store: Store) -> None:
    """Make what came so far count, as a crawl does every second."""
    store.commit()
    store.begin()
