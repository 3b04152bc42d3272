"""`related-news store` on a database that crawls share: what it shows and prunes, what it leaves to the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Scrapy
from tests.web.news import NewsWeb, serve
from tests.web.postgres import MISSING, programs, server

pytestmark = pytest.mark.skipif(programs() is None, reason=MISSING)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of an empty database."""
    with server() as running:
        yield running.new_database()


def test_what_a_crawl_left_in_a_database_is_shown_and_pruned(scrapy: Scrapy, database: str, tmp_path: Path) -> None:
    store = ("-s", f"RELATED_STORE={database}")
    with serve(NewsWeb(12)) as news:
        crawl = ("crawl", "related", "-a", f"url={news.first}", "-a", "depth=3", *store)
        run = scrapy(*crawl, "-s", "RELATED_ALLOW_PRIVATE=127.0.0.0/8", "-s", "DOWNLOAD_DELAY=0")
        assert run.status == 0, run.err
    stories, copies = len(run.feed("articles")), len(run.feed("duplicates"))

    assert f"{stories}  and {copies} cop" in scrapy("store", *store).out
    shown = json.loads(scrapy("store", "--json", *store).out)
    assert (shown["stories"], shown["last_runs"][0]["run_id"]) == (stories, run.manifest["run_id"])

    health = scrapy("store", "--health", "--json", *store)
    assert (health.status, json.loads(health.out)["runs"], json.loads(health.out)["problems"]) == (0, 1, [])

    pruned = scrapy("store", "--prune", "1h", *store).out
    assert "forgot 0 stories, 0 copies, 0 links" in pruned
    assert "what became free is used again, and VACUUM FULL would give it back" in pruned
    assert json.loads(scrapy("store", "--json", *store).out)["stories"] == stories


@pytest.mark.parametrize("words", [("--check",), ("--backup", "copy.db"), ("--move", "moved.db")])
def test_what_a_database_has_tools_of_its_own_for_is_a_usage_error(
    scrapy: Scrapy, database: str, words: tuple[str, ...]
) -> None:
    run = scrapy("store", *words, "-s", f"RELATED_STORE={database}")
    assert (run.status, run.err.count("\n")) == (2, 1)
    assert "pg_dump" in run.err


@pytest.mark.parametrize("words", [("store",), ("crawl", "related", "-a", "url=http://127.0.0.1:9/a")])
def test_a_database_that_is_not_there_is_one_line(scrapy: Scrapy, words: tuple[str, ...]) -> None:
    run = scrapy(*words, "-s", "RELATED_STORE=postgresql://nobody:secret@127.0.0.1:1/none")
    assert (run.status, run.err.count("\n"), "secret" in run.err) == (3, 1, False)
    assert "Connection refused" in run.err
