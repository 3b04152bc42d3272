"""Where a story comes from: whom a text credits, and which of its copies is probably the first.

`credited(text)` reads what pages print: a credit line (来源：新华社, Originally published by …), an agency's dateline
or signature ((Reuters) —, 新华社北京6月9日电, (dpa)). `probable_origin(copies)` weighs the copies of a story: the one
that others credit, else one that credits nobody else, else the earliest. Words and agencies: data/syndication.toml.
Which pages are copies of each other is found in pipelines/dedupe.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from functools import cache

from crawler.rules.scripts import HAN
from crawler.rules.syndication import syndication_rules
from crawler.text.script import simplified
from crawler.text.timestamps import aware

EDGE_LINES = 4
"""Lines at either end of a text where credits stand."""
EDGE_CHARS = 300
"""Characters of such a line that are read, from the edge of the text inwards."""
NAME_CHARS = 40
"""The longest name."""
NAME_WORDS = 6

_SEPARATOR = "\x1f"
_NAME_END = re.compile(
    r"\s(?:on|in|at|am|le|el|il|op|em)\s|\s\d{1,4}[-/年.]"
    rf"|(?<=[{HAN}])\s|\s(?=[{HAN}])"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """What of a copy bears on whether it is the first."""

    site: str
    """Registrable domain."""
    publisher: str | None = None
    """The site's name."""
    source: str | None = None
    """Whom the copy credits."""
    published: str | None = None
    """ISO 8601."""
    title: str | None = None
    """Its headline."""

    def pack(self) -> str:
        """The copy as one short string, for a store."""
        return _SEPARATOR.join(value or "" for value in astuple(self))

    @classmethod
    def unpack(cls, packed: str) -> Copy:
        """A copy out of its packed form."""
        site, publisher, source, published, title = (packed.split(_SEPARATOR) + [""] * 5)[:5]
        return cls(site, publisher or None, source or None, published or None, title or None)


def credited(text: str) -> str | None:
    """The origin that a text credits at its start or end, as printed; None where it credits nobody.

    Credit lines count before datelines and signatures, the end of the text before its start.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    tail = [line[-EDGE_CHARS:] for line in reversed(lines[-EDGE_LINES:])]
    head = [line[:EDGE_CHARS] for line in lines[:EDGE_LINES]]
    for forms, places in ((_credit_lines(), tail + head), (_datelines(), head[:1]), (_signatures(), tail[:1])):
        possible = _possible("\n".join(places), forms)
        for line in places if possible else ():
            name = _credited_in(line, possible)
            if name:
                return name
    return None


@dataclass(frozen=True, slots=True)
class _Credit:
    """A form of credit, and what a line holds where it has one: few lines do, and the patterns are slow."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ("",)
    """Of these, case folded, one is in every match."""


def _possible(text: str, forms: Iterable[_Credit]) -> list[_Credit]:
    """The forms of credit that a text may hold."""
    folded = simplified(text).casefold()
    return [form for form in forms if any(need in folded for need in form.needs)]


def _credited_in(line: str, forms: Iterable[_Credit]) -> str | None:
    """The name that the first form of credit found in a line gives."""
    for form in _possible(line, forms):
        found = form.pattern.search(simplified(line))
        name = _name(line[found.start("name") : found.end("name")], line[found.end("name") :]) if found else None
        if name:
            return name
    return None


def probable_origin(copies: Sequence[Copy]) -> int:
    """Which of the copies of a story is probably the first: its index; copies are given in order of arrival.

    In turn: most credited by the others; credits nobody but itself; earliest published; came first.
    """

    def rank(index: int) -> tuple[int, bool, datetime, int]:
        copy = copies[index]
        credits = sum(_names(other.source, copy) for place, other in enumerate(copies) if place != index)
        elsewhere = copy.source is not None and not _names(copy.source, copy)
        return -credits, elsewhere, _instant(copy.published), index

    return min(range(len(copies)), key=rank)


def same_name(one: str, other: str) -> bool:
    """Whether two names mean one publisher: the same agency, or one name within the other."""
    a, b = _plain(one), _plain(other)
    if not a or not b:
        return False
    if a == b or (_agency_of(one) is not None and _agency_of(one) == _agency_of(other)):
        return True
    shorter, longer = sorted((a, b), key=lambda name: (len(name), name))
    return len(shorter) >= (6 if shorter.isascii() else 3) and shorter in longer


def _agency_of(name: str) -> str | None:
    return syndication_rules().wires.get(simplified(name).strip().lower())


def _names(source: str | None, copy: Copy) -> bool:
    """Whether a credit means the publisher of a copy."""
    if not source:
        return False
    if copy.publisher and same_name(source, copy.publisher):
        return True
    plain, label = _plain(source), _plain(copy.site.partition(".")[0])
    return bool(label) and (plain in (label, _plain(copy.site)) or copy.site.lower() in source.lower())


def _instant(published: str | None) -> datetime:
    """When a copy was published: with no time at the end of its day, with no offset in UTC; unknown comes last."""
    last = datetime.max.replace(tzinfo=UTC)
    if not published:
        return last
    try:
        when = datetime.fromisoformat(published if len(published) > 10 else f"{published}T23:59:59")
        return aware(when).astimezone(UTC)
    except (ValueError, OverflowError):
        return last


def _name(printed: str, behind: str) -> str | None:
    """A name as printed, without a date or a next field after it; None for what is a date or a sentence, or goes on
    behind the longest name."""
    name, *more = _NAME_END.split(printed, maxsplit=1)
    if len(printed) >= NAME_CHARS and not more and behind[:1].isalnum():
        return None
    name = name.strip(" \t\u3000\"'“”《》<>「」*-–—.").lstrip("于於")
    if not name or name[0].isdigit() or len(name.split()) > NAME_WORDS:
        return None
    return None if simplified(name).lower() in syndication_rules().nobody else name


def _plain(name: str) -> str:
    """Letters and digits of a name, script and case folded."""
    folded = simplified(name).lower().strip().removeprefix("the ")
    return "".join(letter for letter in folded if letter.isalnum())


@cache
def _credit_lines() -> tuple[_Credit, ...]:
    rules = syndication_rules()
    name = rf"(?P<name>[^\W_][^:：,，。;；|()（）\[\]【】]{{0,{NAME_CHARS - 1}}})"
    quote = "[\"'“《「]?"
    unspaced = [word for word in rules.credits if not word.isascii()]
    sure = [word for word in rules.credits if word not in rules.colon_only]
    colon = rf"\s?[:：]\s{{0,3}}{quote}{name}"
    plain = rf"(?=[\s\"'“《「]|[^\W\d_a-z])\s{{0,3}}{quote}{name}"
    return (
        _Credit(re.compile(rf"(?:^|[(（\[【|丨])\s?(?:{_either(rules.credits)}){colon}", re.I), (":", "：")),
        _Credit(re.compile(rf"\s(?:{_either(unspaced)}){colon}", re.I), _folded(unspaced)),
        _Credit(re.compile(rf"(?:^|[(（\[【|丨\s])(?:{_either(sure)}){plain}", re.I), _folded(sure)),
    )


@cache
def _datelines() -> tuple[_Credit, ...]:
    """WASHINGTON (AP) —, and 新华社北京6月9日电."""
    endings = _either(syndication_rules().dateline_names)
    day = r"\d{1,2}月\d{1,2}日(?:电|讯|消息)"
    return (
        _Credit(re.compile(rf"^.{{0,60}}?[(（](?P<name>{_agency()})[)）]\s?[-–—]", re.I), ("-", "–", "—")),
        _Credit(re.compile(rf"^[\s(（【]{{0,3}}(?P<name>\w{{1,12}}?(?:{endings}))\w{{0,12}}?{day}"), ("月",)),
    )


@cache
def _signatures() -> tuple[_Credit, ...]:
    """(dpa), © AFP, /新华社 at the end."""
    return (_Credit(re.compile(rf"[(（\[/©—–]\s?(?P<name>{_agency()})\s?[)）\]]?[.。]?$", re.I)),)


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def _agency() -> str:
    return _either(sorted(syndication_rules().wires, key=lambda alias: (-len(alias), alias)))


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))
