"""Visible markup near the headline: microdata, time elements, bylines, date boxes, labelled lines.

Only the elements around the headline are read (near.py): further off stand other stories' names and dates. Every
element's own text and the text behind it are looked at once, the cheapest test first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from crawler.pages.dom.page import Page
from crawler.pages.metadata.attribute_roles import (
    attribute_words_of,
    is_author_link,
    roles_of,
    updated_form,
)
from crawler.pages.metadata.by_lines import begins_by_line, behind_a_date, is_anothers, persons_in, printed_by_line
from crawler.pages.metadata.bylines import people
from crawler.pages.metadata.credit_lines import read_credits
from crawler.pages.metadata.evidence import Evidence
from crawler.pages.metadata.headline_area import around, beside
from crawler.pages.metadata.printed import (
    LABEL_LENGTH,
    LONGEST,
    in_a_sentence,
    read_microdata,
    text_before,
    text_of,
)
from crawler.text.date_forms import EPOCH, find_dates, yearless_date
from crawler.text.date_labels import Label, label_of, labels_of
from crawler.text.normalize import line
from crawler.text.relative_dates import is_relative

_NEAR, _BYLINE_FAR, _BYLINES_APART, _SIGNED = 60, 140, 30, 12
_DATE_FAR, _CREDITS_FAR = 100, 20
_BY_LENGTH, _DATE_LENGTH, _DATE_HEAD, _AGO_LENGTH = 100, 100, 40, 24
_LABELLED = 1000
_SILENT = frozenset(
    ("script", "style", "svg", "path", "g", "use", "noscript", "option", "select", "iframe", "head", "meta")
)
_LABEL = re.compile(
    r"[记記]者|[来來]源|作者|[编編][辑輯译譯]|[責责][编編]|撰[文稿]|文\s?[/／╱:：|｜丨・]|기자|특파원|[转轉]自|出[处處]|稿源|通[讯訊][员員]"
    r"|[采採][写寫]|報導|报道|執筆|聞き手|構成|取材|ライター"
)
_YEAR = re.compile(r"\d{4}|\d\D\d{1,2}\D\d{2}(?!\d)|[年년]|前|ago")
_DIGIT = re.compile(r"\d")
# In this order: a dict's keys keep it, and are a set to compare with.
_STAMPS = dict.fromkeys(("datetime", "title", "data-timestamp", "data-time", "data-date", "data-datetime")).keys()
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]|\Z)")


def read_visible(
    page: Page,
    heading: etree._Element | None,
    language: str | None = None,
    *,
    dates: bool = True,
    names: bool = True,
    story: Sequence[etree._Element] = (),
    aside: Collection[etree._Element] = (),
) -> tuple[Evidence, Evidence]:
    """Microdata, and what else the markup near the headline shows: published holds marked dates, dated the others.

    dates, names: False where they are not asked for; reading ends where all that is asked for stands near the headline.
    story: the elements of the story's first and last paragraph: names far behind it are others', and where nothing
    near the headline dates the page (it may be the site's), what touches the story does. aside: not read at all.
    """
    found = _Found(language, dates, _roots(page.url))
    for distance, element, behind in around(page, heading, last=story[-1] if story else None, aside=aside):
        found.closed = behind > _SIGNED
        dated = found.marked_dates or (distance > _DATE_FAR and found.other_dates)
        asked = (dates and not dated) or (names and not found.closed and not found.shown.authors)
        if distance > _NEAR and not (asked and (dates or distance < _BYLINE_FAR)):
            break
        if asked or not found.closed:
            found.read(element, distance, heading)
    near = any(distance < _DATE_FAR for distance, _ in (*found.marked_dates, *found.other_dates))
    if dates and story and not near and not found.micro.published:
        found.closed = True
        for distance, element in beside(story[0], story[-1], aside):
            found.read(element, distance, heading)
    shown, others = found.shown, sorted(found.other_dates, key=_order)
    shown.authors = shown.authors or found.by_lines
    shown.published = [raw for _, raw in sorted(found.marked_dates, key=_order)]
    shown.dated = [raw for distance, raw in others if distance < _DATE_FAR]
    shown.distant = [raw for distance, raw in others if distance >= _DATE_FAR]
    return found.micro, shown


@dataclass(slots=True)
class _Found:
    """What has been found so far; dates with their distance from the headline."""

    language: str | None
    dates: bool
    roots: tuple[str, ...]
    micro: Evidence = field(default_factory=lambda: Evidence("microdata"))
    shown: Evidence = field(default_factory=lambda: Evidence("heuristic"))
    by_lines: list[str] = field(default_factory=list)
    by_line_at: int | None = None
    marked_dates: list[tuple[int, str]] = field(default_factory=list)
    other_dates: list[tuple[int, str]] = field(default_factory=list)
    byline: tuple[int, etree._Element] | None = None
    closed: bool = False
    """Whether the element being read stands so far behind the story that it does not sign it."""

    def read(self, element: etree._Element, distance: int, heading: etree._Element | None) -> None:
        """Everything that one element says, and the text behind it."""
        tail, tag = element.tail, element.tag
        if tag not in _SILENT:
            attributes = dict(element.items())
            attribute_words = ""
            if attributes:
                attribute_words = attribute_words_of(attributes)
                if "itemprop" in attributes or "property" in attributes:
                    read_microdata(element, attributes, self.micro, writers=not self.closed)
                if tag == "a" and attributes.get("href") in self.roots:
                    self._read_site_link(element)
                if distance < _BYLINE_FAR and not self.closed:
                    self._read_byline(element, attributes, attribute_words, distance)
                if self.dates and tag != "time" and not _STAMPS.isdisjoint(attributes):
                    self._read_stamp(attributes, attribute_words, distance)
            if tag == "time":
                self._read_time(element, attributes, attribute_words, distance)
            text = element.text
            if text and not text.isspace():
                self._read_text(text, element, distance, element)
            elif attribute_words and self.dates and len(element) > 1 and roles_of(attribute_words)[1]:
                self._read_in_pieces(element, attribute_words, distance)
        if tail and not tail.isspace():
            parent = element.getparent()
            if parent is not None and parent is not heading:
                self._read_text(tail, parent, distance, None, behind=element)

    def _read_site_link(self, element: etree._Element) -> None:
        """A link to the front page, printed among words, is the site's name: "2023-06-09 <a href=/>…</a>"."""
        text = text_of(element)
        if 2 <= len(text) <= 30 and element.getprevious() is None and (element.getparent().text or "").strip():  # type: ignore[union-attr]
            self.shown.publishers.append(text)

    def _read_time(
        self, element: etree._Element, attributes: dict[str, str], attribute_words: str, distance: int
    ) -> None:
        text = text_of(element)
        value = attributes.get("datetime", "").strip() or text
        if not value:
            return
        label = label_of(text, text_before(element))
        if label == "published":  # what readers see; the attribute may hold the last change
            self.marked_dates += [(distance - _LABELLED - 1, d) for d in find_dates(text, language=self.language)][:1]
        if label == "updated" or (label is None and updated_form().search(attribute_words)):
            self.shown.modified.append(value)
        else:
            self._dated(label, distance, value)

    def _dated(self, label: Label | None, distance: int, value: str) -> None:
        """A date of the publication: one that is labelled so comes first."""
        self.marked_dates.append((distance - (_LABELLED if label else 0), value))

    def _read_stamp(self, attributes: dict[str, str], attribute_words: str, distance: int) -> None:
        """<abbr class="published" title="2023-06-09T08:01:02+02:00">, as hAtom writes it; and a date told from now that
        has its day in the title, or its second in an attribute for scripts."""
        value = next((v for name in _STAMPS if (v := attributes.get(name, "").strip())), "")
        if not value or len(value) > _DATE_HEAD:
            return
        if roles_of(attribute_words)[1] and (_ISO.match(value) or EPOCH.match(value) or self._is_date(value)):
            self.marked_dates.append((distance, value))
        elif _ISO.match(value) and updated_form().search(attribute_words):
            self.shown.modified.append(value)

    def _is_date(self, value: str) -> bool:
        return list(find_dates(value, language=self.language)) == [line(value)]

    def _read_byline(
        self, element: etree._Element, attributes: dict[str, str], attribute_words: str, distance: int
    ) -> None:
        """Bylines stand together, close to the headline: one that is far off belongs to another story."""
        linked = element.tag == "a" and is_author_link(attributes)
        named = bool(attribute_words) and roles_of(attribute_words)[0]
        if not (named or linked) or (not named and in_a_sentence(element)) or is_anothers(text_before(element)):
            return
        if self.byline and (distance >= self.byline[0] + _BYLINES_APART or _within(element, self.byline[1])):
            return
        links = [a for a in islice(element.iter("a"), 20) if a is not element and is_author_link(dict(a.items()))]
        if names := persons_in(links) or persons_in([element]):
            self.shown.authors += [n for n in names if n not in self.shown.authors]
            self.byline = (distance, element)
        elif (attributes.get("rel") == "author" or named) and len(words := people(text_of(element)[:LONGEST])) == 1:
            self.shown.given_names += words

    def _read_text(
        self,
        raw: str,
        element: etree._Element,
        distance: int,
        first: etree._Element | None,
        behind: etree._Element | None = None,
    ) -> None:
        """Labelled credits, "By …" and dates in a piece of an element's own text; the cheap tests first.

        first: the element, where the piece stands at its beginning; behind: the child that the piece stands behind.
        """
        raw = raw[: 2 * LONGEST]
        labelled = distance < _CREDITS_FAR and not raw.isascii() and _LABEL.search(raw)
        by_line = None if self.closed else self._by_line(raw)
        dated = self.dates and (distance <= _NEAR or not self.marked_dates) and _DIGIT.search(raw)
        if not (labelled or by_line or dated):
            return
        text = line(raw)[:LONGEST]
        if labelled:
            whole = text_of(element)
            parent = element.getparent()
            # <span>作者：</span>赵春燕: the name stands behind the label's own element.
            if whole.endswith((":", "：")) and parent is not None:
                whole = text_of(parent)
            self._add_credits(whole[:LONGEST])
        if by_line and len(text) < _BY_LENGTH:
            self._read_by_line(by_line, element, behind, distance)
        if dated:
            before = text_of(behind)[-40:] if behind is not None else text_before(element) if first is not None else ""
            self._read_dates(text, attribute_words_of(dict(element.items())), distance, before)

    def _by_line(self, raw: str) -> str | None:
        """What begins as a byline in a piece of text: all of it, or what stands behind a date."""
        if begins_by_line(raw):
            return line(raw)[:LONGEST]
        return behind_a_date(line(raw), self.language) if len(raw) <= LONGEST and _DIGIT.search(raw) else None

    def _read_by_line(self, text: str, element: etree._Element, behind: etree._Element | None, distance: int) -> None:
        """Like marked bylines: those that stand together."""
        if self.by_line_at is not None and distance >= self.by_line_at + _BYLINES_APART:
            return
        names = printed_by_line(text, element, behind)
        self.by_line_at = distance if names else self.by_line_at
        self.by_lines += [n for n in names if n not in self.by_lines]

    def _read_in_pieces(self, element: etree._Element, attribute_words: str, distance: int) -> None:
        """A date whose day, month and year stand in a child each: <span>Apr</span><span>04</span><span>2013</span>."""
        pieces = [child.text or "" for child in islice(element, 6)]
        if len(element) <= 6 and all(0 < len(p.strip()) < 12 for p in pieces):
            self._read_dates(line(" ".join(pieces)), attribute_words, distance)

    def _read_dates(self, text: str, attribute_words: str, distance: int, before: str = "") -> None:
        # In a sentence only a date at its head is about the sentence, and hardly about the page.
        short = len(text) < _DATE_LENGTH
        marked = short and bool(attribute_words) and roles_of(attribute_words)[1]
        dates = list(find_dates(text if short else text[:_DATE_HEAD], language=self.language))
        if not dates and marked and (yearless := yearless_date(text, language=self.language)):
            dates = [yearless]
        elif (
            not dates
            and (marked or (distance <= _CREDITS_FAR and len(text) < _AGO_LENGTH))
            and is_relative(text, self.language)
        ):
            dates, marked = [text[:_DATE_HEAD]], True
        distance += 0 if short else _DATE_FAR
        # In a sentence the words of labels are verbs: a line that dates the page holds little else.
        brief = len(text) - sum(map(len, dates)) <= LABEL_LENGTH and not text.endswith(("。", "，", ","))
        for raw, label in zip(dates, labels_of(text, dates, before), strict=True):
            if label == "updated":
                self.shown.modified.append(raw)
            elif marked or (label and brief):
                self._dated(label if brief else None, distance, raw)
            else:
                self.other_dates.append((distance, raw))

    def _add_credits(self, text: str) -> None:
        credits, shown = read_credits(text), self.shown
        shown.authors += [n for n in credits.authors if n not in shown.authors]
        shown.editors += [n for n in credits.editors if n not in shown.editors]
        shown.sources += [credits.source] if credits.source and credits.source not in shown.sources else []


def _order(date: tuple[int, str]) -> tuple[bool, int]:
    """Dates with a year first, then the nearest to the headline."""
    distance, raw = date
    return not _YEAR.search(raw), distance


def _roots(url: str) -> tuple[str, ...]:
    """The spellings of a link to the site's front page."""
    scheme, _, rest = url.partition("://")
    host = rest.partition("/")[0]
    return ("/", f"{scheme}://{host}", f"{scheme}://{host}/") if host else ("/",)


def _within(element: etree._Element, outer: etree._Element) -> bool:
    return any(ancestor is outer for ancestor in islice(element.iterancestors(), 6))
