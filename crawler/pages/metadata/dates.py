"""When a story was published and changed, out of everything on the page that dates it.

Order of trust: JSON-LD, microdata and meta tags that name the publication; where these differ, the one whose day the
page prints. Then what is printed by the headline, dates of open meaning, the URL. A coarse date is made finer by a
later one that says the same. `published(...)` gives the Publication; dates.py reads the single dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from crawler.items import DatePrecision
from crawler.pages.dom.page import Page
from crawler.pages.metadata.evidence import Evidence
from crawler.pages.metadata.far_from_headline import dates_of_own_card, marked_dates
from crawler.text.date_forms import find_dates, has_year, url_date, url_year
from crawler.text.dates import Dated, DateHints, parse_date
from crawler.text.language import region_of
from crawler.text.normalize import line
from crawler.text.zones import zone_info, zone_of

Candidate = tuple[str, str, Dated]
"""Source, raw, date."""
_ORDER: tuple[DatePrecision, ...] = ("year", "month", "day", "minute", "second")
_MOST = 24
_IN_UTC = re.compile(r"(?:Z|[+-]00:?00)\Z")
# From east to west, so that the least shift to a printed day is taken.
_FAR_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Australia/Sydney",
)
_YEAR_FIRST = re.compile(r"(?:199|20[0-4])\d\D")
_STAMP = re.compile(
    r"(?<!\d)(?P<y>20[0-4]\d)(?P<mark>[-/]?)(?P<m>0[1-9]|1[0-2])(?P=mark)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
_MOST_STAMPS = 2000
_COPYRIGHT = re.compile(
    r"(?:©|&copy;|&#169;|\bcopyright\b)[^<\d]{0,40}(?:\d{4}\s?[-–—]\s?)?((?:199|20[0-4])\d)(?!\d)", re.I
)


@dataclass(frozen=True, slots=True)
class Publication:
    """The dates of a story."""

    best: Candidate | None
    """Its publication."""
    modified: str | None
    """Its last change, ISO 8601."""


def published(
    page: Page,
    evidence: Sequence[Evidence],
    *,
    title: str,
    language: str | None,
    declared: Sequence[str],
    aside: Collection[etree._Element] = (),
) -> Publication:
    """Publication and last change. evidence: JSON-LD, meta tags and, where they were read, microdata and markup.
    aside: elements that hold other stories' links."""
    in_url = url_date(page.url)
    hints = _hints(page.url, in_url, language, declared)

    def read(raw: str, bounded: bool = True) -> Dated | None:
        return parse_date(raw, language=language, fetched_at=page.fetched_at if bounded else None, hints=hints)

    ld, tags, *markup = evidence
    micro, shown = markup or (Evidence("microdata"), Evidence("heuristic"))
    printed = {d[0][:10] for raw in (*micro.published, *shown.published[:3], *shown.dated[:2]) if (d := read(raw))}
    named = [(e.source, raw) for e in (ld, micro, tags) for raw in e.published][:_MOST]
    best = _finest(_printed_first(named, printed, read), read) or _after_the_fetch(page, evidence, read, in_url)
    if best is None:
        lesser = [
            *((tags.source, raw) for raw in tags.dated if (d := read(raw)) and d[0][:10] in printed),
            *(("heuristic", raw) for raw in _ends_of_titles(page, tags, title, language)),
            *((shown.source, raw) for raw in (*shown.published, *shown.dated)),
            *((tags.source, raw) for raw in tags.dated),
            *(("heuristic", raw) for raw in ([in_url] if in_url else shown.distant[:2])),
        ][:_MOST]
        best = _finest(lesser, read) or _far_from_headline(page, aside, language, read)
    else:
        best = _in_the_month_of_the_url(best, in_url, [*micro.published, *shown.published, *shown.dated], read)
    best = _with_offered_year(best, page, evidence, language, hints)
    best = _on_the_printed_day(best, {*printed, *([in_url] if in_url else [])})
    modified = next(((e.source, raw, d) for e in evidence for raw in e.modified[:3] if (d := read(raw))), None)
    return Publication(best or modified, modified[2][0] if modified else None)


def dates_agree(ld: Evidence, tags: Evidence, zone: str | None) -> bool:
    """Whether JSON-LD dates the story and no meta tag contradicts it; a time in UTC leaves the day open where the
    page's zone is not known."""
    if not ld.published or (zone is None and _IN_UTC.search(ld.published[0].strip())):
        return False
    return all(raw[:10] == ld.published[0][:10] for raw in tags.published[:2])


def home_zone(url: str, language: str | None, declared: Sequence[str]) -> str | None:
    """IANA zone of a page, where its address or language gives one."""
    return zone_of(host_of(url), language, region_of(declared))


def _far_from_headline(
    page: Page, aside: Collection[etree._Element], language: str | None, read: Callable[[str], Dated | None]
) -> Candidate | None:
    """The one day that is marked anywhere on the page, else the one beside a link to the page itself."""
    on_cards = (raw for text in dates_of_own_card(page) for raw in find_dates(text, language=language))
    return _only_day(marked_dates(page, aside), read) or _only_day(on_cards, read)


def _only_day(raws: Iterable[str], read: Callable[[str], Dated | None]) -> Candidate | None:
    """The first date, where all are of one day."""
    dates = [(raw, d) for raw in islice(raws, _MOST) if (d := read(raw))]
    return ("heuristic", *dates[0]) if len({d[0][:10] for _, d in dates}) == 1 else None


def _in_the_month_of_the_url(
    best: Candidate, in_url: str | None, shown: Sequence[str], read: Callable[[str], Dated | None]
) -> Candidate:
    """A declared date of another month than the URL's is the template's or the site's, where the page prints one that
    agrees with the URL."""
    if in_url is None or len(in_url) < 7 or best[2][0].startswith(in_url[:7]):
        return best
    agreed = (("heuristic", raw, d) for raw in shown[:_MOST] if (d := read(raw)) and d[0].startswith(in_url[:7]))
    return next(agreed, best)


def _on_the_printed_day(best: Candidate | None, printed: set[str]) -> Candidate | None:
    """A time in UTC, given on the day that the page prints: its readers' zone lies that far from Greenwich."""
    if best is None or best[2][1] not in ("minute", "second") or best[2][0][:10] in printed:
        return best
    source, raw, (stamp, precision) = best
    moment = datetime.fromisoformat(stamp)
    if moment.utcoffset() != timedelta(0):
        return best
    for name in _FAR_ZONES:
        zone = zone_info(name)
        offset = zone.utcoffset(moment.replace(tzinfo=None)) if zone else None
        local = moment.astimezone(timezone(offset)) if offset is not None else moment
        if local.date().isoformat() in printed:
            spelling = local.isoformat(timespec="minutes" if precision == "minute" else "seconds")
            return source, raw, (spelling, precision)
    return best


@lru_cache(maxsize=256)
def host_of(url: str) -> str:
    """The host of a URL, in lower case; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _hints(url: str, in_url: str | None, language: str | None, declared: Sequence[str]) -> DateHints:
    host, region = host_of(url), region_of(declared)
    near = date.fromisoformat(f"{in_url}-15"[:10]) if in_url else None
    country = host.rpartition(".")[2]
    american = language == "en" and region in ("us", None) and (len(country) > 2 or country == "us")
    zone, year = zone_of(host, language, region), None if near else url_year(url)
    return DateHints(zone=zone, near=near, year=year, month_first=american)


def _printed_first(
    candidates: Sequence[tuple[str, str]], printed: set[str], read: Callable[[str], Dated | None]
) -> Sequence[tuple[str, str]]:
    """The candidates, those of a printed day first where they do not all say the same."""
    if not printed or len(candidates) < 2:
        return candidates
    days = {raw: d[0][:10] for _, raw in candidates if (d := read(raw))}
    if len(set(days.values())) < 2 or not printed & set(days.values()):
        return candidates
    return sorted(candidates, key=lambda c: days.get(c[1]) not in printed)


def _after_the_fetch(
    page: Page, evidence: Sequence[Evidence], read: Callable[..., Dated | None], in_url: str | None
) -> Candidate | None:
    """A date after the fetch is no publication's: a typing error is printed wherever the page prints its date. Only
    where the page names another day after the fetch, or folders of files are named after such a day, or its URL is, it
    is the archive's clock that is wrong."""
    printed = [raw for e in evidence for raw in (*e.published, *e.modified, *e.dated)][:_MOST]
    late = {raw: d for raw in printed if read(raw) is None and (d := read(raw, bounded=False))}
    if not late or page.fetched_at is None:
        return None
    days = sorted({dated[0][:10] for dated in late.values()})
    fetched = page.fetched_at.date().isoformat()
    others = any(fetched < day < days[0] or (day == days[0] and folder) for day, folder in _days_named(page.html))
    if len(days) < 2 and not others and not (in_url and days[0].startswith(in_url)):
        return None
    dates = [(e.source, raw) for e in evidence for raw in e.published if raw in late]
    return _finest(dates, lambda raw: read(raw, bounded=False))


def _days_named(html: str) -> Iterator[tuple[str, bool]]:
    """The days that a page's source names in numbers, as YYYY-MM-DD, and whether as the folders of a path."""
    return ((f"{m['y']}-{m['m']}-{m['d']}", m["mark"] == "/") for m in islice(_STAMP.finditer(html), _MOST_STAMPS))


def _with_offered_year(
    best: Candidate | None, page: Page, evidence: Sequence[Evidence], language: str | None, hints: DateHints
) -> Candidate | None:
    """A date printed without its year gets the one that the page offers: the same day written out elsewhere on it, its
    last change, its copyright; not the year of the crawl."""
    if best is None or hints.near or hints.year or has_year(best[1]):
        return best
    source, raw, (day, _) = best
    year = _year_of_day(page.html, day) or next(
        (int(raw[:4]) for e in evidence for raw in (*e.modified, *e.dated) if _YEAR_FIRST.match(raw)), None
    )
    if year is None and (rights := _COPYRIGHT.search(page.html)):
        year = int(rights[1])
    if year is None or day.startswith(str(year)):
        return best
    dated = parse_date(raw, language=language, fetched_at=page.fetched_at, hints=replace(hints, year=year))
    return (source, raw, dated) if dated else best


def _year_of_day(html: str, day: str) -> int | None:
    """The year in which a page's source names this month and day."""
    month, number = day[5:7], day[8:10]
    written = re.search(rf"(?<!\d)((?:199|20[0-4])\d)(?P<mark>[-/._]?){month}(?P=mark){number}(?!\d)", html)
    return int(written[1]) if written else None


def _ends_of_titles(page: Page, tags: Evidence, title: str, language: str | None) -> list[str]:
    """Dates that end a title, behind the headline: "… | The Daily Focus | 09.06.2023"."""
    ends = [line(t)[-40:] for t in (*tags.titles[:1], *(e.text or "" for e in page.tagged("title")[:1]))]
    found = ((end, raw) for end in ends for raw in find_dates(end, language=language))
    return [raw for end, raw in found if end.endswith(raw) and raw not in title]


def _finest(candidates: Iterable[tuple[str, str]], read: Callable[[str], Dated | None]) -> Candidate | None:
    """The first candidate that is a date, or a later one that says the same more exactly."""
    best: Candidate | None = None
    for source, raw in candidates:
        dated = read(raw)
        if dated and (best is None or _finer(dated, best[2])):
            best = (source, raw, dated)
        if best and best[2][1] in ("second", "minute"):
            break
    return best


def _finer(dated: Dated, than: Dated) -> bool:
    return _ORDER.index(dated[1]) > _ORDER.index(than[1]) and dated[0].startswith(than[0])
