"""A text's lines while they are being cut, and the text and pieces that come of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.items import Removed
from crawler.rules.model import BoilerplateRule

_LINE = re.compile(r"\S(?:[^\n]*\S)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line that a rule cut: places are within the line."""

    start: int
    end: int
    rule: str
    heading: bool = False
    credits: tuple[tuple[str, int, int], ...] = ()
    """Name of a field, and where in the line its value stands."""


@dataclass(slots=True)
class Line:
    """A line of a text, without the white space around it, and what is left of it."""

    at: int
    """Its offset in the text."""
    stop: int
    """Where it ends in the text."""
    start: int
    """Where what is left begins, within the line."""
    end: int
    """Where what is left ends, within the line."""
    pieces: list[Piece] = field(default_factory=list)

    @property
    def gone(self) -> bool:
        """Whether nothing is left."""
        return self.start >= self.end

    def take(self, found: re.Match[str], rule: BoilerplateRule) -> None:
        """Cut a match that begins or ends what is left, and the white space it was apart by."""
        start, end, words = found.start(), found.end(), found.string
        if end >= self.end:
            while start > self.start and words[start - 1].isspace():
                start -= 1
            end, self.end = self.end, start
        else:
            while end < self.end and words[end].isspace():
                end += 1
            self.start = end
        inside = [p for p in self.pieces if p.start < end and start < p.end]
        start, end = min([start, *(p.start for p in inside)]), max([end, *(p.end for p in inside)])
        self.pieces = [p for p in self.pieces if p not in inside]
        self.pieces.append(Piece(start, end, rule.id, rule.match == "heading", _credits(found)))

    def take_inside(self, found: re.Match[str], rule: BoilerplateRule) -> None:
        """Cut a match wherever it is; one that overlaps an earlier one is let be."""
        start, end, words = found.start(), found.end(), found.string
        if start == end or any(p.start < end and start < p.end for p in self.pieces):
            return
        if start <= self.start or end >= self.end:
            self.take(found, rule)
            return
        if words[start - 1].isspace():
            while end < self.end and words[end].isspace():
                end += 1
        self.pieces.append(Piece(start, end, rule.id, False, _credits(found)))

    def take_all(self, rule: str) -> None:
        """Cut all that is left."""
        if not self.gone:
            self.pieces = [p for p in self.pieces if p.end <= self.start or p.start >= self.end]
            self.pieces.append(Piece(self.start, self.end, rule))
            self.end = self.start


def _credits(found: re.Match[str]) -> tuple[tuple[str, int, int], ...]:
    return tuple((name, *found.span(name)) for name, value in found.groupdict().items() if value)


def lines_of(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    return [Line(m.start(), m.end(), 0, m.end() - m.start()) for m in _LINE.finditer(text)]


def cut(text: str, lines: list[Line]) -> tuple[str, list[Removed]]:
    """The text without its lines' pieces, and the pieces, in order of place.

    A line that is gone takes the white space after it along, or, where the break before it is the shorter one or
    nothing follows, that before it: what is left keeps its paragraphs apart, and does not end in white space.
    """
    removed = [Removed(rule, text[a:b], a) for a, b, rule in _spans(text, lines)]
    out, at = [], 0
    for piece in removed:
        out.append(text[at : piece.at])
        at = piece.at + len(piece.text)
    return "".join([*out, text[at:]]), removed


def _spans(text: str, lines: list[Line]) -> Iterator[tuple[int, int, str]]:
    """Places in the text and rule ids of all pieces, in order; they do not overlap."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.gone:
            yield from ((line.at + p.start, line.at + p.end, p.rule) for p in _ordered(line))
            at += 1
            continue
        stop = at
        while stop < len(lines) and lines[stop].gone:
            stop += 1
        yield from _run(text, lines, at, stop)
        at = stop


def _run(text: str, lines: list[Line], first: int, stop: int) -> Iterator[tuple[int, int, str]]:
    """The pieces of neighbouring lines that are gone, widened so that they cover the breaks between them."""
    low = lines[first - 1].stop if first else 0
    high = lines[stop].at if stop < len(lines) else len(text)
    if first and stop < len(lines):
        before, after = lines[first].at - low, high - lines[stop - 1].stop
        low, high = (lines[first].at, high) if before >= after else (low, lines[stop - 1].stop)
    pieces = [(line.at + p.start, p.rule) for line in lines[first:stop] for p in _ordered(line)]
    starts = [low, *(start for start, _ in pieces[1:]), high]
    for (_, rule), a, b in zip(pieces, starts, starts[1:], strict=False):
        yield a, b, rule


def _ordered(line: Line) -> list[Piece]:
    return sorted(line.pieces, key=lambda p: p.start)
