"""TOML -> rules, strictly: what is missing, unknown or of the wrong type is an error that names file and key.

Data files are read as package resources, so that they load from a zipped egg too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from crawler.rules.model import UrlRules


class RuleError(ValueError):
    """A rule file that does not hold what it must: the message names file, rule and fault."""


def read_data(name: str) -> dict[str, Any]:
    """The parsed content of a file under rules/data."""
    return parse(name, read_text(name))


def read_text(name: str) -> str:
    """The content of a file under rules/data."""
    return files("crawler.rules").joinpath("data", *name.split("/")).read_text(encoding="utf-8")


def parse(name: str, text: str) -> dict[str, Any]:
    """The parsed content of a file of rules; RuleError where it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{name}: {error}") from error


def refuse_unknown(data: Mapping[str, Any], known: Collection[str], where: str, what: str = "table") -> None:
    """RuleError, naming the first, where a table of TOML has other keys than these."""
    if unknown := set(data) - set(known):
        raise RuleError(f"{where}: unknown {what} {min(unknown)}; there are {', '.join(sorted(known))}")


def one_of(data: Mapping[str, Any], where: str, key: str, allowed: Sequence[str]) -> Any:
    """The value of a key that takes one of these words; RuleError, naming the words, where it has another."""
    if data.get(key) not in allowed:
        given = f", not {data[key]!r}" if key in data else ""
        raise RuleError(f"{where}: {key} must be one of {', '.join(word or repr('') for word in allowed)}{given}")
    return data[key]


def strings(data: dict[str, Any], name: str, key: str) -> list[str]:
    """The list of strings under a key; an error where it is anything else."""
    value = data.get(key)
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise RuleError(f"{name}: {key} must be a list of strings")
    return value


@cache
def url_rules() -> UrlRules:
    """The rules of data/urls.toml."""
    name = "urls.toml"
    data = read_data(name)
    refuse_unknown(data, ("tracking", "tracking_prefixes", "host_prefixes"), name, "key")
    return UrlRules(
        tracking=frozenset(s.lower() for s in strings(data, name, "tracking")),
        tracking_prefixes=tuple(s.lower() for s in strings(data, name, "tracking_prefixes")),
        host_prefixes=tuple(strings(data, name, "host_prefixes")),
    )
