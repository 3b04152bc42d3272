"""Output folders of runs that are old enough to go."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.store.lock import Lock, Locked
from crawler.store.output import LATEST, LOCK

_RUN = re.compile(r"(\d{8}T\d{6}Z)(?:-\d+)?")


@dataclass(frozen=True, slots=True)
class PrunedRuns:
    """What was deleted."""

    folders: int
    bytes: int


def prune_runs(output: Path, before: datetime) -> PrunedRuns:
    """Delete the folders output/<spider>/<start time> of runs begun before a time.

    A folder stays that a crawl is writing to, that `latest` leads to, or whose run is not done: it has no manifest.
    """
    folders = size = 0
    for folder in sorted(output.glob("*/*")):
        match = _RUN.fullmatch(folder.name)
        if match is None or folder.is_symlink() or not folder.is_dir():
            continue
        began = datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if began < before and not _is_latest(folder) and (freed := _delete(folder)) is not None:
            folders, size = folders + 1, size + freed
    return PrunedRuns(folders, size)


def _is_latest(folder: Path) -> bool:
    link = folder.parent / LATEST
    return link.is_symlink() and link.resolve() == folder.resolve()


def _delete(folder: Path) -> int | None:
    """The bytes that went; None where the folder is to stay."""
    if not (folder / "manifest.json").is_file():
        return None  # of a job that is not done, or nobody's
    with suppress(Locked):
        lock = Lock(folder / LOCK)
        try:
            freed = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            shutil.rmtree(folder)
        finally:
            lock.release()
        return freed
    return None
