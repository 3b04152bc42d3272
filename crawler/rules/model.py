"""The classes of rules: frozen, plain, checked when loaded (load.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

Where = Literal["start", "end", "edge", "anywhere"]
Match = Literal["paragraph", "head", "tail", "piece", "heading"]


@dataclass(frozen=True, slots=True)
class UrlRules:
    """What in a URL does not choose the page (data/urls.toml)."""

    tracking: frozenset[str]
    """Names of query parameters, lower case, that only track."""
    tracking_prefixes: tuple[str, ...]
    """Beginnings of such names."""
    host_prefixes: tuple[str, ...]
    """Labels before a host, with their dot, that serve the same pages: www., m."""


@dataclass(frozen=True, slots=True)
class BodyRules:
    """What the names of containers say about their content (data/body.toml): beginnings of class and id words."""

    never: tuple[str, ...]
    """Never the story: comments, consent."""
    beside: tuple[str, ...]
    """Beside the story: sharing, related lists, meta lines, captions."""
    story: tuple[str, ...]
    """The story is in here."""
    lead: tuple[str, ...]
    """The short text between headline and story."""
    embed: tuple[str, ...]
    """A post of a social network, quoted in the story."""
    inline: tuple[str, ...]
    """Inline elements whose text is no part of their sentence."""
    teaser: tuple[str, ...]
    """The lead where it stands between headline and story, another story elsewhere."""
    caption: tuple[str, ...]
    """What is written under a picture."""
    notices: tuple[str, ...]
    """Phrases of notices to the reader: registration, subscription, newsletters."""


@dataclass(frozen=True, slots=True)
class KindRules:
    """Words that tell what kind of page this is (data/kinds.toml), in lower case."""

    live: tuple[str, ...]
    """Words in the URL or title of a live blog."""
    live_part: frozenset[str]
    """What a part of its title or path may be called, where its text is made of posts."""
    lists: frozenset[str]
    """schema.org types of pages that list others."""
    next_page: frozenset[str]
    """What a link to an article's next page says."""


@dataclass(frozen=True, slots=True)
class BoilerplateRule:
    """One kind of thing that stands in a body and is not the story (data/boilerplate/<lang>.toml)."""

    id: str
    """Unique over all files; it is what `removed` names."""
    where: Where
    """start, end, edge: only within the first few paragraphs, the last few, either; anywhere."""
    match: Match
    """paragraph: a whole one; head, tail: glued to its start or end (or all of it); piece: inside it;
    heading: a whole one, and the lines that follow it and look like titles."""
    source: str
    """The pattern, over folded text; groups named editors, authors and source hold what the credits name."""
    boundary: str
    """The pattern of what stands before a piece that is glued to the end of a paragraph."""
    needs: tuple[str, ...]
    """Lower-case strings of which every match holds at least one."""
    longest: int
    """Characters of the longest possible match."""
    why: str
    """What it is, in a sentence."""
    cuts: tuple[str, ...]
    """Texts it cuts: all of each, or what stands between ⟦ and ⟧."""
    keeps: tuple[str, ...]
    """Texts it leaves alone."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when a text first asks for it: most rules have no word in most texts."""
        return _compiled(rf"{self.boundary}(?:{self.source})\Z" if self.match == "tail" else self.source)

    def find(self, words: str, start: int, end: int) -> re.Match[str] | None:
        """What the rule cuts out of words[start:end], a folded paragraph or what is left of it."""
        if self.match in ("paragraph", "heading"):
            return self.pattern.fullmatch(words, start, end) if end - start <= self.longest else None
        if self.match == "head":
            return self.pattern.match(words, start, end)
        if self.match == "tail":
            start = max(start, end - self.longest)
        return self.pattern.search(words, start, end)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BoilerplatePack:
    """The boilerplate rules of one language."""

    language: str
    """Its primary subtag: zh, en; or `any` for the rules of every text."""
    script: str
    """The script it is written in: han, kana, hangul, cyrillic, arabic, latin; empty for `any`."""
    folding: Mapping[str, str]
    """Character -> its one spelling (crawler/rules/folding.py)."""
    rules: tuple[BoilerplateRule, ...]
    """In the order of the file."""
