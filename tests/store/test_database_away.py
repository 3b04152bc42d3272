"""A crawl whose database goes away: it waits, says so once, and loses and repeats nothing."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.web.news import NewsWeb, serve
from tests.web.postgres import MISSING, Server, programs, server
from tests.web.process import Crawl


@pytest.fixture
def database() -> Iterator[Server]:
    if programs() is None:
        pytest.skip(MISSING)
    with server() as running:
        yield running


def crash(database: Server) -> None:
    """The server is gone for some seconds, as after a crash."""
    database.stop(signal.SIGQUIT)
    time.sleep(4)
    database.start(fsync="off")


def read_only(database: Server) -> None:
    """Nothing can be written for some seconds."""
    with psycopg.connect(database.url(), autocommit=True) as db:
        db.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        db.execute("SELECT pg_reload_conf()")
        time.sleep(4)
    with psycopg.connect(database.url(), autocommit=True, options="-c default_transaction_read_only=off") as db:
        db.execute("ALTER SYSTEM RESET default_transaction_read_only")
        db.execute("SELECT pg_reload_conf()")


@pytest.mark.parametrize("trouble", [crash, read_only])
def test_it_waits_and_every_page_is_read_once(
    trouble: Callable[[Server], None], database: Server, tmp_path: Path
) -> None:
    with serve(NewsWeb(100, latency=0.05)) as news:
        crawl = Crawl(
            tmp_path,
            f"url={news.first} depth=99",
            RELATED_STORE=database.new_database(),
            CONCURRENT_REQUESTS_PER_DOMAIN=4,
            RETRY_ENABLED=False,
            RELATED_HOST_FAILURES=1000,
        )
        crawl.begin().until(lambda: news.asked.total() > 15)
        trouble(database)
        assert crawl.end() == 0
        found = Counter(crawl.feed("articles") + crawl.feed("duplicates") + crawl.feed("failures"))
        assert found == Counter(news.path(number) for number in range(news.pages))
    assert crawl.log.count("waiting for the database") == 1
    assert crawl.log.count("the database is back after") == 1
    assert "Traceback" not in crawl.log


def test_a_crawl_that_waits_for_its_database_can_be_stopped_and_goes_on(database: Server, tmp_path: Path) -> None:
    with serve(NewsWeb(40, latency=0.05)) as news:
        crawl = Crawl(tmp_path, f"url={news.first} depth=99", RELATED_STORE=database.new_database())
        crawl.begin().until(lambda: news.asked.total() > 8)
        database.stop(signal.SIGQUIT)
        crawl.until(lambda: "waiting for the database" in crawl.log)
        crawl.signal(signal.SIGTERM)
        assert crawl.end() == 3
        database.start(fsync="off")
        assert crawl.begin().end() == 0
        found = Counter(crawl.feed("articles") + crawl.feed("duplicates") + crawl.feed("failures"))
        assert found == Counter(news.path(number) for number in range(news.pages))
