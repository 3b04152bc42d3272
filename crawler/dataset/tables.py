"""The files of a data set: each feed as JSON Lines, Parquet and CSV, a file a split."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as parquet

from crawler.dataset.arrow import arrow_row, arrow_schema

TABLES = ("jsonl", "parquet", "csv")
BATCH = 1000
"""Rows of a Parquet row group: a thousand stories are some 5 MB."""


class Table(Protocol):
    """A file that takes rows."""

    def write(self, line: Mapping[str, Any]) -> None: ...

    def close(self) -> None: ...


class JsonLines:
    """One compact JSON object a line, keys in the feed's order."""

    def __init__(self, path: Path, feed: str) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def write(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")

    def close(self) -> None:
        self._file.close()


class Parquet:
    """The feed's fixed schema (arrow.py), compressed."""

    def __init__(self, path: Path, feed: str) -> None:
        self._feed, self._schema = feed, arrow_schema(feed)
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, line: Mapping[str, Any]) -> None:
        self._rows.append(arrow_row(self._feed, line))
        if len(self._rows) >= BATCH:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            self._rows.clear()


class Csv:
    """For spreadsheets: a byte order mark, so that they read UTF-8; lists and mappings are JSON within their cell."""

    def __init__(self, path: Path, feed: str) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(arrow_schema(feed).names)

    def write(self, line: Mapping[str, Any]) -> None:
        self._writer.writerow(map(_cell, line.values()))

    def close(self) -> None:
        self._file.close()


_FORMATS: Mapping[str, type[JsonLines | Parquet | Csv]] = {"jsonl": JsonLines, "parquet": Parquet, "csv": Csv}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Tables:
    """All files of a data set, opened as rows come: DIR/data/FEED-SPLIT.FORMAT."""

    def __init__(self, folder: Path, formats: Sequence[str]) -> None:
        self._folder = folder / "data"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._formats = [name for name in TABLES if name in formats]
        self._tables: dict[tuple[str, str], list[Table]] = {}
        self.rows: Counter[tuple[str, str]] = Counter()
        """(feed, split) -> rows."""

    def open(self, feed: str, split: str = "train") -> None:
        """Make a table, which stays empty where no row comes."""
        if (feed, split) not in self._tables:
            self._tables[feed, split] = [
                _FORMATS[name](self._folder / f"{feed}-{split}.{name}", feed) for name in self._formats
            ]

    def write(self, feed: str, split: str, line: Mapping[str, Any]) -> None:
        """Add a row."""
        self.open(feed, split)
        self.rows[feed, split] += 1
        for table in self._tables[feed, split]:
            table.write(line)

    def close(self) -> None:
        """Finish every file, the others too where one cannot be."""
        with ExitStack() as closing:
            for tables in self._tables.values():
                for table in tables:
                    closing.callback(table.close)


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
