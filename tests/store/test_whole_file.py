"""Files that are there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.store.whole_file import write_whole
from tests.web.refusal import refused_writes


def test_a_refused_write_leaves_what_was_there_and_names_the_file(tmp_path: Path) -> None:
    new, old = tmp_path / "new.html", tmp_path / "old.html"
    old.write_text("before", encoding="utf-8")
    for path in (new, old):
        with refused_writes(), pytest.raises(OSError, match="File too large") as raised:
            write_whole(path, "after " * 10_000)
        assert raised.value.filename == str(path)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("old.html", "before")]
    write_whole(old, "after")
    assert old.read_text(encoding="utf-8") == "after"


def test_a_link_stays_one_and_the_file_that_it_leads_to_is_written(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for link, target in (("here", shelf / "old.html"), ("not yet", shelf / "new.html"), ("second", tmp_path / "here")):
        (tmp_path / link).symlink_to(target)
    (shelf / "old.html").write_text("before", encoding="utf-8")
    for link in ("here", "not yet"):
        write_whole(tmp_path / link, "after")
    assert {path.name: path.read_text(encoding="utf-8") for path in shelf.iterdir()} == {
        "old.html": "after",
        "new.html": "after",
    }
    write_whole(tmp_path / "second", "last")
    assert (shelf / "old.html").read_text(encoding="utf-8") == "last"
    assert all((tmp_path / link).is_symlink() for link in ("here", "not yet", "second"))
