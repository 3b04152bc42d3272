"""When a story was published and changed, out of everything on the page that dates it.

Order of trust: JSON-LD, microdata and meta tags that name the publication; where these differ, the one whose day the
page prints. Then what is printed by the headline, dates of open meaning, the URL. A coarse date is made finer by a
later one that says the same. `published(...)` gives the Publication; dates.py reads the single dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from crawler.items import DatePrecision
from crawler.pages.dom.page import Page
from crawler.pages.metadata.evidence import Evidence
from crawler.text.date_forms import find_dates, url_date
from crawler.text.dates import Dated, DateHints, parse_date
from crawler.text.language import region_of
from crawler.text.normalize import line
from crawler.text.zones import zone_of

Candidate = tuple[str, str, Dated]
"""Source, raw, date."""
_ORDER: tuple[DatePrecision, ...] = ("year", "month", "day", "minute", "second")
_MOST = 24


@dataclass(frozen=True, slots=True)
class Publication:
    """The dates of a story."""

    best: Candidate | None
    """Its publication."""
    modified: str | None
    """Its last change, ISO 8601."""


def published(
    page: Page, evidence: Sequence[Evidence], *, title: str, language: str | None, declared: Sequence[str]
) -> Publication:
    """Publication and last change. evidence: JSON-LD, meta tags and, where they were read, microdata and markup."""
    in_url = url_date(page.url)
    hints = _hints(page.url, in_url, language, declared)

    def read(raw: str, bounded: bool = True) -> Dated | None:
        return parse_date(raw, language=language, fetched_at=page.fetched_at if bounded else None, hints=hints)

    ld, tags, *markup = evidence
    micro, shown = markup or (Evidence("microdata"), Evidence("heuristic"))
    printed = {d[0][:10] for raw in (*micro.published, *shown.published[:3], *shown.dated[:2]) if (d := read(raw))}
    named = [(e.source, raw) for e in (ld, micro, tags) for raw in e.published][:_MOST]
    best = _finest(_printed_first(named, printed, read), read) or _after_the_fetch(evidence, read)
    if best is None:
        lesser = [
            *((tags.source, raw) for raw in tags.dated if (d := read(raw)) and d[0][:10] in printed),
            *(("heuristic", raw) for raw in _ends_of_titles(page, tags, title, language)),
            *((shown.source, raw) for raw in (*shown.published, *shown.dated)),
            *((tags.source, raw) for raw in tags.dated),
            *(("heuristic", raw) for raw in ([in_url] if in_url else shown.distant[:2])),
        ][:_MOST]
        best = _finest(lesser, read) or _finest([*named, *lesser], lambda raw: read(raw, bounded=False))
    modified = next(((e.source, raw, d) for e in evidence for raw in e.modified[:3] if (d := read(raw))), None)
    return Publication(best or modified, modified[2][0] if modified else None)


def dates_agree(ld: Evidence, tags: Evidence) -> bool:
    """Whether JSON-LD dates the story and no meta tag contradicts it."""
    return bool(ld.published) and all(raw[:10] == ld.published[0][:10] for raw in tags.published[:2])


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
    return DateHints(zone=zone_of(host, language, region), near=near, month_first=american)


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


def _after_the_fetch(evidence: Sequence[Evidence], read: Callable[..., Dated | None]) -> Candidate | None:
    """A date after the fetch is somebody's wrong clock; where the page tells it twice, it is not the page's."""
    told = [raw for e in evidence for raw in (*e.published, *e.modified)][:_MOST]
    late = [raw for raw in told if read(raw) is None and read(raw, bounded=False)]
    if len(late) < 2:
        return None
    dates = [(e.source, raw) for e in evidence for raw in e.published if raw in late]
    return _finest(dates, lambda raw: read(raw, bounded=False))


def _ends_of_titles(page: Page, tags: Evidence, title: str, language: str | None) -> list[str]:
    """Dates that end a title, behind the headline: "… | The Daily Focus | 09.06.2023"."""
    ends = [line(t)[-40:] for t in (*tags.titles[:1], *(e.text or "" for e in islice(page.tree.iter("title"), 1)))]
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
