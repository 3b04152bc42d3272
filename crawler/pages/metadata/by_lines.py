"""Bylines as a page prints them: "By Jane Doe", "Текст: …", "23 November 2026, by Jane Doe", (c)AFP/Jane Doe.

An unmarked line is a byline where it begins with a label, or with a date and a label, and holds names besides.
Words as data: rules/data/metadata.toml, lists names.by and names.by_colon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from lxml import etree

from crawler.pages.metadata.bylines import people
from crawler.pages.metadata.printed import LONGEST, pieces_of, text_behind, text_of
from crawler.rules.metadata import metadata_rules
from crawler.text.date_forms import find_dates
from crawler.text.names import is_organization, is_person
from crawler.text.words import alternation

_LONGEST = 100
_MOST_LETTERS = 18
_LETTER = r"(?<=[\s:：])[^\W\d_]"
_SAID = (
    "posted|published|written|submitted|reported|updated|publicado|publicada|publié|publiée|pubblicato|veröffentlicht"
    "|geplaatst|gepubliceerd|opublikowano|dodano|опубликовано|опубликовал|размещено"
    "|publicerad|publisert|yayınlandı"
)
_FIRST_WORD = re.compile(r"\s*[\[(|·•–—-]?\s*([^\W\d_]+)")
# A label in the middle of a line, behind a date; von, de and di are parts of names, but not behind a number.
_INNER = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|[Dd]oor|[Pp]rzez|[Oo]leh|[Аа]втор|[Aa]v|[Aa]f|[Dd]i)\b\s?:?\s(?=[^\W\d_a-zß-ÿ])"
)
_BEFORE_INNER = frozenset(" |·•,–—.-")
# (c)AFP/Jane Doe, – The Straits Times/Jane Doe: an agency and its writer behind the last sentence.
_AGENCY_SIGNED = re.compile(r"(?:[(（]c[)）]|©|(?<=[\s.。”\"])[–—-])\s?([^\n–—©()（）]{5,80})\Z", re.I)

# What stands before a name says that she took the pictures, translated or edited.
_ANOTHERS = re.compile(
    r"\b(?:photo(?:s|graphs?|graphy)?|pictures?|illustrations?|fotos?|bilder|edit(?:ed|ing)|translat(?:ed|ion)|übersetz(?:t|ung)"
    r"|traducid[oa]|traducción|tradu(?:it|ction)|tradu[çz](?:ido|ão)|tradott[oa]|traduzione|vertaald|vertaling|перев[её]л\w?|перевод"
    r"|tłum(?:aczenie|aczył\w?)|překlad|перекла\w+)\b(?:\s(?:by|von|par|por|da|di|door|av|af))?\s?[:：]?\s*\Z|[翻訳譯译][者訳]?\s?[:：／/]?\s*\Z",
    re.I,
)
_LINE_BREAKS = ("br", "hr", "img")
_JOINERS = (",", "&", " and", " und", " et", " y", " e", " og", " och", " en", " i", " и", " і", " та", " ve", " dan")


@cache
def by_line_form() -> re.Pattern[str]:
    """A line that begins as a byline does, or holds nothing but the label."""
    rules = metadata_rules().names
    by, colon = alternation(rules["by"]), alternation(rules["by_colon"])
    return re.compile(
        rf"\s*[\[(|·•–—-]?\s*(?:(?:{_SAID})\b.{{0,48}}\s|(?:ein|eine)\s\w{{4,20}}\s|aus\s\w{{3,20}}\s)?(?:(?:{by})\s?[:：՝]?\s*(?:{_LETTER}|\Z)|(?:{colon})\s?[:：]\s*(?:[^\W\d_]|\Z))",
        re.I,
    )


def begins_by_line(text: str) -> re.Match[str] | None:
    """The label with which a line begins as a byline does. Most lines begin with another word: that is told at once."""
    first = _FIRST_WORD.match(text)
    return by_line_form().match(text) if first and first[1].casefold() in _first_words() else None


@cache
def _first_words() -> frozenset[str]:
    rules = metadata_rules().names
    labels = (*rules["by"], *rules["by_colon"], *_SAID.split("|"), "ein", "eine", "aus")
    return frozenset(first[1].casefold() for label in labels if (first := _FIRST_WORD.match(label)))


def behind_a_date(text: str, language: str | None = None) -> str | None:
    """The byline that stands behind a date in a short line: "Nov. 23, 2026 | By Jane Doe"; None where none does."""
    inner = _INNER.finditer(text) if len(text) <= _LONGEST else ()
    found = next((m for m in inner if m.start() > 0 and text[m.start() - 1] in _BEFORE_INNER), None)
    if not found:
        return None
    head = text[: found.start()]
    dates = list(find_dates(head, language=language))
    letters = sum(map(str.isalpha, head)) - sum(c.isalpha() for date in dates for c in date)
    return text[found.start() :] if dates and letters <= _MOST_LETTERS else None


def is_anothers(before: str) -> bool:
    """Whether the text before a name says that its bearer did not write the story."""
    return _ANOTHERS.search(before) is not None


def signed(text: str) -> list[str]:
    """The persons whom a line that is a byline names, as the first or the last of a story may be."""
    if len(text) > _LONGEST or not begins_by_line(text):
        return []
    names = people(text)
    return [n for n in names if is_person(n)] if names and is_person(names[0]) else []


def signed_for_an_agency(text: str) -> tuple[list[str], str | None]:
    """The writers and the agency that a story's last line ends with: "(c)AFP/Jane Doe"."""
    found = _AGENCY_SIGNED.search(text[-_LONGEST:])
    parts = [part.strip(" .") for part in found[1].split("/")] if found else []
    agencies = [part for part in parts if is_organization(part)]
    persons = [part for part in parts if part not in agencies and is_person(part)]
    whole = agencies and persons and len(agencies) + len(persons) == len(parts)
    return (persons, agencies[0]) if whole else ([], None)


def printed_by_line(text: str, element: etree._Element, behind: etree._Element | None) -> list[str]:
    """The persons in a byline, who may stand in children, "Von <b>…</b>", or behind a label: "<b>Autor:</b> …".

    text: the byline, a piece of the element's own text; behind: the child that it stands behind, where it does.
    """
    if behind is not None and behind.tag not in _LINE_BREAKS and len(text_of(element)) > LONGEST:
        return []  # in the middle of a sentence: "<a>…</a> by Jane Doe, who …"
    names = [n for n in people(text) if is_person(n)]
    if not names and (form := begins_by_line(text)) and form.end() == len(text):
        names = _persons_in_line(_value(element, behind))
    if not names or text.endswith(_JOINERS):
        names = persons_in([element]) or names
    return names


def _value(element: etree._Element, behind: etree._Element | None) -> str:
    """What a label that ends its piece of text is followed by: the next child, else what stands behind the element."""
    following = behind.getnext() if behind is not None else next(iter(element), None)
    return text_behind(element) if following is None else text_of(following)


def _persons_in_line(text: str) -> list[str]:
    return [n for n in people(text) if is_person(n)] if len(text) < _LONGEST else []


def persons_in(elements: Sequence[etree._Element]) -> list[str]:
    """The persons whom elements name: a name and a role stand in an element each, or a name's parts do."""
    return [
        n
        for pieces, whole in ((pieces_of(e), text_of(e)) for e in elements)
        if 0 < len(whole) <= LONGEST
        for n in ([p for p in people(pieces) if is_person(p)] or [p for p in people(whole) if is_person(p)])
    ]
