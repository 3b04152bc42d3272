"""What every store must do: a contract that each backend is held to."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.store.base import Match, Memory, Store, StoreError, Story
from crawler.store.sqlite import SqliteStore
from crawler.store.sqlite_memory import COMMON
from crawler.text.fingerprint import sketch, text_hash
from crawler.urls.canonical import page_id
from tests.store.conftest import Opener

WORDS = [a + b for a in ("har", "mor", "ten", "vil", "sal", "bro", "kin", "dus") for b in ("bour", "ning", "der", "la")]


def text_of(seed: object, words: int = 200) -> str:
    return " ".join(random.Random(str(seed)).choices(WORDS, k=words))


def read(memory: Memory, url: str, text: str, note: str = "") -> Match | None:
    """What a crawl does with a page."""
    page, digest, signature = page_id(url), text_hash(text), sketch(text)
    match = memory.find(page, digest, signature)
    if match is None or match.method != "url":
        cluster = match.story.cluster if match else page
        memory.add(Story(page, digest, cluster, note=note), None if match and match.method == "exact" else signature)
    return match


def test_a_page_seen_again_is_a_copy_by_url_first(store: Store) -> None:
    memory = store.memory("run")
    assert read(memory, "https://a.example/1", text_of(1)) is None
    match = read(memory, "https://a.example/1", text_of(1))
    assert match is not None
    assert (match.method, match.similarity, match.story.page) == ("url", 1.0, page_id("https://a.example/1"))


def test_the_same_text_elsewhere_is_an_exact_copy(store: Store) -> None:
    memory = store.memory("run")
    read(memory, "https://a.example/1", text_of(1))
    match = read(memory, "https://b.example/1", text_of(1).replace(" ", "\n"))
    assert match is not None
    assert (match.method, match.story.page) == ("exact", page_id("https://a.example/1"))


def test_a_trimmed_copy_is_near_and_names_the_first_page(store: Store) -> None:
    memory = store.memory("run")
    text = text_of(1)
    read(memory, "https://a.example/1", text)
    read(memory, "https://b.example/1", text[: len(text) * 7 // 10])
    match = read(memory, "https://c.example/1", text[: len(text) * 6 // 10])
    assert match is not None
    assert match.method == "near"
    assert match.story.page == match.story.cluster == page_id("https://a.example/1")
    assert match.similarity > 0.9


def test_a_copy_names_the_story_that_it_is_of_among_many(store: Store) -> None:
    memory = store.memory("run")
    for number in range(5):
        read(memory, f"https://a.example/{number}", text_of(number))
    for number in range(5):
        match = read(memory, f"https://b.example/{number}", text_of(number)[:-300])
        assert match is not None
        assert match.story.page == page_id(f"https://a.example/{number}")
        assert match.similarity > 0.9


def test_a_page_that_was_a_copy_and_became_a_story_has_copies_of_its_own(store: Store) -> None:
    page = page_id("https://b.example/1")
    store.memory("first").add(Story(page, text_hash(text_of(1)), page_id("https://a.example/1")))
    store.memory("second").add(Story(page, text_hash(text_of(2)), page, 2), sketch(text_of(2)))
    match = store.memory("third", whole=True).near(sketch(text_of(2)[:-300]))
    assert match is not None
    assert match.story.page == page


def test_a_store_says_what_room_it_takes(store: Store) -> None:
    with store.transaction():
        read(store.memory("run"), "https://a.example/1", text_of(1))
    assert store.summary(1).bytes > 40_000


def test_strangers_are_not_copies(store: Store) -> None:
    memory = store.memory("run")
    assert [read(memory, f"https://a.example/{n}", text_of(n)) for n in range(50)] == [None] * 50


def test_pages_without_a_text_are_not_copies_of_each_other(store: Store) -> None:
    memory = store.memory("run")
    assert read(memory, "https://a.example/video/1", "") is None
    assert read(memory, "https://a.example/video/2", "") is None


def test_the_pages_of_a_story_come_back_in_order_with_their_notes(store: Store) -> None:
    memory = store.memory("run")
    for site in "abc":
        read(memory, f"https://{site}.example/1", text_of(1), note=site)
        read(memory, f"https://{site}.example/2", text_of(site))
    assert [story.note for story in memory.cluster(page_id("https://a.example/1"))] == ["a", "b", "c"]


@pytest.mark.parametrize("seed", range(3))
def test_clusters_do_not_depend_on_the_order_of_arrival(store: Store, seed: int) -> None:
    pages = []
    for number in range(30):
        text = text_of(number)
        cuts = (text, text[: len(text) * 6 // 10], f"{text} {text_of((number, 'more'), 30)}")
        pages += [(f"https://{part}.example/{number}", cut, number) for part, cut in enumerate(cuts)]
    random.Random(seed).shuffle(pages)
    memory = store.memory("run")
    found: dict[str, int] = {}
    for url, text, number in pages:
        match = read(memory, url, text)
        cluster = match.story.cluster if match else page_id(url)
        assert found.setdefault(cluster, number) == number
    assert len(found) == 30


def test_a_frame_that_hundreds_of_stories_share_does_not_hide_copies(store: Store) -> None:
    memory = store.memory("run")
    frame = text_of("frame", 90)
    texts = [f"{frame} {text_of(n, 130)}" for n in range(COMMON + 20)]
    for number, text in enumerate(texts):
        assert read(memory, f"https://a.example/{number}", text) is None
    for number in (0, COMMON // 2, COMMON + 19):
        match = read(memory, f"https://b.example/{number}", texts[number] + " and so on")
        assert match is not None
        assert match.story.page == page_id(f"https://a.example/{number}")


def test_a_run_does_not_see_what_another_run_read_but_a_whole_memory_does(store: Store) -> None:
    read(store.memory("first"), "https://a.example/1", text_of(1))
    assert read(store.memory("second"), "https://a.example/1", text_of(1)) is None
    whole = store.memory("third", whole=True)
    assert whole.page(page_id("https://a.example/1")) is not None
    match = read(whole, "https://b.example/1", text_of(1)[:-200])
    assert match is not None
    assert match.method == "near"


def test_a_whole_memory_gives_the_latest_version_of_a_page(store: Store) -> None:
    page = page_id("https://a.example/1")
    for version, run in ((1, "first"), (2, "second")):
        store.memory(run).add(Story(page, text_hash(text_of(version)), page, version), sketch(text_of(version)))
    latest = store.memory("third", whole=True).page(page)
    assert latest == Story(page, text_hash(text_of(2)), page, 2)


def test_what_is_committed_is_there_after_reopening(store: Store, opener: Opener) -> None:
    with store.transaction():
        read(store.memory("run"), "https://a.example/1", text_of(1))
        store.set_value("pages", "1")
    store.close()
    again = opener()
    match = again.memory("run").near(sketch(text_of(1)[:-150]))
    assert match is not None
    assert match.method == "near"
    assert again.value("pages") == "1"
    assert again.value("nothing") is None
    again.close()


def test_what_is_rolled_back_never_was(store: Store) -> None:
    memory = store.memory("run")
    store.begin()
    read(memory, "https://a.example/1", text_of(1))
    store.set_value("pages", "1")
    store.rollback()
    assert store.value("pages") is None
    assert read(memory, "https://b.example/1", text_of(1)[:-150]) is None


def test_an_error_within_a_transaction_rolls_it_back(store: Store) -> None:
    def work() -> None:
        with store.transaction():
            store.set_value("pages", "1")
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        work()
    assert store.value("pages") is None


def test_what_was_not_committed_at_a_kill_never_was(store: Store, opener: Opener) -> None:
    store.begin()
    read(store.memory("run"), "https://a.example/1", text_of(1))
    store.close()
    store.close()
    again = opener()
    assert again.memory("run").page(page_id("https://a.example/1")) is None
    again.close()


class TestSqlite:
    def test_a_file_that_is_no_store_is_refused_in_one_line(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.txt"
        path.write_text("not a database at all, " * 100)
        with pytest.raises(StoreError, match=r"notes\.txt: file is not a database"):
            SqliteStore(path)

    def test_what_is_no_file_to_be_opened_is_said_in_plain_words(self, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        with pytest.raises(StoreError, match=r"folder: cannot be opened \(is its folder there"):
            SqliteStore(tmp_path / "folder")
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(StoreError, match=r"store\.db: cannot be written \(File exists\)|\(Not a directory\)"):
            SqliteStore(tmp_path / "file" / "store.db")

    def test_a_damaged_store_says_what_to_do(self, tmp_path: Path) -> None:
        path = tmp_path / "store.db"
        SqliteStore(path).close()
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
        with (
            pytest.raises(StoreError, match=r"store\.db: cannot be read \(the file is damaged; put a backup"),
            closing(SqliteStore(path)) as store,
        ):
            store.last_runs(1)

    def test_a_store_of_another_release_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "store.db"
        with sqlite3.connect(path) as file:
            file.execute("PRAGMA user_version = 99")
        file.close()
        with pytest.raises(StoreError, match="schema 99"):
            SqliteStore(path)

    def test_a_folder_that_cannot_be_made_is_one_line(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="file"):
            SqliteStore(tmp_path / "file" / "store.db")

    def test_a_second_writer_is_told_that_the_store_is_in_use(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("crawler.store.sqlite_connection.BUSY_SECONDS", 0.05)
        first, second = (SqliteStore(tmp_path / "store.db") for _ in range(2))
        first.begin()
        with pytest.raises(StoreError, match="in use by another process"):
            second.begin()
        first.close()
        second.close()

    def test_copies_are_found_after_the_new_shingles_were_moved(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("crawler.store.sqlite_memory.NEW", 25)
        monkeypatch.setattr("crawler.store.sqlite_memory.MOVED", 7)
        store = SqliteStore(tmp_path / "store.db")
        memory = store.memory("run")
        for number in range(8):
            assert read(memory, f"https://a.example/{number}", text_of(number)) is None
        for number in range(8):
            match = read(memory, f"https://b.example/{number}", text_of(number)[:-150])
            assert match is not None
            assert match.story.page == page_id(f"https://a.example/{number}")
        store.close()
