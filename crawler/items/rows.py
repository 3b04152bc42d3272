"""Records as plain mappings, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from types import NoneType
from typing import Any, get_args, get_type_hints

_SCALARS = frozenset({str, int, float, bool, NoneType})


def row(item: Any) -> dict[str, Any]:
    """The plain mapping of a record, nested records included, keys in order of declaration."""
    return {f: _plain(getattr(item, f)) for f in item.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if value.__class__ in _SCALARS:
        return value
    if is_dataclass(value):
        return row(value)
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value


def from_row(cls: type[Any], mapping: Mapping[str, Any]) -> Any:
    """The record that row() was made of: from_row(type(item), row(item)) == item."""
    hints = get_type_hints(cls)
    return cls(**{name: _typed(hints[name], value) for name, value in mapping.items()})


def _typed(hint: Any, value: Any) -> Any:
    args = get_args(hint)
    if value is not None and type(None) in args:
        return _typed(args[0], value)
    if isinstance(value, list) and args:
        return [_typed(args[0], v) for v in value]
    if is_dataclass(hint) and isinstance(value, dict):
        return from_row(hint, value)  # type: ignore[arg-type]
    if isinstance(value, dict) and len(args) == 2:
        return {k: _typed(args[1], v) for k, v in value.items()}
    return value
