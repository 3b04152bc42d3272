"""Pages that stand in a story's place: walls, pages that were not found, a site's pages about itself.

Such a page is told by its title, its address and its sentences together: a story may be about cookies, and a headline
may say "not found". Words: rules/data/walls.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from crawler.items import FailureReason
from crawler.pages.dom.page import Page
from crawler.pages.metadata.declared import Metadata
from crawler.rules.walls import Names, Place, WallWords, folded, title_parts, wall_words

# Such a page says no more than this, in characters; a longer text is a story, whatever its title.
_LONGEST = 2500
# Where only the title or one sentence names such a page, its text is no longer than this.
_SHORT = 600
# At least this share of a wall's text speaks of what it asks for, and of a declared story's that a wall hides.
_SHARE, _DECLARED_SHARE = 0.6, 0.85
# With so little text, the source tells a check for robots.
_HARDLY_ANY = 200


@dataclass(frozen=True, slots=True)
class Unreadable:
    """reason: as in failures.jsonl; detail: what the page is, in a sentence."""

    reason: FailureReason
    detail: str


def find_unreadable(page: Page, meta: Metadata, text: str) -> Unreadable | None:
    """What a page is that stands in a story's place; None where nothing speaks for that. text: the body's."""
    if len(text) > _LONGEST:
        return None
    declared = _is_declared(meta)
    titles = list(_titles(page, meta))
    paragraphs = [folded(line) for line in text.split("\n") if line.strip()]
    return (
        _wall(page, titles, paragraphs, declared)
        or _not_found(titles, paragraphs, len(text), declared)
        or (None if declared else _own_page(page, titles))
    )


def _is_declared(meta: Metadata) -> bool:
    """Whether the page declares a date of publication; one in the URL says nothing: what was once there had it too."""
    dated = meta.provenance.get("date_published")
    return dated is not None and dated.source != "heuristic"


def _titles(page: Page, meta: Metadata) -> Iterable[str]:
    """What the page calls itself, folded: headline, <title>, og:title, first heading."""
    heading = next((" ".join(e.itertext()) for e in page.tagged("h1")), "")
    named = (meta.title, page.tree.findtext(".//title") or "", *page.meta.get("og:title", ()), heading)
    return dict.fromkeys(folded(title[:300]) for title in named if title.strip())


def _wall(page: Page, titles: list[str], paragraphs: list[str], declared: bool) -> Unreadable | None:
    """A wall: named by title, address or a sentence, and most of its text speaks of what it asks for."""
    size = sum(map(len, paragraphs))
    for kind in dict.fromkeys(group.kind for group in _groups("wall")):
        named = _named("wall", kind, titles, page.url)
        sentences = _in_any("wall", ("text",), kind, paragraphs)
        if not named and not sentences:
            if size < _HARDLY_ANY and not declared and _in_any("wall", ("markup",), kind, [page.html.casefold()]):
                return _unreadable("wall", kind)
            continue
        share = sum(map(len, _speaking(kind, paragraphs))) / size if size else 1.0
        if share >= (_DECLARED_SHARE if declared else _SHARE) and (named or sentences or not size):
            return _unreadable("wall", kind)
        if named and size < _SHORT and not declared:
            return _unreadable("wall", kind)
    return None


def _not_found(titles: list[str], paragraphs: list[str], size: int, declared: bool) -> Unreadable | None:
    """A page that says in its title, or in one of its first sentences, that there is nothing."""
    if declared:
        return None
    for group in _groups("not-found"):
        if group.place == "text":
            says = size < _SHORT and any(map(group.find, paragraphs[:3]))
        elif group.place == "title" and any(_is_whole(group, title) for title in titles):
            says = True  # however many stories it goes on to offer
        else:
            says = size < _SHORT and any(map(group.find, titles))
        if says:
            return _unreadable("not-found", group.kind)
    return None


def _own_page(page: Page, titles: list[str]) -> Unreadable | None:
    for group in _groups("own-page"):
        if group.find(page.url) if group.place == "address" else any(map(group.find, titles[:1])):
            return Unreadable("not-article", f"{group.kind}, such as its imprint or privacy notice")
    return None


def _named(names: Names, kind: str, titles: list[str], url: str) -> bool:
    """Whether the title or the address names such a page."""
    return _in_any(names, ("title", "whole"), kind, titles) or _in_any(names, ("address",), kind, [url])


def _speaking(kind: str, paragraphs: list[str]) -> list[str]:
    """The paragraphs that speak of what a kind of wall asks for."""
    groups = [g for g in _groups("wall") if g.kind == kind and g.place in ("title", "text", "word")]
    return [p for p in paragraphs if any(group.find(p) for group in groups)]


def _in_any(names: Names, places: tuple[Place, ...], kind: str, texts: Sequence[str]) -> bool:
    return any(g.in_any(texts) for g in _groups(names) if g.kind == kind and g.place in places)


def _is_whole(group: WallWords, title: str) -> bool:
    """Whether a part of a title is one of a group's words and nothing else."""
    parts = title_parts(title)
    return any(word.removesuffix(".") in parts for word in group.words)


@cache
def _groups(names: Names) -> tuple[WallWords, ...]:
    return tuple(group for group in wall_words() if group.names == names)


def _unreadable(reason: FailureReason, kind: str) -> Unreadable:
    return Unreadable(reason, f"the page is {kind}")
