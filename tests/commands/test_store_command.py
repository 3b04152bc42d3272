"""`scrapy store`: what is there, and forgetting what is old."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.commands.store import Command
from crawler.store.base import Story
from crawler.store.sqlite import MIGRATIONS, SCHEMA_VERSION, SqliteStore
from crawler.store.visits import Visit
from crawler.text.fingerprint import sketch, text_hash
from crawler.text.origin import Copy
from crawler.urls.canonical import page_id
from tests.conftest import ROOT

DAY = 86400.0
NOTE = '{"spider": "related", "reason": "finished", "counts": {"articles": 2}}'
NOW = 2_000_000_000.0
OLD, FRESH, OTHER = (page_id(f"https://news.example/{name}") for name in ("old", "fresh", "other"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a story of a hundred days ago, one of today, and one of long ago that was met today."""
    path = tmp_path / "store.db"
    store = SqliteStore(path)
    with store.transaction():
        for run, page, days in (("first", OLD, 100), ("first", OTHER, 100), ("second", FRESH, 0)):
            store.note_run(
                run, NOW - days * DAY, '{"spider": "related", "reason": "finished", "counts": {"articles": 2}}'
            )
            text = " ".join(f"{page}{n}" for n in range(100))
            note = Copy("news.example", None, None, None).pack()
            store.memory(run).add(Story(page, text_hash(text), page, note=note), sketch(text))
            store.visits().put(Visit(page, "story", "", fetched=NOW - days * DAY, interval=DAY))
        store.visits().met(OTHER, NOW - DAY)
        store.visits().offer(OLD, [FRESH], NOW - 100 * DAY)
        store.visits().offer(FRESH, [OTHER], NOW)
    store.close()
    return path


def known(store: SqliteStore) -> list[bool]:
    memory = store.memory("later", whole=True)
    return [memory.page(page) is not None for page in (OLD, OTHER, FRESH)]


def test_pruning_forgets_what_nothing_has_led_to_for_so_long(path: Path) -> None:
    store = SqliteStore(path)
    store.prune(NOW - 90 * DAY)
    assert known(store) == [False, True, True]
    held = store.summary(5)
    assert (held.stories, held.links, [run.run_id for run in held.last_runs][:2]) == (2, 1, ["second", "first"])
    assert store.visits().get(OLD, "") is None
    store.close()


def test_a_story_that_a_feed_still_lists_is_kept_although_no_page_links_to_it(path: Path) -> None:
    store = SqliteStore(path)
    with store.transaction():
        store.visits().met(OLD, NOW - DAY)
    store.prune(NOW - 90 * DAY)
    assert known(store) == [True, True, True]
    store.close()


def test_a_forgotten_story_leads_to_no_copies(path: Path) -> None:
    text = " ".join(f"{OLD}{n}" for n in range(100))
    store = SqliteStore(path)
    assert store.memory("later", whole=True).near(sketch(text)) is not None
    store.prune(NOW - 90 * DAY)
    assert store.memory("later", whole=True).near(sketch(text)) is None
    store.close()


def run(path: Path | str, *args: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    from scrapy.cmdline import execute
    from scrapy.utils.project import get_project_settings

    settings = get_project_settings()
    settings.set("RELATED_STORE", f"sqlite:///{path}", priority="cmdline")
    with pytest.raises(SystemExit) as stopped:
        execute(["scrapy", "store", *args], settings=settings)
    out = capsys.readouterr()
    return int(str(stopped.value.code)), out.out, out.err


def test_the_command_says_what_the_store_holds(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(path, capsys=capsys)
    assert status == 0
    words = " ".join(out.split())
    assert "stories 3 and 0 copies" in words
    assert "sites 1 news.example 3" in words
    assert "first related all 2 articles" in words


def test_what_was_left_out_is_not_said_to_have_failed_alone(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = SqliteStore(path)
    with store.transaction():
        store.visits().put(Visit(page_id("https://a.example/old"), "failed", "", scope="since=7d"))
    store.close()
    assert "1 failed or left out" in run(path, capsys=capsys)[1]


def test_the_command_prunes_by_age(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(path, "--prune", "36500d", capsys=capsys)
    assert (status, out.startswith("forgot 0 stories")) == (0, True)


@pytest.mark.parametrize(("args", "status", "named"), [
    (("--prune", "soon"), 2, "'soon'"),
    (("everything",), 2, "everything"),
    (("--helth",), 2, "option --helth: unknown; is it --health?"),
])  # fmt: skip
def test_wrong_usage_is_one_line(
    path: Path, args: tuple[str, ...], status: int, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found, _, err = run(path, *args, capsys=capsys)
    assert (found, err.count("\n"), named in err) == (status, 1, True)


def test_a_store_that_cannot_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(tmp_path / "none.db", capsys=capsys)
    assert (status, err.count("\n"), "there is no store" in err) == (3, 1, True)
    (tmp_path / "other.db").write_text("no database" * 100)
    status, _, err = run(tmp_path / "other.db", capsys=capsys)
    assert (status, err.count("\n"), "other.db" in err) == (3, 1, True)
    assert Command.requires_project


def test_a_store_of_an_earlier_release_is_brought_up_to_date(path: Path) -> None:
    db = sqlite3.connect(path)
    for statement in ("DROP TABLE visits", "DROP TABLE edges", "PRAGMA user_version = 1"):
        db.execute(statement)
    for column in ("started", "note"):
        db.execute(f"ALTER TABLE runs DROP COLUMN {column}")
    db.commit()
    db.close()
    store = SqliteStore(path)
    assert known(store) == [True, True, True]
    assert store.summary(0).schema == SCHEMA_VERSION
    assert sorted(MIGRATIONS) == list(range(1, SCHEMA_VERSION))
    store.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_an_output_that_takes_nothing_is_one_line_and_status_3(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "store", "-s", f"RELATED_STORE=sqlite:///{tmp_path / 'store.db'}"]
    SqliteStore(tmp_path / "store.db").close()
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=300)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    assert "standard output: cannot be written" in done.stderr
