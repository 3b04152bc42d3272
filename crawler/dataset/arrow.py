"""The Arrow schema of each feed, fixed by the record classes: the same whatever the data, empty feeds included."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from crawler.items import FEEDS, PROVENANCE_FIELDS, Provenance
from crawler.text.timestamps import read_stamp

MOMENT = pa.timestamp("s", tz="UTC")
MOMENTS = ("published_utc", "fetched_at", "found_at", "at")
"""Fields that are moments in UTC; dates as pages give them stay strings: they may be a year or lack a zone."""
_TYPES: Mapping[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
}
ADDED: Mapping[str, tuple[tuple[str, pa.DataType], ...]] = {
    "articles": (("split", pa.string()),),
    "duplicates": (("split", pa.string()),),
    "links": (("target_cluster", pa.string()), ("page_kind", pa.string())),
}
"""Feed -> what the data set adds to its lines; see crawler/dataset/build.py."""


def arrow_schema(feed: str) -> pa.Schema:
    """The schema of a feed's table."""
    cls = FEEDS[feed]
    own = [(f.name, _field(cls, f.name)) for f in fields(cls)]
    return pa.schema([pa.field(name, kind) for name, kind in (*own, *ADDED.get(feed, ()))])


def arrow_row(feed: str, line: Mapping[str, Any]) -> dict[str, Any]:
    """A line of a feed as its schema wants it: moments as such."""
    row = dict(line)
    for name, within in _moments(feed):
        row[name] = {**row[name], **{n: _moment(row[name][n]) for n in within}} if within else _moment(row[name])
    return row


@cache
def _moments(feed: str) -> list[tuple[str, list[str]]]:
    """The fields of a feed that are moments, each with []; and those that hold moments, each with their names."""
    found: list[tuple[str, list[str]]] = []
    for column in arrow_schema(feed):
        within = [f.name for f in column.type if f.type == MOMENT] if pa.types.is_struct(column.type) else []
        if within or column.type == MOMENT:
            found.append((column.name, within))
    return found


def _moment(value: str | None) -> datetime | None:
    found = read_stamp(value) if value else None
    return found.astimezone(UTC) if isinstance(found, datetime) else None


def _field(cls: type[Any], name: str) -> pa.DataType:
    hint = get_type_hints(cls)[name]
    if name in MOMENTS and _bare(hint) is str and cls.__name__ != "Entry":
        return MOMENT
    return _type(hint)


def _type(hint: Any) -> pa.DataType:
    hint = _bare(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin is list:
        return pa.list_(_type(args[0]))
    if origin is dict:
        return pa.struct([(name, _type(Provenance)) for name in PROVENANCE_FIELDS])
    if is_dataclass(hint):
        return pa.struct([(f.name, _field(hint, f.name)) for f in fields(hint)])  # type: ignore[arg-type]
    return _TYPES[hint]


def _bare(hint: Any) -> Any:
    """A type without its None: every column of the tables may hold null."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(a for a in get_args(hint) if a is not type(None))
    return hint
