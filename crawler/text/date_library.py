"""The date library's tables: for each language its names of months and its words of dates told from now."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any

_ALIASES = {"no": "nb"}


@lru_cache(maxsize=64)
def language_table(language: str) -> Mapping[str, Any]:
    """dateparser's table of a language; empty where it has none. Found by its place, because importing it by its name
    imports all of dateparser first, 0.1 s that most crawls have no other use for."""
    code = _ALIASES.get(language, language)
    if not code.replace("-", "").isalpha() or not code.isascii():
        return {}
    package = find_spec("dateparser")
    folders = package.submodule_search_locations if package is not None else None
    spec = PathFinder.find_spec(code, [f"{folder}/data/date_translation_data" for folder in folders or ()])
    if spec is None or spec.loader is None:
        return {}
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: Mapping[str, Any] = module.info
    return table
