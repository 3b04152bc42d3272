"""What stands in a body and is not the story, cut by rules (rules/data/boilerplate) and by what a site repeats.

`clean_text` reads a text line by line from its end, because that is where boilerplate gathers: glued pieces are
taken off one by one, then whole paragraphs. Every cut names its rule, and `restore` undoes them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crawler.items import Removed
from crawler.rules.boilerplate import ANY, boilerplate_packs
from crawler.rules.folding import fold
from crawler.rules.model import BoilerplatePack, BoilerplateRule, Match
from crawler.text.credits import Credits, read_credits
from crawler.text.lines import Line, cut, lines_of
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
TITLE_LIKE = 70
"""Longest line that may be a title in a list under a heading."""

_SCRIPTS = {
    "han": re.compile(r"[\u4e00-\u9fff]"),
    "kana": re.compile(r"[\u3040-\u30ff]"),
    "hangul": re.compile(r"[\uac00-\ud7af]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "latin": re.compile(r"[A-Za-z]"),
}
_SENTENCE = re.compile(r"[.。…;；]\s*$")

Groups = dict[Match, list[BoilerplateRule]]


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

    language is a BCP 47 tag; its rules are applied with those of every language. Without one, or with one that has no
    rules, those of every language written in the text's scripts are. `repeats` says whether a short paragraph at an
    edge is boilerplate of this site (SiteRepeats.is_repeat). A line is a paragraph; blank lines do not matter.
    """
    lines = lines_of(text)
    for pack in packs_for(language, text):
        folded = fold(text, pack.folding)
        wanted = _wanted(pack, folded.lower())
        if wanted:
            _apply(wanted, lines, folded)
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
    """The packs whose rules are for a text, in the order of their languages."""
    packs = boilerplate_packs()
    own = (language or "").replace("_", "-").split("-")[0].lower()
    if own in packs:
        return [packs[ANY], packs[own]]
    sample = text[:2000] + text[-2000:]
    scripts = {name for name, pattern in _SCRIPTS.items() if pattern.search(sample)}
    return [packs[ANY], *(p for name, p in sorted(packs.items()) if name != ANY and p.script in scripts)]


def _wanted(pack: BoilerplatePack, lowered: str) -> list[BoilerplateRule]:
    """The rules that a text can meet at all, by the words they need."""
    return [r for r in pack.rules if not r.needs or any(n in lowered for n in r.needs)]


def _apply(rules: list[BoilerplateRule], lines: list[Line], folded: str) -> None:
    """From the end up the rules of the end and of anywhere, then from the start down those of the start."""
    ending = _by_match(r for r in rules if r.where != "start")
    middle = _by_match(r for r in rules if r.where == "anywhere")
    kept = 0
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if not line.gone:
            _cut_line(line, folded, ending if kept < EDGE_END else middle)
            if line.gone and line.pieces[-1].heading:
                _cut_titles(lines[at + 1 :], line.pieces[-1].rule, folded)
        kept += not line.gone
    starting = _by_match(r for r in rules if r.where in ("start", "edge"))
    kept = 0
    for line in lines:
        if not line.gone:
            _cut_line(line, folded, starting)
        kept += not line.gone
        if kept >= EDGE_START:
            return


def _by_match(rules: Iterable[BoilerplateRule]) -> Groups:
    groups: Groups = {"paragraph": [], "heading": [], "head": [], "tail": [], "piece": []}
    for rule in rules:
        groups[rule.match].append(rule)
    return groups


def _cut_line(line: Line, folded: str, groups: Groups) -> None:
    """Glued pieces off, then the rest if it is boilerplate as a whole, else what stands inside it."""
    words = folded[line.at : line.stop]
    if groups["tail"]:
        _peel(line, words, groups["tail"], last=True)
    if groups["head"]:
        _peel(line, words, groups["head"], last=False)
    for rule in groups["paragraph"] + groups["heading"]:
        found = rule.find(words, line.start, line.end) if line.start < line.end else None
        if found:
            line.take(found, rule)
            return
    if line.end - line.start <= LONGEST_LINE:
        for rule in groups["piece"]:
            for found in rule.pattern.finditer(words, line.start, line.end):
                line.take_inside(found, rule)


def _peel(line: Line, words: str, rules: list[BoilerplateRule], *, last: bool) -> None:
    """Take pieces off a line's end (or start) one by one, the shortest first: so glued pieces come apart."""
    for _ in range(MOST_PIECES):
        best: tuple[re.Match[str], BoilerplateRule] | None = None
        for rule in rules:
            found = rule.find(words, line.start, line.end) if line.start < line.end else None
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
