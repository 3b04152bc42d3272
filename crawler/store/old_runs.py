"""Output folders of runs that are old enough to go."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.store.lock import Lock, Locked
from crawler.store.output import LATEST, LOCK

_RUN = re.compile(r"(\d{8}T\d{6}Z)(?:-\d+)?")
_WORKER = re.compile(r"(\d{8}T\d{6}Z)-.+")


@dataclass(frozen=True, slots=True)
class PrunedRuns:
    """What was deleted."""

    folders: int
    bytes: int


def prune_runs(output: Path, before: datetime) -> PrunedRuns:
    """Delete the folders output/<spider>/<start time> of runs begun before a time, and those of the workers of a shared
    job, output/<spider>/<job>/<start time of the run>-<worker>.

    A folder stays that a crawl is writing to, that `latest` leads to or whose worker was one of its job's last run, or
    whose run is not done: it has no manifest.
    """
    old = [*_begun_before(before, output.glob("*/*"), _RUN), *_begun_before(before, output.glob("*/*/*"), _WORKER)]
    freed = [size for folder in old if not _is_latest(folder) and (size := _delete(folder)) is not None]
    return PrunedRuns(len(freed), sum(freed))


def _begun_before(time: datetime, folders: Iterable[Path], name: re.Pattern[str]) -> list[Path]:
    """Those whose name, of this form, begins with an earlier time."""
    found = []
    for folder in sorted(folders):
        match = name.fullmatch(folder.name)
        if match is None or folder.is_symlink() or not folder.is_dir():
            continue
        if datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) < time:
            found.append(folder)
    return found


def _is_latest(folder: Path) -> bool:
    link = folder.parent / LATEST
    if link.is_symlink():
        return link.resolve() == folder.resolve()
    if not _WORKER.fullmatch(folder.name) or _RUN.fullmatch(folder.name):
        return False
    start = folder.name.partition("-")[0]
    return start == max(
        other.name.partition("-")[0] for other in folder.parent.iterdir() if _WORKER.fullmatch(other.name)
    )


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
