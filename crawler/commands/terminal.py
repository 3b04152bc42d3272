"""An explanation as lines for a terminal: aligned, also where characters are two cells wide; coloured on request.

Nothing that a page says reaches the lines but through `line()`: no control character, no line break.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from crawler.text.normalize import line
from crawler.text.plurals import counted

if TYPE_CHECKING:
    from crawler.pages.explain.body import PagePart
    from crawler.pages.explain.fields import Fact
    from crawler.pages.explain.links import LinksFound
    from crawler.pages.explain.page import Explanation

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_FATE = {"kept": "green", "trimmed": "yellow", "cut": "red", "linked": "cyan", "left out": "red", "outside": "dim"}
_ELSEWHERE = ("outside", "linked")
_LEAST_WIDTH = 60


def render(found: Explanation, *, width: int = 100, colour: bool = False, every: bool = False) -> str:
    """The explanation in lines no wider than `width` cells. every: blocks elsewhere on the page one by one."""
    ink = _Ink(colour)
    width = max(_LEAST_WIDTH, width)
    lines = [*_page(found, ink, width), *_fields(found.fields, ink, width)]
    lines += [*_body(found, ink, width, every), *_links(found.links, ink, width)]
    lines += ["", *(ink("dim", fit(f"Not known here: {one}", width)) for one in found.unknown_here)]
    return "\n".join(one.rstrip() for one in lines) + "\n"


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum((not unicodedata.combining(c)) + (unicodedata.east_asian_width(c) in "WF") for c in text)


def fit(text: object, width: int) -> str:
    """A text on one line, cut to a number of cells."""
    said = line(str(text))
    if cells(said) <= width:
        return said
    taken, used = [], 1
    for c in said:
        used += cells(c)
        if used > width:
            break
        taken.append(c)
    return "".join(taken) + "…"


def pad(text: str, width: int) -> str:
    """A text filled up with blanks to a number of cells."""
    return text + " " * max(0, width - cells(text))


class _Ink:
    """Colours a text, or leaves it."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, name: str, text: str) -> str:
        return f"\x1b[{_CODES[name]}m{text}\x1b[0m" if self.colour else text


def _row(label: str, text: object, width: int) -> str:
    return f"  {pad(label, 15)}{fit(text, width - 17)}"


def _page(found: Explanation, ink: _Ink, width: int) -> Iterator[str]:
    yield ink("bold", fit(found.url, width))
    yield _row("type", found.type or f"no article: {found.detail}", width)
    yield _row("id", f"{found.id}, of {found.canonical_url}", width)
    yield _row("encoding", found.encoding or "none: it came as text", width)
    if found.next_page:
        yield _row("goes on at", found.next_page, width)
    if found.site_rule:
        yield _row("site rule", found.site_rule, width)
    rights = found.rights
    said = [f"{name} {value}" for name in ("robots", "meta", "header", "tdm") if (value := getattr(rights, name, None))]
    if said:
        yield _row("rights", "; ".join(said), width)


def _fields(facts: Sequence[Fact], ink: _Ink, width: int) -> Iterator[str]:
    yield ""
    yield ink("bold", "Fields")
    for fact in facts:
        lost = [c for c in fact.candidates if not c.used]
        if fact.value in (None, "", []) and not lost:
            continue
        value = ", ".join(fact.value) if isinstance(fact.value, list) else "none" if fact.value is None else fact.value
        source = fact.source or ""
        yield f"  {pad(fact.name, 24)}{pad(source, 11)}{fit(value, width - 37)}"
        for one in lost:
            yield ink("dim", f"    {pad('not taken', 22)}{pad(one.source, 11)}{fit(one.raw, width - 37)}")


def _body(found: Explanation, ink: _Ink, width: int, every: bool) -> Iterator[str]:
    body = found.body
    kept = sum(part.fate in ("kept", "trimmed") for part in body.parts)
    where = f" in {body.root}" if body.root else "" if body.source == "none" else f" out of {body.source}"
    yield ""
    yield ink("bold", fit(f"Body: {kept} of {len(body.parts)} blocks kept{where}; {body.characters} characters", width))
    if body.looks > 1:
        yield "  looked at twice, the second time with the names of containers distrusted"
    for (fate, block), parts in groupby(body.parts, key=lambda part: (part.fate, part.link_block)):
        if fate in _ELSEWHERE and not every:
            number = sum(1 for _ in parts)
            noun = "block" if number == 1 else "blocks"
            of = "" if block is None else f", part of block {block} of links"
            yield f"  {ink(_FATE[fate], pad(fate, 10))}{ink('dim', f'{number} {noun}{of}')}"
        else:
            for part in parts:
                yield from _part(part, ink, width)


def _part(part: PagePart, ink: _Ink, width: int) -> Iterator[str]:
    yield f"  {ink(_FATE[part.fate], pad(part.fate, 10))}{pad(part.role, 11)}{fit(part.text, width - 23)}"
    if part.fate != "kept":
        yield ink("dim", " " * 23 + fit(f"{part.why} ({part.place})", width - 23))
    if part.fate == "trimmed":
        for cut in part.removed:
            yield ink("red", " " * 23 + fit(f"- {cut.text}", width - 23))


def _links(blocks: Sequence[LinksFound], ink: _Ink, width: int) -> Iterator[str]:
    yield ""
    yield ink("bold", f"Links: {sum(len(b.links) for b in blocks)} in {counted(len(blocks), 'block')}")
    for block in blocks:
        heading = f"“{line(block.heading)}”" if block.heading else "no heading"
        place = f", {block.place}" if block.place else ""
        yield f"  {ink('cyan', fit(f'{block.block} {block.kind}: {heading}{place}', width - 2))}"
        if block.evidence:
            yield from (ink("dim", f"    {one}") for one in _joined(_reasons(block.evidence), width - 4))
        for link in block.links:
            itself = "the page itself: " if link.itself else ""
            yield f"    {link.rank:>3}  {link.relevance:.3f}  {fit(itself + link.title, width - 16)}"
            parts = " ".join(f"{name} {x:+g}" for name, x in link.points.items())
            yield ink("dim", f"{'':16}{fit(link.url, width - 16)}")
            yield ink("dim", f"{'':16}{fit(parts, width - 16)}")


def _joined(reasons: Sequence[str], width: int) -> list[str]:
    """Reasons on as few lines as hold them."""
    lines = ["because"]
    for reason in reasons:
        said = fit(reason, width - 2)
        if cells(lines[-1]) + cells(said) + 2 > width:
            lines.append(f"  {said};")
        else:
            lines[-1] += f" {said};"
    return [*lines[:-1], lines[-1].rstrip(";")]


def _reasons(evidence: dict[str, Any]) -> list[str]:
    """The evidence in words: the heading, how probable each kind is, and the points for it, the weightiest first."""
    said = [] if evidence["decided_by"] == "points" else [f"decided by the {evidence['decided_by']}"]
    heading = evidence["heading"]
    if heading:
        says = f"announces {heading['kind']}" if heading["kind"] else "announces nothing known"
        said.append(f"heading “{heading['text']}” {says}")
    probable = sorted(evidence["probable"].items(), key=lambda kind: -kind[1])
    said.append(", ".join(f"{kind} {share:.0%}" for kind, share in probable))
    points = ", ".join(f"{name} {number:+}" for name, number in evidence["points"].items())
    return [*said, f"points against {evidence['against']}: {points}"]
