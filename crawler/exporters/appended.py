"""Files that a run appends to (-o): what comes behind must go with what is there."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

from w3lib.url import file_uri_to_path

from crawler.items import FEEDS, Article

_WHOLE = ("json", "xml")
"""Formats in which a file is one document."""


class AppendError(ValueError):
    """A file that cannot be appended to: the message names it and says what to give in its place, in one line."""


def check_appended_files(feeds: Mapping[Any, Mapping[str, Any]]) -> None:
    """AppendError at the first file that would be no table and no document any more; feeds: as in Scrapy's FEEDS."""
    for uri, options in feeds.items():
        path = _path(str(uri))
        if options.get("overwrite") or path is None or not _holds_something(path):
            continue
        if options.get("format") in _WHOLE:
            raise AppendError(f"output {path}: exists, and a file of its format is one document; {_INSTEAD}")
        if options.get("format") == "csv" and not options.get("fields") and _columns(path) != _own_columns(path):
            raise AppendError(f"output {path}: has other columns than would be appended; {_INSTEAD}")


_INSTEAD = "give a new name, or -O in place of -o, which overwrites it"


def _path(uri: str) -> Path | None:
    """The local file of a feed; None where it is none, or gets its name as the crawl runs."""
    if urlsplit(uri).scheme not in ("", "file") or "%(" in uri:
        return None
    return Path(file_uri_to_path(uri) if uri.startswith("file:") else uri)


def _holds_something(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False  # whoever writes to it says why it cannot be


def _columns(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return next(csv.reader(file), [])
    except (OSError, csv.Error):
        return []


def _own_columns(path: Path) -> list[str]:
    """Those of the feed that a file is named for, or else of the articles."""
    return [field.name for field in fields(FEEDS.get(PurePath(path).stem, Article))]
