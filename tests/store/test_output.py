"""A run's folder: what an earlier run left in it is kept, and a run that could not begin leaves nothing of its own."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler.store.output import prepare_output, remove_unwritten


@pytest.mark.parametrize(
    ("files", "stays"),
    [
        ({"articles.jsonl": b"", "links.jsonl": b""}, False),
        ({}, False),
        ({"articles.jsonl": b"{}\n"}, True),
        ({"articles.jsonl": b"", "notes.txt": b""}, True),
    ],
)
def test_a_folder_goes_where_nothing_was_written_to_it(tmp_path: Path, files: dict[str, bytes], stays: bool) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    remove_unwritten(folder)
    assert folder.exists() is stays
    if stays:
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


def test_feeds_of_earlier_runs_are_moved_aside_each_to_a_place_of_its_own(tmp_path: Path) -> None:
    for content in ("first", "second", "third", "fourth"):
        with ExitStack() as open_files:
            folder = prepare_output(str(tmp_path / "run"), "related", open_files)
            assert not (folder / "articles.jsonl").exists()
            (folder / "articles.jsonl").write_text(content)
            os.utime(folder / "articles.jsonl", (1e9, 1e9))
    aside = sorted((tmp_path / "run").glob("earlier-*"))
    assert [path.name for path in aside] == [f"earlier-20010909T014640Z{n}" for n in ("", "-2", "-3")]
    assert [(path / "articles.jsonl").read_text() for path in aside] == ["first", "second", "third"]


def test_empty_feeds_of_an_earlier_run_are_not_kept(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "articles.jsonl").write_bytes(b"")
    with ExitStack() as open_files:
        prepare_output(str(tmp_path / "run"), "related", open_files)
        assert not list((tmp_path / "run").glob("earlier-*"))
