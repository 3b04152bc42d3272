"""Pages that stand in a story's place: walls, pages that were not found, a site's pages about itself.

Such a page is told by its title, its address and its sentences together: a story may be about cookies, and a headline
may say "not found". Words: rules/data/walls.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from crawler.items import FailureReason
from crawler.pages.dom.page import Page
from crawler.pages.metadata.declared import Metadata
from crawler.rules.scripts import CJK
from crawler.rules.walls import Names, Place, WallWords, folded, folded_case, single_spaced, title_parts, wall_words
from crawler.text.literals import Literals
from crawler.urls.canonical import site

# Such a page says no more than this, in characters; a longer text is a story, whatever its title.
_LONGEST = 2500
# Where only the title or one sentence names such a page, its text is no longer than this.
_SHORT = 600
# A page of so few characters says in them what it is: words for titles count in its lines too.
_NOTICE = 200
# At least this share of a wall's text speaks of what it asks for, and of a declared story's that a wall hides.
_SHARE, _DECLARED_SHARE = 0.6, 0.85
# With so little text, the source tells a check for robots.
_HARDLY_ANY = 200
# Words of one stem begin alike in so many letters.
_STEM = 4
# A title of so many words, or pairs of letters of a script without blanks, is a headline.
_HEADLINE_WORDS = 4
_NO_DIGIT = re.compile(r"\D+")
_WORD = re.compile(r"[^\W\d_]+")
_WIDE = re.compile(rf"[{CJK}]")
_UNSPACED = re.compile(rf"[{CJK}]{{2}}")
# A story's text has so many words in common with its headline, and with one that a group's word is in; a pair of
# letters of a script without blanks is half a word.
_COMMON, _COMMON_NAMED, _WIDE_WEIGHT = 2, 4, 0.5
# Places beside titles and text, where words are looked for only when it comes to them.
_ELSEWHERE: tuple[Place, ...] = ("address", "markup")


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a page says of itself, in words as the groups compare them."""

    page: Page
    declared: bool
    """Whether it declares a date of publication."""
    titles: list[str]
    paragraphs: list[str]
    groups: list[WallWords]
    """The groups of which a word may be in that, in the order of the file."""

    def of(self, names: Names) -> list[WallWords]:
        """The groups that name a kind of page."""
        return [group for group in self.groups if group.names == names]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """reason: as in failures.jsonl; detail: what the page is, in a sentence."""

    reason: FailureReason
    detail: str


def find_unreadable(page: Page, meta: Metadata, text: str) -> Unreadable | None:
    """What a page is that stands in a story's place; None where nothing speaks for that. text: the body's."""
    if len(text) > _LONGEST:
        return None
    titles = list(_titles(page, meta))
    paragraphs = [line for line in map(single_spaced, folded_case(text).split("\n")) if line]
    evidence = _Evidence(page, _is_declared(meta), titles, paragraphs, _possible_groups([*titles, *paragraphs]))
    found = _wall(evidence) or _not_found(evidence, len(text)) or _own_page(evidence) or _stray_line(evidence, meta)
    return None if found is None or _tells_its_headline(evidence, folded(meta.title)) else found


def _possible_groups(texts: Sequence[str]) -> list[WallWords]:
    """The groups of which a word is in some texts, or may be elsewhere on the page."""
    present = _literals().present("\n".join(texts))
    return [group for group in wall_words() if group.place in _ELSEWHERE or not present.isdisjoint(group.plain)]


@cache
def _literals() -> Literals:
    return Literals(word for group in wall_words() if group.place not in _ELSEWHERE for word in group.plain)


def _is_declared(meta: Metadata) -> bool:
    """Whether the page declares a date of publication; one in the URL says nothing: what was once there had it too."""
    dated = meta.provenance.get("date_published")
    return dated is not None and dated.source != "heuristic"


def _titles(page: Page, meta: Metadata) -> Iterable[str]:
    """What the page calls itself, folded: headline, <title>, og:title, first heading."""
    heading = next((" ".join(e.itertext()) for e in page.tagged("h1")), "")
    named = (meta.title, page.tree.findtext(".//title") or "", *page.meta.get("og:title", ()), heading)
    return dict.fromkeys(folded(title[:300]) for title in named if title.strip())


def _tells_its_headline(evidence: _Evidence, title: str) -> bool:
    """Whether the text goes on about what a headline says, as a story does: a wall has nothing in common with the
    headline of the story behind it, and what it calls itself is a group's word or a sentence of its own."""
    if not _is_headline(title) or any(_is_sentence_of(title, line) for line in evidence.paragraphs):
        return False
    text = " ".join(evidence.paragraphs)
    titled = {group.find(title) for group in evidence.groups if group.place in ("title", "whole")} - {None}
    named = {*titled, *(group.find(text) for group in evidence.groups)} - {None}
    common = (_content_words(title) & _content_words(text)) - _content_words(f"{named} {site(evidence.page.url)}")
    return sum(_WIDE_WEIGHT if _WIDE.match(word) else 1 for word in common) >= (_COMMON_NAMED if titled else _COMMON)


def _is_sentence_of(title: str, paragraph: str) -> bool:
    """Whether a title stands in a paragraph as it is, and a sentence ends with it."""
    at = paragraph.find(title)
    return at >= 0 and not paragraph[at + len(title) :].lstrip("\"'”’»」)")[:1].strip(".:!?…。：！？")


def _is_headline(title: str) -> bool:
    return len(_WORD.findall(title)) >= _HEADLINE_WORDS or len(_UNSPACED.findall(title)) >= _HEADLINE_WORDS


def _wall(evidence: _Evidence) -> Unreadable | None:
    """A wall: named by title, address or a sentence, and most of its text speaks of what it asks for."""
    size, declared = sum(map(len, evidence.paragraphs)), evidence.declared
    walls = evidence.of("wall")
    for kind in dict.fromkeys(group.kind for group in walls):
        groups = [group for group in walls if group.kind == kind]
        named = _named(groups, evidence)
        sentences = _in_any(groups, ("text",), evidence.paragraphs)
        if not named and not sentences:
            if size < _HARDLY_ANY and not declared and _in_any(groups, ("markup",), [evidence.page.html.casefold()]):
                return _unreadable("wall", kind)
            continue
        share = sum(map(len, _speaking(groups, evidence.paragraphs))) / size if size else 1.0
        if share >= (_DECLARED_SHARE if declared else _SHARE) and (named or sentences or not size):
            return _unreadable("wall", kind)
        if named and size < _SHORT and not declared:
            return _unreadable("wall", kind)
    return None


def _not_found(evidence: _Evidence, size: int) -> Unreadable | None:
    """A page that says in its title, or in one of its first sentences, that there is nothing. size: of its text."""
    if evidence.declared:
        return None
    for group in evidence.of("not-found"):
        if group.place == "text":
            says = size < _SHORT and any(map(group.find, evidence.paragraphs[:3]))
        elif group.place == "title" and any(_is_whole(group, title) for title in evidence.titles):
            says = True  # however many stories it goes on to offer
        else:
            lines = evidence.paragraphs[:3] if group.place == "title" and _is_notice(evidence) else []
            says = size < _SHORT and any(map(group.find, (*evidence.titles, *lines)))
        if says:
            return _unreadable("not-found", group.kind)
    return None


def _own_page(evidence: _Evidence) -> Unreadable | None:
    if evidence.declared:
        return None
    for group in evidence.of("own-page"):
        names = [evidence.page.url] if group.place == "address" else evidence.titles[:1]
        if any(map(group.find, names)):
            return Unreadable("not-article", f"{group.kind}, such as its imprint or privacy notice")
    return None


def _stray_line(evidence: _Evidence, meta: Metadata) -> Unreadable | None:
    """A page of a line or two that has nothing else of a story: no headline, no date but in its address, no author, no
    type, and no word in common with its title."""
    dated = meta.provenance.get("date_published")
    if _is_headline(meta.title):
        return None
    in_address = dated is None or _NO_DIGIT.sub("", dated.raw) in _NO_DIGIT.sub("", evidence.page.url)
    if meta.authors or not in_address:
        return None
    kinds = (*evidence.page.meta.get("og:type", ()), *(str(thing.get("@type")) for thing in evidence.page.json_ld))
    if any(word in kind.lower() for kind in kinds for word in ("article", "posting", "video", "report")):
        return None
    if not _is_notice(evidence):
        return None
    return Unreadable("not-article", "the page has a line or two, and neither date nor author nor a title of theirs")


def _is_notice(evidence: _Evidence) -> bool:
    """Whether a page has a line or two of which no word is in its title: a story's would be."""
    text = " ".join(evidence.paragraphs)
    size = len(text) + 2 * len(_WIDE.findall(text[:_NOTICE]))  # a letter of these scripts says as much as three
    titles = " ".join(evidence.titles)
    return 0 < size < _NOTICE and _content_words(text).isdisjoint(_content_words(titles))


def _content_words(text: str) -> set[str]:
    """The beginnings of a text's longer words, and the pairs of letters of scripts without blanks."""
    words = {word[:_STEM] for word in _WORD.findall(text) if len(word) >= _STEM}
    return words | {text[at : at + 2] for at in range(len(text) - 1) if _UNSPACED.fullmatch(text[at : at + 2])}


def _named(groups: list[WallWords], evidence: _Evidence) -> bool:
    """Whether the title or the address names such a page."""
    return _in_any(groups, ("title", "whole"), evidence.titles) or _in_any(groups, ("address",), [evidence.page.url])


def _speaking(groups: list[WallWords], paragraphs: list[str]) -> list[str]:
    """The paragraphs that speak of what a kind of wall asks for."""
    speaking = [group for group in groups if group.place in ("title", "text", "word")]
    return [paragraph for paragraph in paragraphs if any(group.find(paragraph) for group in speaking)]


def _in_any(groups: list[WallWords], places: tuple[Place, ...], texts: Sequence[str]) -> bool:
    return any(group.in_any(texts) for group in groups if group.place in places)


def _is_whole(group: WallWords, title: str) -> bool:
    """Whether a part of a title is one of a group's words and nothing else."""
    parts = title_parts(title)
    return any(word.removesuffix(".") in parts for word in group.words)


def _unreadable(reason: FailureReason, kind: str) -> Unreadable:
    return Unreadable(reason, f"the page is {kind}")
