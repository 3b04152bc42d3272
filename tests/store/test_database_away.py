"""A crawl whose database is away, full or slow: it waits, says so once, and loses and repeats nothing."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from crawler.store.postgres_schema import LOCK
from tests.conftest import read_lines
from tests.web.news import NewsWeb, serve
from tests.web.postgres import MISSING, Server, programs, server
from tests.web.process import Crawl
from tests.web.proxy import Proxy, proxy

WAITS = "waiting for the database"
BACK = "the database is back after"
SLOW = "no answer for 5 s"


def waits(log: str) -> list[str]:
    """What a log says of waits for the database, but for that it is slow, which on a busy machine it may be besides."""
    return [line for line in log.splitlines() if WAITS in line and SLOW not in line]


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    if programs() is None:
        pytest.skip(MISSING)
    with server() as running:
        yield running


class Scene:
    """A crawl, its database, and what stands between them."""

    def __init__(self, database: Server, between: Proxy, crawl: Crawl, name: str) -> None:
        self.database, self.between, self.crawl, self.name = database, between, crawl, name
        self._before = len(crawl.log)

    @property
    def log(self) -> str:
        """What the crawl has said since the trouble began."""
        return self.crawl.log[self._before :]

    def sql(self, *statements: str, name: str = "postgres", options: str = "") -> None:
        """Run statements beside the crawl, in a database."""
        with psycopg.connect(self.database.url(name), autocommit=True, options=options) as db:
            for statement in statements:
                db.execute(statement)  # type: ignore[call-overload]

    def until_it_waits(self) -> None:
        """Until the crawl has said that it waits, and a little longer."""
        self.crawl.until(lambda: WAITS in self.log)
        time.sleep(1)


def crash(scene: Scene) -> None:
    """The server is gone for some seconds, as after a crash."""
    scene.database.stop(signal.SIGQUIT)
    scene.until_it_waits()
    scene.database.start()


def read_only(scene: Scene) -> None:
    """Nothing can be written for some seconds."""
    scene.sql("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
    scene.until_it_waits()
    writable = "-c default_transaction_read_only=off"
    scene.sql("ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()", options=writable)


def refuses_connections(scene: Scene) -> None:
    """The database lets nobody in, and throws out who is there."""
    scene.sql(f"ALTER DATABASE {scene.name} ALLOW_CONNECTIONS false", others_end(scene))
    scene.until_it_waits()
    scene.sql(f"ALTER DATABASE {scene.name} ALLOW_CONNECTIONS true")


def has_no_room(scene: Scene) -> None:
    """Other clients have taken all connections."""
    with ExitStack() as clients:
        main = clients.enter_context(psycopg.connect(scene.database.url(), autocommit=True))
        while WAITS not in scene.log:
            main.execute(others_end(scene))  # type: ignore[call-overload]
            with suppress(psycopg.OperationalError):
                while True:
                    clients.enter_context(psycopg.connect(scene.database.url()))
        scene.until_it_waits()


def others_end(scene: Scene) -> str:
    """The statement that ends all conversations with the crawl's database."""
    return f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{scene.name}'"


def is_slow(scene: Scene) -> None:
    """Each question and each answer takes long."""
    scene.between.delay = 0.5
    scene.until_it_waits()
    scene.between.delay = 0.0


def is_held(scene: Scene) -> None:
    """Another client, such as one that prunes, holds the lock of all checkpoints."""
    with psycopg.connect(scene.database.url(scene.name)) as db:
        db.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        scene.until_it_waits()


TROUBLES: list[tuple[Callable[[Scene], None], dict[str, str], str]] = [
    # what happens, how the database is set, what the crawl says of it ("": whichever of many it meets first)
    (crash, {}, ""),
    (read_only, {}, "in a read-only transaction"),
    (refuses_connections, {}, ""),
    (has_no_room, {}, ""),
    (is_slow, {}, SLOW),
    (is_held, {}, "canceling statement due to lock timeout"),
    (is_held, {"statement_timeout": "2s"}, "canceling statement due to statement timeout"),
]


def crawl_through(
    database: Server,
    folder: Path,
    trouble: Callable[[Scene], None],
    latency: float = 0.05,
    timeout: float = 15,
    settings: Mapping[str, str] | None = None,
) -> Crawl:
    """A crawl of a small web that meets some trouble with its database on the way; every page is read once.

    latency: seconds that each page takes, timeout: those that one may take; settings: of the database."""
    url = database.new_database()
    name = url.rpartition("/")[2]
    with serve(NewsWeb(100, latency=latency)) as news, proxy(database.port) as between:
        crawl = Crawl(
            folder,
            f"url={news.first} depth=99",
            RELATED_STORE=url.replace(f":{database.port}/", f":{between.port}/"),
            CONCURRENT_REQUESTS_PER_DOMAIN=4,
            RETRY_ENABLED=False,
            DOWNLOAD_TIMEOUT=timeout,
            RELATED_HOST_FAILURES=1000,
        )
        if settings:
            with psycopg.connect(database.url(), autocommit=True) as db:
                for key, value in settings.items():
                    db.execute(f"ALTER DATABASE {name} SET {key} = '{value}'")  # type: ignore[call-overload]
        crawl.begin().until(lambda: news.asked.total() > 15)
        trouble(Scene(database, between, crawl, name))
        assert crawl.end() == 0, crawl.log
        found = Counter(crawl.feed("articles") + crawl.feed("duplicates") + crawl.feed("failures"))
        assert found == Counter(news.path(number) for number in range(news.pages))
    return crawl


@pytest.mark.parametrize(("trouble", "settings", "reason"), TROUBLES)
def test_it_waits_and_every_page_is_read_once(
    trouble: Callable[[Scene], None], settings: dict[str, str], reason: str, database: Server, tmp_path: Path
) -> None:
    crawl = crawl_through(database, tmp_path, trouble, settings=settings)
    assert len(waits(crawl.log)) == (reason != SLOW), crawl.log
    assert crawl.log.count(WAITS) == crawl.log.count(BACK), "what began is over"
    assert reason in crawl.log
    assert "Traceback" not in crawl.log
    assert "secret" not in crawl.log + (tmp_path / "run" / "manifest.json").read_text(), "the database's password"


def test_an_answer_that_came_while_it_waited_is_no_timeout(database: Server, tmp_path: Path) -> None:
    def is_gone_for_long(scene: Scene) -> None:
        scene.database.stop(signal.SIGQUIT)
        scene.until_it_waits()
        time.sleep(9)
        scene.database.start()

    crawl_through(database, tmp_path, is_gone_for_long, latency=0.25, timeout=8)
    assert "timeout" not in {line["reason"] for line in read_lines(tmp_path / "run" / "failures.jsonl")}


def is_full(scene: Scene) -> None:
    """The disk of the crawl's tables takes nothing more, until somebody makes room."""
    with psycopg.connect(scene.database.url(scene.name), autocommit=True) as db:
        db.execute("CREATE TABLE filler (bytes text) TABLESPACE small")
        for rows in (1000, 1):  # what many rows leave free a single one takes
            with pytest.raises(psycopg.errors.DiskFull):
                fill(db, rows)
        scene.until_it_waits()
        db.execute("DROP TABLE filler")


def fill(db: psycopg.Connection[Any], rows: int) -> None:
    """Add so many rows of a kilobyte at a time, for as long as there is room."""
    while True:
        db.execute("INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, %s)", (rows,))


def test_a_full_disk_is_waited_for_and_every_page_is_read_once(tmp_path: Path) -> None:
    if programs() is None:
        pytest.skip(MISSING)
    with ExitStack() as stack:
        database = stack.enter_context(server())
        try:
            stack.enter_context(database.small_disk(4))
        except PermissionError as error:
            pytest.skip(str(error))
        crawl = crawl_through(database, tmp_path, is_full, settings={"default_tablespace": "small"})
    assert len(waits(crawl.log)) == 1, crawl.log
    assert crawl.log.count(WAITS) == crawl.log.count(BACK), "what began is over"
    assert "No space left on device" in crawl.log


def test_a_crawl_that_waits_for_its_database_can_be_stopped_and_goes_on(database: Server, tmp_path: Path) -> None:
    with serve(NewsWeb(40, latency=0.05)) as news:
        crawl = Crawl(tmp_path, f"url={news.first} depth=99", RELATED_STORE=database.new_database())
        crawl.begin().until(lambda: news.asked.total() > 8)
        database.stop(signal.SIGQUIT)
        crawl.until(lambda: WAITS in crawl.log)
        crawl.signal(signal.SIGTERM)
        assert crawl.end() == 3
        database.start()
        assert crawl.begin().end() == 0
        found = Counter(crawl.feed("articles") + crawl.feed("duplicates") + crawl.feed("failures"))
        assert found == Counter(news.path(number) for number in range(news.pages))
