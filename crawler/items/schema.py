"""The JSON Schema (2020-12) of each feed's lines, made from the record classes."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from crawler.items.field_docs import field_docs

_TYPES: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def schema(cls: type[Any]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record class: every field required and described, none beyond them."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": cls.__name__,
        **_object(cls),
    }


def _object(cls: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    names = [f.name for f in fields(cls)]
    described = field_docs(cls)
    return {
        "type": "object",
        "description": " ".join((cls.__doc__ or "").split()),
        "properties": {n: {**_type(hints[n]), "description": described[n]} for n in names},
        "required": names,
        "additionalProperties": False,
    }


def _type(hint: Any) -> dict[str, Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_type(a) for a in args]}
    if origin is Literal:
        return {"enum": list(args)}
    if origin is list:
        return {"type": "array", "items": _type(args[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(args[1])}
    if is_dataclass(hint):
        return _object(hint)  # type: ignore[arg-type]
    return {"type": _TYPES[hint]}
