"""What stands in a body and is not the story, cut by rules (rules/data/boilerplate) and by what a site repeats.

`clean_text` reads a text line by line from its end, because that is where boilerplate gathers: glued pieces are
taken off one by one, then whole paragraphs. Every cut names its rule, and `restore` undoes them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crawler.items import Removed
from crawler.rules.boilerplate import ANY, boilerplate_languages, boilerplate_pack, scripts
from crawler.rules.folding import fold
from crawler.rules.model import BoilerplatePack, BoilerplateRule, Where
from crawler.rules.scripts import HAN
from crawler.text.credits import Credits, read_credits
from crawler.text.lines import Line, cut, lines_of
from crawler.text.rulebook import rulebook
from crawler.text.titles import clean_title as clean_title

SITE_REPEAT = "site-repeat"
EDGE_START, EDGE_END = 3, 5
"""A paragraph is at an edge while fewer kept ones than this are before it, or after it."""
REPEAT_LENGTH = 200
"""Longer paragraphs are never asked about as a site's repeats."""
LONGEST_LINE = 4000
"""Pieces inside longer lines are not looked for."""
MOST_PIECES = 12
"""Pieces that may be glued to one line."""
LAST_SENTENCES, SHORTEST_SENTENCE = 300, 10
"""How far from a line's end its last sentences are looked at, in characters, and how long one must be, in bytes."""
TITLE_LIKE = 70
"""Longest line that may be a title in a list under a heading."""

_SCRIPTS = {
    "han": re.compile(f"[{HAN}]"),
    "kana": re.compile(r"[\u3040-\u30ff]"),
    "hangul": re.compile(r"[\uac00-\ud7af]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "latin": re.compile(r"[A-Za-z]"),
}
_UNKNOWN = {"und", "mul", "zxx"}
_END = re.compile(r"[。!?] ?|[.…)\]\"] ")
_SENTENCE = re.compile(r"[.。…;；]\s*$")

_ENDING: frozenset[Where] = frozenset(["end", "edge", "anywhere"])
_MIDDLE: frozenset[Where] = frozenset(["anywhere"])
_STARTING: frozenset[Where] = frozenset(["start", "edge"])


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without its boilerplate."""

    text: str
    """The story alone."""
    removed: list[Removed]
    """Every cut, in order of place; the white space that went with a piece is part of it."""
    credits: Credits
    """Editors, authors and source that the cut credits name."""


def clean_text(text: str, language: str | None, *, repeats: Callable[[str], bool] | None = None) -> Cleaned:
    """Cut a body's boilerplate.

    language is a BCP 47 tag; its rules are applied with those of every language. Without one, the rules of every
    language written in the text's scripts are; a Latin language that has no rules gets the English ones. `repeats`
    says whether a short paragraph at an edge is boilerplate of this site (dataset/repeats.py). A line is a
    paragraph; blank lines do not matter.
    """
    lines = lines_of(text)
    for number, pack in enumerate(packs_for(language, text)):
        folded = fold(text, pack.folding)
        book = rulebook(pack.language, with_any=number == 0)
        _apply(book.by_line(folded, lines), lines, folded)
    if repeats is not None:
        _cut_repeats(lines, text, repeats)
    cleaned, removed = cut(text, lines)
    return Cleaned(cleaned, removed, read_credits(text, lines))


def restore(text: str, removed: Iterable[Removed]) -> str:
    """The uncut text again, to the letter."""
    out, taken, at = [], 0, 0
    for piece in sorted(removed, key=lambda r: r.at):
        gap = piece.at - at
        out += [text[taken : taken + gap], piece.text]
        taken, at = taken + gap, piece.at + len(piece.text)
    return "".join([*out, text[taken:]])


def packs_for(language: str | None, text: str) -> list[BoilerplatePack]:
    """The packs of a text's language; of its scripts where the language is unknown; never none."""
    own = (language or "").replace("_", "-").split("-")[0].lower()
    if own != ANY and own in boilerplate_languages():
        return [boilerplate_pack(own)]
    sample = text[:2000] + text[-2000:]
    found = {name for name, pattern in _SCRIPTS.items() if pattern.search(sample)}
    if "kana" in found:
        found.discard("han")
    if own and own not in _UNKNOWN and "latin" in found:  # another Latin language: English is what its pages mix in
        return [boilerplate_pack("en")]
    return [boilerplate_pack(name) for name, script in scripts().items() if script in found] or [boilerplate_pack(ANY)]


def _apply(rules: dict[int, list[BoilerplateRule]], lines: list[Line], folded: str) -> None:
    """From the end up the rules of the end and of anywhere, then from the start down those of the start."""
    kept = 0
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if at in rules and not line.gone:
            _cut_line(line, folded, rules[at], _ENDING if kept < EDGE_END else _MIDDLE)
            if line.gone and line.pieces[-1].heading:
                _cut_titles(lines[at + 1 :], line.pieces[-1].rule, folded)
        kept += not line.gone
    kept = 0
    for at, line in enumerate(lines):
        if at in rules and not line.gone:
            _cut_line(line, folded, rules[at], _STARTING)
        kept += not line.gone
        if kept >= EDGE_START:
            return


def _cut_line(line: Line, folded: str, rules: list[BoilerplateRule], zone: frozenset[Where]) -> None:
    """Glued pieces off, then the rest if it is boilerplate as a whole, else what stands inside it."""
    words = folded[line.at : line.stop]
    here = [r for r in rules if r.where in zone]
    for side in ("tail", "head"):
        _peel(line, words, [r for r in here if r.match == side])
    whole = [r for r in here if r.match in ("paragraph", "heading")]
    if _take_whole(line, words, whole, line.start):
        return
    if zone is _ENDING:
        _take_sentences(line, words, whole)
    for rule in here:
        if rule.match == "piece" and line.end - line.start <= LONGEST_LINE:
            for found in rule.pattern.finditer(words, line.start, line.end):
                line.take_inside(found, rule)


def _take_whole(line: Line, words: str, rules: list[BoilerplateRule], start: int) -> bool:
    """Cut all of a line from a place on where it is boilerplate as a whole."""
    for rule in rules:
        found = None if line.gone else rule.find(words, start, line.end)
        if found:
            line.take(found, rule)
            return True
    return False


def _take_sentences(line: Line, words: str, rules: list[BoilerplateRule]) -> None:
    """Cut last sentences that would be boilerplate as a paragraph: "It ended. Sign up to our newsletter"."""
    rules = [r for r in rules if r.match == "paragraph"]
    if not rules:
        return
    ends = [m.end() for m in _END.finditer(words, max(line.start, line.end - LAST_SENTENCES), line.end)]
    for end in reversed(ends[-MOST_PIECES:]):
        if len(words[end : line.end].encode("utf-8", "replace")) >= SHORTEST_SENTENCE:
            _take_whole(line, words, rules, end)


def _peel(line: Line, words: str, rules: list[BoilerplateRule]) -> None:
    """Take pieces off a line's end (or start) one by one, the shortest first: so glued pieces come apart."""
    for _ in range(MOST_PIECES):
        best: tuple[re.Match[str], BoilerplateRule] | None = None
        for rule in rules:
            found = None if line.gone else rule.find(words, line.start, line.end)
            if found and (best is None or found.end() - found.start() < best[0].end() - best[0].start()):
                best = found, rule
        if best is None:
            return
        line.take(*best)


def _cut_titles(lines: list[Line], rule: str, folded: str) -> None:
    """Cut the lines after a heading that look like the titles of its list."""
    for line in lines:
        words = folded[line.at + line.start : line.at + line.end]
        if not line.gone and (len(words) > TITLE_LIKE or _SENTENCE.search(words)):
            return
        line.take_all(rule)


def _cut_repeats(lines: list[Line], text: str, repeats: Callable[[str], bool]) -> None:
    """Cut a site's own repeats from both edges."""
    for order, depth in ((lines[::-1], EDGE_END), (lines, EDGE_START)):
        kept = 0
        for line in order:
            rest = text[line.at + line.start : line.at + line.end]
            if not line.gone and len(rest) <= REPEAT_LENGTH and repeats(rest):
                line.take_all(SITE_REPEAT)
            kept += not line.gone
            if kept >= depth:
                break
