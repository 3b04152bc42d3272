"""Runs read back: their folders found, put in order, and their feeds read line by line."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.items import FEEDS
from crawler.items.rows import row

_IDS = ("id", "cluster_id", "source_id", "target_id")
_ID = re.compile("[0-9a-f]{16}")


class RunError(ValueError):
    """A run that cannot be read back, in one line that names the file."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A folder of feeds: a run's, or one worker's share of a run."""

    path: Path
    """The folder."""
    started: str
    """ISO 8601; empty where the run has no manifest."""

    def rows(self, feed: str) -> Iterator[dict[str, Any]]:
        """The lines of a feed, every key of its class in each: runs of earlier releases lack some."""
        path = self.path / f"{feed}.jsonl"
        if not path.is_file():
            return
        defaults = _defaults(feed)
        try:
            feed_file = path.open("rb")
        except OSError as error:
            raise RunError(f"{path}: cannot be read ({error.strerror or error})") from error
        with feed_file as lines:
            for number, line in enumerate(lines, 1):
                try:
                    found = json.loads(line)
                except ValueError as error:  # bytes that are no UTF-8 as well
                    raise RunError(f"{path}:{number}: not a JSON line") from error
                if not isinstance(found, dict):
                    raise RunError(f"{path}:{number}: not a JSON object")
                if wrong := _wrong_id(found):
                    raise RunError(f"{path}:{number}: {wrong} {found[wrong]!r}: it takes 16 hexadecimal digits")
                yield found if found.keys() >= defaults.keys() else {**defaults, **found}


def named_folders(names: Sequence[str]) -> list[Path]:
    """The folders of some names; RunError at the first that names none."""
    for name in names:
        if not name.strip():
            raise RunError(f"{name!r}: names no folder")
        if not os.path.isdir(name):
            raise RunError(f"{name}: no such folder")
        if not os.access(name, os.R_OK | os.X_OK):
            raise RunError(f"{name}: cannot be read (Permission denied)")
    return [Path(name) for name in names]


def find_runs(paths: Sequence[Path]) -> list[RunFolder]:
    """The run folders at or under some paths, the earliest first; RunError where a path holds none."""
    found: dict[Path, RunFolder] = {}
    for path in paths:
        here = [feed.parent for feed in _feeds(path)]
        if not here:
            raise RunError(f"{path}: no run: no articles.jsonl in it or in the folders below it")
        for folder in here:
            found.setdefault(folder.resolve(), RunFolder(folder, _started(folder)))
    return sorted(found.values(), key=lambda run: (run.started, str(run.path)))


def _feeds(path: Path) -> list[Path]:
    if (path / "articles.jsonl").is_file():
        return [path / "articles.jsonl"]
    found = (feed for feed in path.rglob("articles.jsonl") if feed.is_file())
    return sorted(feed for feed in found if not _is_moved_aside(feed, path))


def _is_moved_aside(feed: Path, root: Path) -> bool:
    """Whether a run stands in a folder that a later run moved it to, or is reached by the link `latest`."""
    return any(parent.is_symlink() for parent in feed.parents if root in parent.parents)


def _started(folder: Path) -> str:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(manifest.get("started_at") or "") if isinstance(manifest, dict) else ""


def _wrong_id(line: Mapping[str, Any]) -> str | None:
    """The key of a line whose value is no id, where there is one."""
    return next((key for key in _IDS if (value := line.get(key)) is not None and not _is_id(value)), None)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _defaults(feed: str) -> Mapping[str, Any]:
    return row(FEEDS[feed]())
