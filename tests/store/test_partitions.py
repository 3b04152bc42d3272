"""Tables that were partitioned as docs/scaling.md says: the same store."""

from __future__ import annotations

import psycopg
import pytest

from crawler.store.postgres import PostgresStore
from crawler.text.fingerprint import sketch, text_hash
from crawler.urls.canonical import page_id
from tests.conftest import ROOT
from tests.store.test_shared_store import Worker, X, Y
from tests.store.test_store import text_of
from tests.web.postgres import Server


def partition(url: str) -> None:
    """Do as the page says."""
    page = (ROOT / "docs/scaling.md").read_text(encoding="utf-8")
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(page.partition("<<'SQL'\n")[2].partition("SQL\n")[0])  # type: ignore[call-overload]


@pytest.fixture
def url(postgres: Server) -> str:
    """A database whose tables were partitioned when they held a page and a story."""
    url = postgres.new_database()
    worker = Worker(url, "before")
    worker.frontier.mark(X)
    worker.read(X, text_of(1))
    worker.checkpoint()
    worker.store.close()
    partition(url)
    return url


def test_what_was_known_is_known_and_what_comes_is_learned(url: str) -> None:
    worker = Worker(url, "after")
    for page in (X, Y):
        worker.frontier.mark(page)
    near = text_of(1)[: len(text_of(1)) * 8 // 10]
    match = worker.memory.find(Y, text_hash(near), sketch(near))
    assert match is not None
    assert (match.method, match.story.page) == ("near", X)
    worker.store.visits().offer(Y, [X, page_id("other")], 1e9)
    assert worker.checkpoint().seen == {X}
    assert worker.store.visits().offered(Y) == {X, page_id("other")}
    worker.store.close()


def test_it_is_summed_up_and_pruned_as_a_whole(url: str) -> None:
    store = PostgresStore(url)
    before = store.summary(0)
    assert before.stories == 1
    assert before.bytes > 48 * 8192, "partitions are counted"
    store.note_run("run", 1.0, "{}")
    store.commit()
    store.prune(2.0)
    assert store.summary(0).stories == 0
    assert store.db.execute("SELECT count(*) FROM seen") == [(0,)]
    store.close()
