"""The folder of a run's feeds."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

from crawler.items import FEEDS
from crawler.store.lock import Lock, Locked

LATEST = "latest"
"""The link to the folder of the last run, beside the folders of all runs."""
LOCK = ".lock"
"""In a folder that a crawl is writing to."""


class OutputError(OSError):
    """An output folder that cannot be written: the message names it and why."""


def prepare_output(given: str | None, spider: str, open_files: ExitStack, *, keep: bool = False) -> Path:
    """The run's folder, made and writable: the one given, or output/<spider>/<start time>.

    It is this run's alone until open_files are closed; OutputError where another run has it, or it cannot be written.
    Feeds of an earlier run in it are moved into a subfolder, not lost; with keep they are this run's own and stay.
    Where open_files end with an error, a folder that was made here goes again unless something was written to it.
    """
    base = Path("output").absolute() / spider
    folder = Path(given).expanduser().absolute() if given else base
    try:
        str(folder).encode()
    except UnicodeEncodeError as error:
        raise OutputError(f"output folder {folder}: cannot be used (its name is not UTF-8)") from error
    try:
        made = not given or not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if not given:
            folder = _new_folder(base)
        if made:
            open_files.push(lambda fault, *_: remove_unwritten(folder) if fault else None)
        open_files.callback(Lock(folder / LOCK).release)
        if not keep:
            _move_earlier(folder)
        probe = folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except Locked as error:
        raise OutputError(f"output folder {folder}: in use by another crawl") from error
    except OSError as error:
        raise OutputError(f"output folder {folder}: cannot be written ({error.strerror or error})") from error
    return folder


def point_latest(folder: Path, spider: str) -> None:
    """Have the link `latest` lead to a run's folder, where it is one of those that a spider's runs get by default."""
    base = Path("output").absolute() / spider
    if folder.parent == base:
        _point_to(folder, base / LATEST)


def remove_unwritten(folder: Path) -> None:
    """Remove the folder of a run that could not begin: nothing is in it but its lock and feeds without a line."""
    names = {LOCK, *(f"{feed}.jsonl" for feed in FEEDS)}
    with suppress(OSError):
        files = list(folder.iterdir())
        if all(file.name in names and file.stat().st_size == 0 for file in files):
            for file in files:
                file.unlink()
            folder.rmdir()


def _new_folder(base: Path) -> Path:
    """A folder named after this second, made by nobody else."""
    start = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder, n = base / start, 2
    while True:
        try:
            folder.mkdir()
        except FileExistsError:
            folder, n = base / f"{start}-{n}", n + 1
        else:
            return folder


def _point_to(folder: Path, link: Path) -> None:
    """Have the link lead to a folder, at no moment to none; a file system without links goes without."""
    new = link.with_name(f".{link.name}-{os.getpid()}")
    with suppress(OSError):
        new.unlink(missing_ok=True)
        new.symlink_to(folder.name, target_is_directory=True)
        new.replace(link)


def _move_earlier(folder: Path) -> None:
    names = [*(f"{feed}.jsonl" for feed in FEEDS), "manifest.json"]
    earlier = [folder / n for n in names if (folder / n).exists()]
    if not earlier or all(p.stat().st_size == 0 for p in earlier):
        return
    stamp = datetime.fromtimestamp(max(p.stat().st_mtime for p in earlier), UTC).strftime("%Y%m%dT%H%M%SZ")
    aside, n = folder / f"earlier-{stamp}", 2
    while aside.exists():
        aside, n = folder / f"earlier-{stamp}-{n}", n + 1
    aside.mkdir()
    for path in earlier:
        os.replace(path, aside / path.name)
