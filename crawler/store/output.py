"""The folder of a run's feeds."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from crawler.items import FEEDS


class OutputError(OSError):
    """An output folder that cannot be written: the message names it and why."""


def prepare_output(given: str | None, spider: str, *, keep: bool = False) -> Path:
    """The run's folder, made and writable: the one given, or output/<spider>/<start time>.

    Feeds of an earlier run in it are moved into a subfolder, not lost; with keep they are this run's own and stay.
    """
    folder = Path(given).expanduser().absolute() if given else _new_folder(spider)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not keep:
            _move_earlier(folder)
        probe = folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(f"output folder {folder}: cannot be written ({error.strerror or error})") from error
    return folder


def _new_folder(spider: str) -> Path:
    start = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    base = Path("output").absolute() / spider
    folder, n = base / start, 2
    while folder.exists():
        folder, n = base / f"{start}-{n}", n + 1
    return folder


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
