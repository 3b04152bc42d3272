"""Names of containers (class and id words), and how an entry of data/body.toml matches them.

An entry matches at the beginning of a word; with a trailing "." it is a whole word; with a leading "^" it begins a
class or id; with a leading "=" it is the whole of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PLAIN_WORDS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NOT_WORD = re.compile(r"[^a-z0-9 ]+")
# Beginnings of classes that say what a story is filed under or how it looks, and signs of classes that only style.
_FILED = (
    *("tag-", "category-", "topic-", "section-", "author-", "format-", "status-", "type-", "page-", "single-"),
    *("postid-", "tax-", "term-", "has-"),
)
_STYLING = re.compile(r"[:\[!]")
LONGEST = 400
"""Of a longer attribute only so many characters are read."""


def name_words(name: str) -> str:
    """Class and id names in lower case, the words of each joined by dashes.

    Left out: what a story is filed under (tag-sports), and classes that only style (md:mt-2, has-small-font-size).

    >>> name_words("relatedPosts__list wide")
    'related-posts-list wide'
    """
    if _PLAIN_WORDS.match(name) and not name.startswith(_FILED):
        return name
    words = [w for w in name[:LONGEST].split() if not w.startswith(_FILED) and not _STYLING.search(w)]
    return _NOT_WORD.sub("-", _CAMEL.sub("-", " ".join(words)).lower())


def entry_pattern(entries: Iterable[str]) -> re.Pattern[str]:
    """What finds any of at least one entry in names as `name_words` gives them."""
    beginnings: dict[str, list[str]] = {}  # by first letter: a branch a letter is quicker than one an entry
    whole, first = [], []
    for entry in entries:
        if entry[0] == "=":
            whole.append(re.escape(entry[1:]))
        elif entry[0] == "^":
            first.append(_beginning(entry[1:]))
        else:
            beginnings.setdefault(entry[0], []).append(_beginning(entry[1:]))
    branches = [letter + "(?:" + "|".join(rest) + ")" for letter, rest in beginnings.items()]
    parts = [r"(?<![^ -])(?:" + "|".join(branches) + ")"] if branches else []
    if whole:
        parts.append(r"(?<![^ ])(?:" + "|".join(whole) + r")(?![^ ])")
    if first:
        parts.append(r"(?<![^ ])(?:" + "|".join(first) + ")")
    return re.compile("|".join(parts))


def _beginning(word: str) -> str:
    return re.escape(word[:-1]) + "(?![a-z0-9])" if word.endswith(".") else re.escape(word)
