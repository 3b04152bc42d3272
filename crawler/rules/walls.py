"""Words of pages that stand in a story's place (data/walls.toml): loaded strictly, each group with its proof."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from crawler.rules.folding import fold
from crawler.rules.load import RuleError, one_of, read_data, refuse_unknown, strings
from crawler.rules.scripts import CJK

Names = Literal["wall", "not-found", "own-page"]
Place = Literal["title", "whole", "text", "word", "address", "markup"]

FILE = "walls.toml"
_KEYS = {"names", "kind", "place", "words", "samples", "keeps"}
_TITLE_PARTS = re.compile(r"\s*[|·]\s*|\s+[-:]\s+|[-:]\s+|_")
# Around a title's words: punctuation, and what error pages put before them.
_AROUND = re.compile(r"^(?:error|fehler|erreur)?[\W_]+|[\W_]+$")
# Letters of other scripts than the Latin one; general punctuation and symbols stand between their ranges.
_BEYOND_LATIN = re.compile("[\u0250-\u1fff\u2c00-\U0010ffff]")
# Scripts that are written without spaces have no beginnings of words.
_UNSPACED = re.compile(rf"[\u0e00-\u0e7f{CJK}]")


@dataclass(frozen=True, slots=True)
class WallWords:
    """A group of words that name one kind of page at one place of it."""

    names: Names
    kind: str
    """What such a page is, in words for a reader."""
    place: Place
    words: tuple[str, ...]
    """Lower case, folded; a final "." ends a word."""
    samples: tuple[str, ...]
    """Texts that the group finds."""
    keeps: tuple[str, ...]
    """Texts that it does not find."""
    plain: frozenset[str] = field(init=False, repr=False, compare=False)
    """The words without their final ".": a text that holds none of them is none that the group finds."""
    _plain: tuple[tuple[str, str], ...] = field(init=False, repr=False, compare=False)
    """Each word, and the same without its final "."."""
    _latin: tuple[tuple[str, str], ...] = field(init=False, repr=False, compare=False)
    """Those of them that a text without other scripts may hold."""

    def __post_init__(self) -> None:
        plain = tuple((word, word.removesuffix(".")) for word in self.words)
        object.__setattr__(self, "plain", frozenset(word for _, word in plain))
        object.__setattr__(self, "_plain", plain)
        object.__setattr__(self, "_latin", tuple(pair for pair in plain if not _BEYOND_LATIN.search(pair[0])))

    def find(self, text: str) -> str | None:
        """The first of the group's words in a text: a title, a paragraph, a URL or a page's source."""
        if self.place == "address":
            parts = _address_parts(text)
            return next((word for word in self.words if word in parts), None)
        if self.place == "whole":
            titles = title_parts(text)
            return next((word for word in self.words if word.removesuffix(".") in titles), None)
        words = self._plain if _BEYOND_LATIN.search(text) else self._latin
        return next((word for word, plain in words if plain in text and _stands_in(word, plain, text)), None)

    def in_any(self, texts: Sequence[str]) -> bool:
        """Whether one of its words is in one of some texts, none of which has a line break."""
        if self.place in ("address", "whole"):
            return any(map(self.find, texts))
        return self.find("\n".join(texts)) is not None


@cache
def wall_words() -> tuple[WallWords, ...]:
    """All groups, in the order of the file."""
    return build(read_data(FILE))


def build(data: dict[str, Any]) -> tuple[WallWords, ...]:
    """Groups out of a parsed file; RuleError where one is incomplete, or finds other than its samples say."""
    refuse_unknown(data, ("group",), FILE)
    return tuple(_group(entry, f"{FILE}: group {number}") for number, entry in enumerate(data["group"], 1))


def folded(text: str) -> str:
    """A text as words are compared with it."""
    return single_spaced(folded_case(text))


def folded_case(text: str) -> str:
    """A text as words are compared with it, its white space as it was."""
    return fold(text).casefold()


def single_spaced(text: str) -> str:
    """A text with one blank for each run of white space."""
    return " ".join(text.split())


def title_parts(title: str) -> set[str]:
    """A folded title whole and in the parts that bars and dashes set apart, without the punctuation around them."""
    parts = {title, *_TITLE_PARTS.split(title)}
    return {_AROUND.sub("", part) for part in parts} | {part.strip() for part in parts}


def _group(entry: dict[str, Any], where: str) -> WallWords:
    if set(entry) != _KEYS:
        raise RuleError(f"{where}: keys must be {', '.join(sorted(_KEYS))}")
    for key, allowed in (("names", get_args(Names)), ("place", get_args(Place))):
        one_of(entry, where, key, allowed)
    lists = {key: strings(entry, where, key) for key in ("words", "samples", "keeps")}
    if not lists["samples"] or not lists["keeps"]:
        raise RuleError(f"{where}: needs samples of what it finds and of what it leaves alone")
    words = tuple(dict.fromkeys(folded(word) for word in lists["words"]))
    group = WallWords(
        entry["names"], entry["kind"], entry["place"], words, *map(tuple, (lists["samples"], lists["keeps"]))
    )
    for sample in group.samples:
        if group.find(_compared(sample, group.place)) is None:
            raise RuleError(f"{where}: no word of it is in its sample {sample!r}")
    for text in group.keeps:
        if word := group.find(_compared(text, group.place)):
            raise RuleError(f"{where}: {word!r} is in {text!r}, which it must leave alone")
    return group


def _compared(text: str, place: Place) -> str:
    return text if place == "address" else folded(text)


def _stands_in(word: str, plain: str, text: str) -> bool:
    """Whether a word begins at the beginning of a word of a text, and ends at an end where a "." says so.

    plain: the word without the "."."""
    free = not plain[0].isalnum() or _UNSPACED.match(plain) is not None
    at = text.find(plain)
    while at >= 0:
        end = at + len(plain)
        begins = free or at == 0 or not text[at - 1].isalnum() or _UNSPACED.match(text[at - 1]) is not None
        if begins and (plain == word or end == len(text) or not text[end].isalnum()):
            return True
        at = text.find(plain, at + 1)
    return False


def _address_parts(url: str) -> frozenset[str]:
    """What of a URL may name such a page: the labels of its host, and the last part of a short path."""
    try:
        parts = urlsplit(url.lower())
    except ValueError:
        return frozenset()
    segments = [s for s in parts.path.split("/") if s]
    last = {segments[-1].partition(".")[0]} if 0 < len(segments) <= 2 else set()
    return frozenset(last | set(parts.netloc.split(".")[:-2]))
