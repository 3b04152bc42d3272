"""A data set that could not be finished goes again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from crawler.dataset.graphs import GRAPHS

_FILES = ("README.md", "croissant.json", *(f"graph.{name}" for name in GRAPHS))


@contextmanager
def removed_after_a_fault(folder: Path) -> Iterator[None]:
    """Where the block fails, remove what it made in a new or empty folder, so that the same command can be given
    again; a folder that held something stays as it is."""
    existed = folder.exists()
    removable = not existed or (folder.is_dir() and not any(folder.iterdir()))
    try:
        yield
    except BaseException:  # whoever presses Ctrl-C wants no half of it either
        if removable:
            _remove(folder, folder_too=not existed)
        raise


def _remove(folder: Path, *, folder_too: bool) -> None:
    rmtree(folder / "data", ignore_errors=True)
    with suppress(OSError):
        for name in _FILES:
            (folder / name).unlink(missing_ok=True)
        if folder_too:
            folder.rmdir()
