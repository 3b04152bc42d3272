"""What a page says about itself: title, authors, dates, publisher and the rest, each from the best evidence there is.

Order of evidence: JSON-LD, meta tags, microdata, visible markup near the headline, then what the URL and the text say.
`read_metadata(page)` needs no body; `complete(meta, page, lines)` adds what the body's own lines say: bylines, credits,
the dateline, the language. Where a value came from stands in `provenance`, with the page's own wording.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from itertools import chain, islice
from urllib.parse import urlsplit

from lxml import etree

from crawler.items import ArticleType, DatePrecision, Provenance
from crawler.pages.credits import Credits, read_credits, read_dateline
from crawler.pages.evidence import Evidence
from crawler.pages.names import full_name, is_organization, people
from crawler.pages.page import Page
from crawler.pages.structured import read_json_ld, read_meta
from crawler.pages.titles import best_title, key
from crawler.pages.visible import headlines, read_visible
from crawler.rules.metadata import metadata_rules
from crawler.text.date_forms import find_dates, url_date
from crawler.text.dates import Dated, DateHints, parse_date, zone_of
from crawler.text.language import language_of, region_of
from crawler.text.normalize import line
from crawler.urls.canonical import site

_MOST_KEYWORDS = 30
_MOST_DATES = 24
_CREDIT_LINES = 6
Candidate = tuple[str, str, Dated]
"""Source, raw, date."""


@dataclass(slots=True)
class Metadata:
    """The metadata fields of an Article, under the same names, and what the page declares beside them."""

    title: str = ""
    description: str | None = None
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    publisher: str | None = None
    source: str | None = None
    place: str | None = None
    section: str | None = None
    keywords: list[str] = field(default_factory=list)
    image: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    date_published_raw: str | None = None
    date_precision: DatePrecision | None = None
    language: str | None = None
    is_accessible_for_free: bool | None = None
    type: ArticleType = "article"
    rights_meta: str | None = None
    """Content of the robots meta tags: Article.rights.meta."""
    headline: etree._Element | None = None
    """The h1 that holds the title, where one does."""
    declared_languages: list[str] = field(default_factory=list)
    """Language tags that the page declares, best first."""
    provenance: dict[str, Provenance] = field(default_factory=dict)


def read_metadata(page: Page) -> Metadata:
    """Every fact that structured data, meta tags, visible markup near the headline and the URL give."""
    ld, tags, heads = read_json_ld(page), read_meta(page), headlines(page)
    meta = Metadata()
    _publisher(meta, ld, tags)
    _title(meta, page, ld, tags, heads)
    _languages(meta, page, ld, tags)
    evidence = [ld, tags]
    if _asks_the_markup(meta, ld, tags):
        evidence += read_visible(page, meta.headline, meta.language)
    _dates(meta, page, evidence)
    _authors(meta, evidence)
    _source(meta, evidence)
    _described(meta, page, evidence)
    _kind(meta, ld, tags)
    return meta


def complete(meta: Metadata, page: Page, lines: Sequence[str]) -> Metadata:
    """The same metadata with what the body's lines (paragraphs, in order) say; nothing found before is overwritten."""
    ends = [*lines[:_CREDIT_LINES], *lines[max(_CREDIT_LINES, len(lines) - _CREDIT_LINES) :]]
    found = Credits()
    for text in lines[:2]:
        found.add(read_dateline(text))
    for text in ends:
        found.add(read_credits(text))
    for text in (*lines[:1], *lines[-1:]):
        # A line that is a name and nothing else signs the story.
        if (
            not found.authors
            and len(text) <= 40
            and text[-1:].isalpha()
            and key(text) not in key(meta.title)
            and full_name(text)
        ):
            found.authors.append(text)
    meta.place = meta.place or found.place
    meta.editors = meta.editors or found.editors
    named = [n for n in meta.authors if not is_organization(n)]
    if found.authors and not named:
        meta.authors = found.authors
        meta.provenance["authors"] = Provenance("heuristic", ", ".join(found.authors))
    if found.source and not meta.source:
        meta.source = found.source
        meta.provenance["source"] = Provenance("heuristic", found.source)
    meta.language = language_of(" ".join((meta.title, *lines[:12])), meta.declared_languages)
    return meta


def _publisher(meta: Metadata, ld: Evidence, tags: Evidence) -> None:
    for source, names in (("json-ld", ld.publishers), ("meta", tags.publishers)):
        for raw in names:
            name = line(unescape(raw))
            if name and "://" not in name and not name.startswith("@") and len(name) <= 80 and not name.isdigit():
                meta.publisher = name
                meta.provenance["publisher"] = Provenance(source, raw)
                return


def _title(
    meta: Metadata, page: Page, ld: Evidence, tags: Evidence, heads: Sequence[tuple[etree._Element, str]]
) -> None:
    head = next((e.text or "" for e in page.tree.iter("title")), "")
    in_head = key(head)
    shown = sorted((t for _, t in heads[:6]), key=lambda t: key(t) not in in_head)
    candidates = [
        *(("json-ld", t) for t in ld.titles[:2]),
        *(("meta", t) for t in tags.titles[:3]),
        *(("heuristic", t) for t in shown),
        ("heuristic", head),
    ]
    found = best_title(candidates, _site_names(page, ld, tags))
    if not found:
        return
    meta.title, source, raw = found
    meta.provenance["title"] = Provenance(source, raw)
    meta.headline = _heading(page, meta.title, heads)


def _heading(page: Page, title: str, heads: Sequence[tuple[etree._Element, str]]) -> etree._Element | None:
    """The heading that holds the title: an h1, a lesser one, the likest h1; else the first long paragraph."""
    folded, words = key(title), set(title.casefold().split())
    for found in (heads, headlines(page, "h2", "h3", "h4", "strong", "b")):
        exact = [e for e, t in found if folded and folded in key(t)]
        if exact:
            # Sites repeat the title in hidden or sticky headers above; the last h1 heads the story.
            return exact[-1] if found is heads else exact[0]
        alike = (e for e, t in found if len(words & set(t.casefold().split())) * 5 >= len(words) * 3)
        element = next(alike, None)
        if element is not None:
            return element
    if heads:
        return heads[0][0]
    return next((e for e in islice(page.tree.iter("p"), 60) if len(e.text or "") > 80), None)


def _site_names(page: Page, ld: Evidence, tags: Evidence) -> list[str]:
    host = (urlsplit(page.url).hostname or "") if "//" in page.url else ""
    domain = site(host)
    return [*ld.publishers, *tags.publishers, host.removeprefix("www."), domain, domain.partition(".")[0]]


def _languages(meta: Metadata, page: Page, ld: Evidence, tags: Evidence) -> None:
    root = page.tree.get("lang") or page.tree.get("xml:lang") or ""
    meta.declared_languages = [t for t in (root, *ld.languages[:2], *tags.languages[:3]) if t]
    sample = (
        meta.title if meta.declared_languages else " ".join((meta.title, *tags.descriptions[:1], *_paragraphs(page)))
    )
    meta.language = language_of(sample, meta.declared_languages)


def _paragraphs(page: Page) -> list[str]:
    """Some text of the page: for telling its language before its body is known."""
    return [text for e in islice(page.tree.iter("p"), 12) if (text := line("".join(islice(e.itertext(), 20))))]


def _asks_the_markup(meta: Metadata, ld: Evidence, tags: Evidence) -> bool:
    """Whether the visible markup has to be read: it costs the most, and most pages' structured data says all it would.

    Chinese pages print editor and source beside the headline only.
    """
    named = any(full_name(n) for raw in (*ld.authors[:3], *tags.authors[:3]) for n in people(raw))
    agreed = bool(ld.published) and all(raw[:10] == ld.published[0][:10] for raw in tags.published[:2])
    return not named or not agreed or (meta.language or "").startswith("zh")


def _dates(meta: Metadata, page: Page, evidence: Sequence[Evidence]) -> None:
    """Publication and modification. Where JSON-LD and meta tags differ, what the page prints decides."""
    in_url = url_date(page.url)
    hints = _hints(meta, page, in_url)

    def read(raw: str, bounded: bool = True) -> Dated | None:
        return parse_date(raw, language=meta.language, fetched_at=page.fetched_at if bounded else None, hints=hints)

    ld, tags, *markup = evidence
    micro, shown = markup or (Evidence("microdata"), Evidence("heuristic"))
    printed = {d[0][:10] for raw in (*micro.published, *shown.published[:3], *shown.dated[:2]) if (d := read(raw))}
    ranked = [
        *((e.source, raw) for e in (ld, micro, tags) for raw in e.published),
        *((tags.source, raw) for raw in tags.dated if (d := read(raw)) and d[0][:10] in printed),
        *(("heuristic", raw) for raw in _dates_in_titles(meta, page, tags)),
        *((shown.source, raw) for raw in (*shown.published, *shown.dated)),
        *((tags.source, raw) for raw in tags.dated),
        *(("heuristic", raw) for raw in ([in_url] if in_url else shown.distant[:2])),
    ][:_MOST_DATES]
    best = _finest(
        _preferred(ranked[: len(ld.published) + len(micro.published) + len(tags.published)], printed, read), read
    )
    best = best or _later_than_the_fetch(evidence, read) or _finest(ranked, read)
    best = best or _finest(ranked, lambda raw: read(raw, bounded=False))
    modified = next(((e.source, raw, d) for e in evidence for raw in e.modified[:3] if (d := read(raw))), None)
    meta.date_modified = modified[2][0] if modified else None
    best = best or modified
    if best:
        source, meta.date_published_raw, (meta.date_published, meta.date_precision) = best
        meta.provenance["date_published"] = Provenance(source, meta.date_published_raw)


def _preferred(
    candidates: Sequence[tuple[str, str]], printed: set[str], read: Callable[[str], Dated | None]
) -> Sequence[tuple[str, str]]:
    """The candidates, those of a printed day first where they do not all say the same."""
    days = {raw: d[0][:10] for _, raw in candidates if (d := read(raw))}
    if len(set(days.values())) < 2 or not printed & set(days.values()):
        return candidates
    return sorted(candidates, key=lambda c: days.get(c[1]) not in printed)


def _later_than_the_fetch(evidence: Sequence[Evidence], read: Callable[..., Dated | None]) -> Candidate | None:
    """A date after the fetch is somebody's wrong clock; where the page tells it twice, it is not the page's."""
    told = [raw for e in evidence for raw in (*e.published, *e.modified)][:_MOST_DATES]
    late = [raw for raw in told if read(raw) is None and read(raw, bounded=False)]
    if len(late) < 2:
        return None
    published = [(e.source, raw) for e in evidence for raw in e.published if raw in late]
    return _finest(published, lambda raw: read(raw, bounded=False))


def _dates_in_titles(meta: Metadata, page: Page, tags: Evidence) -> list[str]:
    """Dates that end a title, behind the headline: "… | The Daily Focus | 09.06.2023"."""
    ends = [line(t)[-40:] for t in (*tags.titles[:1], *(e.text or "" for e in islice(page.tree.iter("title"), 1)))]
    return [
        raw
        for end in ends
        for raw in find_dates(end, language=meta.language)
        if end.endswith(raw) and raw not in meta.title
    ]


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


def _hints(meta: Metadata, page: Page, in_url: str | None) -> DateHints:
    host = urlsplit(page.url).hostname or "" if "//" in page.url else ""
    region = region_of(meta.declared_languages)
    language = (meta.language or "").partition("-")[0]
    near = date.fromisoformat(in_url) if in_url and len(in_url) == 10 else None
    country = host.rpartition(".")[2]
    american = language == "en" and (region in ("us", None)) and (len(country) > 2 or country == "us")
    return DateHints(zone=zone_of(host, meta.language, region), near=near, month_first=american)


_ORDER = ("year", "month", "day", "minute", "second")


def _finer(dated: Dated, than: Dated) -> bool:
    """Whether a date says the same as another, only more exactly."""
    return _ORDER.index(dated[1]) > _ORDER.index(than[1]) and dated[0].startswith(than[0])


def _authors(meta: Metadata, evidence: Sequence[Evidence]) -> None:
    """Persons from the first evidence that names any; where none does, the first name or newsroom that is given."""
    site_key = key(meta.publisher or "")
    given: list[tuple[list[str], Evidence, list[str]]] = []
    for found in evidence:
        raws = [*found.authors, *(found.organizations if found.authors else [])]
        given.append((_unique(n for raw in raws for n in people(raw)), found, raws))
    given += [(_unique(n for raw in e.organizations for n in people(raw)), e, e.organizations) for e in evidence]
    persons = (g for g in given if any(full_name(n) and key(n) != site_key for n in g[0]))
    best = next(persons, None) or next((g for g in given if g[0]), None)
    if best:
        meta.authors = best[0]
        meta.provenance["authors"] = Provenance(best[1].source, "; ".join(best[2])[:500])
    meta.editors = _unique(n for e in evidence for raw in e.editors for n in people(raw))


def _source(meta: Metadata, evidence: Sequence[Evidence]) -> None:
    """The credited origin: what is labelled so, else a wire among the authors."""
    labelled = ((e.source, raw) for e in evidence for raw in e.sources)
    wires = (("heuristic", n) for n in meta.authors if n.casefold() in metadata_rules().agencies["names"])
    for source, raw in chain(labelled, wires):
        name = line(unescape(raw))
        if name and len(name) <= 60 and "://" not in name and not name.isdigit():
            meta.source = name
            meta.provenance["source"] = Provenance(source, raw)
            return


def _described(meta: Metadata, page: Page, evidence: Sequence[Evidence]) -> None:
    """Description, section, keywords, picture, paywall flag, robots tags."""
    meta.description = _first(e.descriptions for e in evidence)
    meta.section = _first(e.sections for e in evidence)
    meta.keywords = _unique(line(unescape(k)) for e in evidence for k in e.keywords)[:_MOST_KEYWORDS]
    meta.image = next((url for e in evidence for raw in e.images if (url := page.absolute(raw))), None)
    meta.is_accessible_for_free = next((e.free for e in evidence if e.free is not None), None)
    robots = [v for name in ("robots", "googlebot", "googlebot-news") for v in page.meta.get(name, ())]
    meta.rights_meta = ", ".join(dict.fromkeys(robots)) or None


def _kind(meta: Metadata, ld: Evidence, tags: Evidence) -> None:
    types = metadata_rules().types
    if ld.kind in types["liveblog"]:
        meta.type = "liveblog"
    elif ld.kind in types["gallery"]:
        meta.type = "gallery"
    elif ld.kind in types["video"] or (not ld.kind and tags.kind.startswith("video")):
        meta.type = "video"


def _first(values: Iterable[Sequence[str]]) -> str | None:
    return next((text for group in values for raw in group if (text := line(unescape(raw)))), None)


def _unique(names: Iterable[str]) -> list[str]:
    return list({n.casefold(): n for n in reversed([n for n in names if n])}.values())[::-1]
