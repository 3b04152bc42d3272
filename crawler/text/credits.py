"""Who the credits that were cut name: editors, authors, source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.text.lines import Line

_BETWEEN = re.compile(r"\s*(?:[、,，/／;；|&＆]|\s(?:and|und|et|y|e|en|i|и|و)\s)\s*")
_SPACES = re.compile(r"\s+")
_EDGES = " \t\n:：()（）[]【】.。-–—·"
_LONGEST = 60
"""A longer name is no name."""


@dataclass(frozen=True, slots=True)
class Credits:
    """What the credits in a text name."""

    editors: tuple[str, ...] = ()
    """Persons who edited, each once, in order of place."""
    authors: tuple[str, ...] = ()
    """Persons who wrote."""
    source: str | None = None
    """The credited origin: the first one named."""


def read_credits(text: str, lines: Iterable[Line]) -> Credits:
    """The names in the pieces that were cut out of a text's lines."""
    found: dict[str, list[str]] = {"editors": [], "authors": [], "source": []}
    for line in lines:
        for piece in sorted(line.pieces, key=lambda p: p.start):
            for name, start, end in piece.credits:
                found[name] += [text[line.at + start : line.at + end]]
    sources = [s for raw in found["source"] if (s := raw.strip(_EDGES))]
    return Credits(_names(found["editors"]), _names(found["authors"]), sources[0] if sources else None)


def split_names(raw: str) -> list[str]:
    """The names in a list of them.

    >>> split_names("王震、呂騫"), split_names("Jane Roe and John Doe")
    (['王震', '呂騫'], ['Jane Roe', 'John Doe'])
    """
    names = (_SPACES.sub(" ", n).strip(_EDGES) for n in _BETWEEN.split(raw))
    return [n for n in names if n and len(n) <= _LONGEST and not n.isdigit()]


def _names(raws: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for raw in raws for n in split_names(raw)))
