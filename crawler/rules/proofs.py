"""Files of rules that are proven already, so that a crawl need not run thousands of samples before its first page.

data/proven.txt has the SHA-256 of each file whose rules have been proven on their samples. A file that is edited is not
in it, and proves itself each time it is loaded, until `python -m crawler.rules.prove` has entered it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from crawler.rules.load import parse, read_text

LIST = "proven.txt"
_TABLE_OF_WORDS = ".words]"


def read_rules(name: str) -> tuple[dict[str, Any], bool]:
    """The parsed content of a file under rules/data, and whether it is still to be proven; RuleError if it is no TOML.

    Of a file that is proven the samples are not read: each word stands for its own.
    """
    text = read_text(name)
    proven = is_proven(text)
    return parse_words(name, text) if proven else parse(name, text), not proven


def parse_words(name: str, text: str) -> dict[str, Any]:
    """The content of a file without its samples: a line `"word" = "sample"` costs the parser more than it tells."""
    rest: list[str] = []
    tables: list[dict[str, str]] = []
    head: int | None = None  # where in the rest the head of the words' table stands
    for line in text.splitlines():
        if head is not None and line.startswith('"'):
            if rest[head].endswith(_TABLE_OF_WORDS):
                rest[head] = f"words = {len(tables)}"
                tables.append({})
            word = line[1:].partition('" = ')[0]
            tables[-1][word] = word
            continue
        if line.startswith("["):
            head = len(rest) if line.endswith(_TABLE_OF_WORDS) else None
        rest.append(line)
    data = parse(name, "\n".join(rest))
    _fill(data, tables)
    return data


def _fill(node: Any, tables: Sequence[Mapping[str, str]]) -> None:
    """Put the tables of words where their numbers stand."""
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _fill(child, tables)
    if isinstance(node, dict) and isinstance(node.get("words"), int):
        node["words"] = tables[node["words"]]


def is_proven(text: str) -> bool:
    """Whether the rules of a file with this content have been proven."""
    return digest(text) in proven()


@cache
def proven() -> Mapping[str, str]:
    """SHA-256, in hex, of the files that have been proven -> their names."""
    return dict(line.split("  ", 1) for line in read_text(LIST).splitlines() if line)


def digest(text: str) -> str:
    """The SHA-256 of a file's content, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
