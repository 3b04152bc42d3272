"""Files of rules that are proven already, so that a crawl need not run thousands of samples before its first page.

data/proven.txt has the SHA-256 of each file whose rules have been proven on their samples. A file that is edited is not
in it, and proves itself each time it is loaded, until `python -m crawler.rules.prove` has entered it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from crawler.rules.load import read_text

LIST = "proven.txt"


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
