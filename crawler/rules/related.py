"""The words by which pages label their lists of links: data/related.toml -> lookups, strictly.

Every word carries a sample; a word that its own sample does not match, or whose sample comes out as another kind
when all entries are asked, is an error that names file, entry and word. So no rule loads without proof (proofs.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from crawler.rules.load import RuleError, one_of, refuse_unknown
from crawler.rules.proofs import read_rules
from crawler.rules.scripts import SPACELESS

FILE = "related.toml"
KINDS = {
    "heading": ("sponsored", "none", "related", "more"),
    "container": ("sponsored", "none", "related", "more", "suggested", "aside"),
    "address": ("sponsored", "social", "section"),
}
"""Kinds of each table, the first deciding where two words of one length match."""
PLACES = {"heading": ("whole", "start", "any"), "container": ("word", "start"), "address": ("host", "path")}

# Scripts written without spaces between words: each letter is a token of its own.
_TOKEN = re.compile(rf"[{SPACELESS}]|(?:[^\W_{SPACELESS}]|[\u0900-\u0dff\u200c'])+")
_ASCII_TOKEN = re.compile(r"[a-z0-9']+")
# Accents, and the letters that bear theirs in one piece.
_FOLDED = dict.fromkeys(range(0x300, 0x370)) | str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "’": "'"})
_CLASS_WORD = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+")
_HEADING_TOKENS = 40
_SHARE = 0.18
"""The least share of a heading that known words must be."""
_NONE_SHARE = 0.35
"""The same for words that rule a list out: "Topics" does, "More topics on our site" does not."""


@dataclass(slots=True)
class RelatedRules:
    """The words of data/related.toml, as lookups."""

    phrases: dict[tuple[str, ...], list[tuple[str, str]]] = field(default_factory=dict)
    """Tokens of a heading's words -> (place, kind)."""
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """First token of such words -> in how many tokens they come."""
    words: dict[str, str] = field(default_factory=dict)
    """Whole word of a class or id, or two words in a row ("read-next"), -> kind."""
    beginnings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind -> beginnings of such words."""
    any_beginning: tuple[str, ...] = ()
    """All of them."""
    hosts: dict[str, str] = field(default_factory=dict)
    """Host -> kind."""
    segments: dict[str, str] = field(default_factory=dict)
    """Segment of a path, or label before a domain -> kind."""

    def heading(self, text: str) -> str | None:
        """The kind of list that a heading announces; None where no word of it is known, or too little of it is."""
        return announced(*self.known(text))

    def known(self, text: str) -> tuple[str | None, float]:
        """The kind that a heading announces, and the share of it that the deciding words are."""
        tokens = tokenize(text)
        if not tokens or len(tokens) > _HEADING_TOKENS or self.lengths.keys().isdisjoint(tokens):
            return None, 0.0
        best: tuple[int, int] | None = None
        kind = None
        for at, token in enumerate(tokens):
            for length in self.lengths.get(token, ()):
                words = tokens[at : at + length]
                for place, candidate in self.phrases.get(words, ()):
                    if not _stands(place, at, at + length, len(tokens)):
                        continue
                    rank = (-len("".join(words)), KINDS["heading"].index(candidate))
                    if best is None or rank < best:
                        best, kind = rank, candidate
        return kind, -best[0] / len("".join(tokens)) if best else 0.0

    def container(self, name: str) -> str | None:
        """The kind that words of a class or id speak for: the first of its table's kinds; None where none is known."""
        found = set()
        words = _class_words(name)
        for n, word in enumerate(words):
            pair = self.words.get(f"{word}-{words[n + 1]}" if n + 1 < len(words) else "")
            if pair is not None:
                found.add(pair)
                words[n + 1] = ""
                continue
            if word in self.words:
                found.add(self.words[word])
            if word.startswith(self.any_beginning):
                found.update(kind for kind, starts in self.beginnings.items() if word.startswith(starts))
        return next((k for k in KINDS["container"] if k in found), None)

    def host(self, host: str) -> str | None:
        """The kind of a host or of what it lies under."""
        while host:
            if host in self.hosts:
                return self.hosts[host]
            host = host.partition(".")[2]
        return None


def announced(kind: str | None, share: float) -> str | None:
    """The kind that words make of a heading of which they are so large a share; None where that is too little."""
    return kind if share >= (_NONE_SHARE if kind == "none" else _SHARE) else None


def tokenize(text: str) -> tuple[str, ...]:
    """Words in lower case, width and accents folded; letters of scripts without spaces one by one.

    Capitals often go without accents (ΣΧΕΤΙΚΑ ΑΡΘΡΑ, LO MAS LEIDO), and so do whole sites.
    """
    if text.isascii():
        return tuple(_ASCII_TOKEN.findall(text.lower()))
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDED)
    return tuple(_TOKEN.findall(unicodedata.normalize("NFC", apart)))


@cache
def related_rules() -> RelatedRules:
    """The rules of data/related.toml."""
    data, unproven = read_rules(FILE)
    return build(data, prove=unproven)


def heading_kind(text: str) -> str | None:
    """`RelatedRules.heading` of the rules of data/related.toml."""
    return _heading(text)[0]


def is_label(text: str) -> bool:
    """Whether a text is little more than a known label: "Read more", "Most read", "評論"."""
    return _heading(text)[1]


@lru_cache(maxsize=8192)
def _heading(text: str) -> tuple[str | None, bool]:
    """The kind of list that a text announces, and whether it is little more than the label."""
    kind, share = related_rules().known(text)
    return announced(kind, share), kind is not None and share >= 0.5


@lru_cache(maxsize=16384)
def container_kind(name: str) -> str | None:
    """`RelatedRules.container` of the rules of data/related.toml."""
    return related_rules().container(name)


def build(data: dict[str, Any], *, prove: bool = True) -> RelatedRules:
    """Rules out of parsed TOML. Raises RuleError at the first entry that is not as it must be.

    prove: whether to try each word on its sample.
    """
    refuse_unknown(data, KINDS, FILE)
    rules = RelatedRules()
    entries = [(table, n, entry) for table in KINDS for n, entry in enumerate(_entries(data, table), 1)]
    for table, n, entry in entries:
        _check(table, n, entry)
        _add(rules, table, entry)
    for table, n, entry in entries if prove else ():
        _prove(rules, table, n, entry)
    return rules


def _entries(data: dict[str, Any], table: str) -> list[dict[str, Any]]:
    entries = data.get(table)
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise RuleError(f"{FILE}: [[{table}]] must be a list of entries")
    return entries


def _check(table: str, n: int, entry: dict[str, Any]) -> None:
    where = f"{FILE}: {table} {n}"
    wanted = {"kind", "place", "words"} | ({"language"} if table == "heading" else set())
    if set(entry) != wanted:
        raise RuleError(f"{where}: keys must be {', '.join(sorted(wanted))}")
    one_of(entry, where, "kind", KINDS[table])
    one_of(entry, where, "place", PLACES[table])
    words = entry["words"]
    if not isinstance(words, dict) or not words:
        raise RuleError(f"{where}: words must be a table of word = sample")
    for word, sample in words.items():
        if not isinstance(sample, str) or not sample.strip():
            raise RuleError(f"{where}: {word!r} has no sample")


def _add(rules: RelatedRules, table: str, entry: dict[str, Any]) -> None:
    kind, place = entry["kind"], entry["place"]
    for word in entry["words"]:
        if table == "heading":
            tokens = tokenize(word)
            rules.phrases.setdefault(tokens, []).append((place, kind))
            lengths = rules.lengths.get(tokens[0], ()) if tokens else ()
            if tokens and len(tokens) not in lengths:
                rules.lengths[tokens[0]] = (*lengths, len(tokens))
        elif place == "word":
            rules.words[word] = kind
        elif place == "start":
            rules.beginnings[kind] = (*rules.beginnings.get(kind, ()), word)
            rules.any_beginning = (*rules.any_beginning, word)
        elif place == "host":
            rules.hosts[word] = kind
        else:
            rules.segments[word] = kind


def _prove(rules: RelatedRules, table: str, n: int, entry: dict[str, Any]) -> None:
    matches = _MATCHES[table, entry["place"]]
    answers: dict[str, Callable[[str], Iterable[str | None]]] = {
        "heading": lambda s: [rules.heading(s)],
        "container": lambda s: [rules.container(s)],
        "address": lambda s: [rules.host(_host(s)), *(rules.segments.get(p) for p in _segments(s))],
    }
    for word, sample in entry["words"].items():
        if not matches(word, sample):
            raise RuleError(f"{FILE}: {table} {n}: {word!r} does not match its sample {sample!r}")
        if entry["kind"] not in answers[table](sample):
            raise RuleError(f"{FILE}: {table} {n}: sample {sample!r} of {word!r} comes out as another kind")


def _stands(place: str, start: int, end: int, length: int) -> bool:
    return place == "any" or (start == 0 and (place == "start" or end == length))


def _heading_matches(place: str) -> Callable[[str, str], bool]:
    def matches(word: str, sample: str) -> bool:
        words, tokens = tokenize(word), tokenize(sample)
        ends = [(at, at + len(words)) for at in range(len(tokens)) if tokens[at : at + len(words)] == words]
        return bool(words) and any(_stands(place, start, end, len(tokens)) for start, end in ends)

    return matches


def _class_words(name: str) -> list[str]:
    return [word.lower() for word in _CLASS_WORD.findall(name)]


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _segments(url: str) -> list[str]:
    return [*urlsplit(url).path.lower().split("/"), *_host(url).split(".")[:-2]]


_MATCHES: dict[tuple[str, str], Callable[[str, str], bool]] = {
    ("heading", "whole"): _heading_matches("whole"),
    ("heading", "start"): _heading_matches("start"),
    ("heading", "any"): _heading_matches("any"),
    ("container", "word"): lambda word, sample: f"-{word}-" in "-".join(["", *_class_words(sample), ""]),
    ("container", "start"): lambda word, sample: any(w.lower().startswith(word) for w in _CLASS_WORD.findall(sample)),
    ("address", "host"): lambda word, sample: f".{_host(sample)}".endswith(f".{word}"),
    ("address", "path"): lambda word, sample: word in _segments(sample),
}
