"""Stores of earlier releases, saved as SQL (saved/), are brought up to date and know what they knew."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from crawler.store.base import Story
from crawler.store.sqlite import SqliteStore
from crawler.text.fingerprint import sketch, text_hash
from crawler.urls.canonical import page_id
from tests.store.test_store import text_of

SAVED = sorted((Path(__file__).parent / "saved").glob("*.sql"))
FIRST, COPY = page_id("https://a.example/1"), page_id("https://b.example/1")


@pytest.fixture(params=SAVED, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store of an earlier release: three stories, one of them a copy, and from jobs on a frontier with a request."""
    path = tmp_path / "store.db"
    with sqlite3.connect(path) as file:
        file.executescript(request.param.read_text())
    file.close()
    return path


def columns(path: Path) -> dict[str, set[str]]:
    """Table or index -> its columns."""
    with sqlite3.connect(path) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE sql IS NOT NULL")]
        found = {
            name: {str(row[1]) for row in file.execute(f"PRAGMA table_info({name})")}
            | {str(row[2]) for row in file.execute(f"PRAGMA index_info({name})")}
            for name in names
        }
    file.close()
    return found


def test_there_is_a_saved_store_of_every_release() -> None:
    assert [path.stem for path in SAVED] == ["schema-1-first", "schema-1-jobs", "schema-1-notes", "schema-2"]


def test_it_has_the_tables_of_a_new_store(path: Path, tmp_path: Path) -> None:
    SqliteStore(path).close()
    SqliteStore(tmp_path / "new.db").close()
    assert columns(path) == columns(tmp_path / "new.db")


def test_it_knows_what_was_read(path: Path) -> None:
    store = SqliteStore(path)
    memory = store.memory("tuesday", whole=True)
    found = memory.find(FIRST, text_hash(text_of(1)), sketch(text_of(1)))
    assert found is not None
    assert (found.method, found.story.page) == ("url", FIRST)
    same = memory.find(page_id("https://d.example/"), text_hash(text_of(1)), sketch(text_of(1)))
    assert same is not None
    assert (same.method, same.story.page) == ("exact", FIRST)
    assert [story.page for story in memory.cluster(FIRST)] == [FIRST, COPY]
    store.close()


def test_it_can_be_crawled_with_and_looked_after(path: Path) -> None:
    store = SqliteStore(path)
    with store.transaction():
        story = Story(page_id("https://e.example/"), text_hash(text_of(5)), page_id("https://e.example/"), note="e")
        store.memory("tuesday").add(story, sketch(text_of(5)))
        frontier = store.frontier("tuesday")
        frontier.add("e.example", 0, "{}")
        frontier.save_state("part", {"n": "1"})
        assert frontier.mark(FIRST)
        store.note_run("tuesday", 2e9, "{}")
    held = store.summary(5)
    assert (held.stories, held.copies, held.last_runs[0].run_id) == (3, 1, "tuesday")
    store.prune(before=3e9)
    assert store.summary(0).stories == 0
    store.close()
