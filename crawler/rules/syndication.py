"""What pages say of a story's origin, out of data/syndication.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from crawler.rules.load import RuleError, read_data, refuse_unknown, strings

_FILE = "syndication.toml"


@dataclass(frozen=True, slots=True)
class SyndicationRules:
    """Credit words, dateline endings and agencies."""

    credits: tuple[str, ...]
    """Words before the name of the origin, longest first."""
    colon_only: frozenset[str]
    """Those of them that are credits only with a colon."""
    nobody: frozenset[str]
    """What stands in the place of a name where nobody is credited."""
    dateline_names: tuple[str, ...]
    """Endings of the names that Chinese datelines begin with, longest first."""
    wires: MappingProxyType[str, str]
    """Alias, lower case -> name of the agency."""


@cache
def syndication_rules() -> SyndicationRules:
    """The rules; an error names the file and the key."""
    data = read_data(_FILE)
    refuse_unknown(data, ("credits", "colon_only", "nobody", "dateline_names", "wire"), _FILE, "key")
    credits, colon_only = strings(data, _FILE, "credits"), frozenset(strings(data, _FILE, "colon_only"))
    stray = colon_only - set(credits)
    if stray:
        raise RuleError(f"{_FILE}: colon_only: {sorted(stray)[0]!r} is not among credits")
    return SyndicationRules(
        credits=tuple(sorted(credits, key=lambda word: (-len(word), word))),
        colon_only=colon_only,
        nobody=frozenset(strings(data, _FILE, "nobody")),
        dateline_names=tuple(sorted(strings(data, _FILE, "dateline_names"), key=lambda word: (-len(word), word))),
        wires=MappingProxyType(_wires(data.get("wire"))),
    )


def _wires(entries: object) -> dict[str, str]:
    if not isinstance(entries, list):
        raise RuleError(f"{_FILE}: wire must be a list of tables")
    wires: dict[str, str] = {}
    for entry in entries:
        name = entry.get("name")
        if not isinstance(name, str) or set(entry) != {"name", "aliases"}:
            raise RuleError(f"{_FILE}: wire {name!r}: needs a name and aliases, nothing else")
        for alias in strings(entry, f"{_FILE}: wire {name!r}", "aliases"):
            if alias in wires or alias != alias.lower():
                raise RuleError(f"{_FILE}: wire {name!r}: alias {alias!r} must be lower case and stand once")
            wires[alias] = name
    return wires
