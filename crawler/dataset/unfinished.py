"""A data set is made in a hidden folder within its own, and comes out of it whole.

So a data set that is there is whole, and what a killed command left is known for what it is: the next one removes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from crawler.store.lock import Lock

UNFINISHED = ".unfinished"
"""Loaders pass over names that begin with a dot."""
CARD = "README.md"
"""Comes last: a folder with a card is a whole data set."""
_FILES = (CARD, "croissant.json", "data", "graph.gexf", "graph.graphml")
_LOCK = "lock"


def is_free(folder: Path) -> bool:
    """Whether a data set can be made there: nothing is there, or nothing is in it but what a killed command left.

    With its card it is whole, though the command may have been killed before it tidied up.
    """
    try:
        names = set(os.listdir(folder))
    except OSError:  # nothing; or a file, or a folder that cannot be read
        return not os.path.lexists(folder)
    return not names or (UNFINISHED in names and CARD not in names and names <= {UNFINISHED, *_FILES})


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """The folder to make a data set in, whose content is moved into `folder` when the block is through.

    Where the block fails, what it made goes again. Locked where another process is making one there.
    """
    existed = folder.exists()
    work = folder / UNFINISHED
    work.mkdir(parents=True, exist_ok=True)
    lock = Lock(work / _LOCK)
    try:
        _remove(folder)
        yield work
        for entry in sorted(work.iterdir(), key=lambda path: path.name == CARD):
            if entry.name != _LOCK:
                entry.replace(folder / entry.name)
    except BaseException:  # whoever presses Ctrl-C wants no half of it either
        _remove(folder)
        rmtree(work, ignore_errors=True)
        if not existed:
            with suppress(OSError):
                folder.rmdir()
        raise
    else:
        rmtree(work, ignore_errors=True)
    finally:
        lock.release()


def _remove(folder: Path) -> None:
    """Remove what was made so far, in the work folder and out of it."""
    work = folder / UNFINISHED
    for entry in [*work.iterdir(), *(folder / name for name in _FILES)]:
        if entry.name == _LOCK:
            continue
        if entry.is_dir():
            rmtree(entry, ignore_errors=True)
        else:
            with suppress(OSError):
                entry.unlink(missing_ok=True)
