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
