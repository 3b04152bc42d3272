"""What a page says about itself: title, authors, dates, publisher and the rest, each from the best evidence there is.

Order of evidence: JSON-LD, meta tags, microdata, visible markup near the headline, then what the URL and the text say.
`read_declared(page)` needs nothing but the page; `read_metadata(page, declared, body, aside)` adds what stands around
the headline, but for blocks of links to other stories; `complete(meta, page, lines)` what the body's own lines say:
bylines, credits, the dateline, the language. Where a value came from stands in `provenance`, in the page's own wording.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import unescape
from itertools import chain

from lxml import etree

from crawler.items import Provenance
from crawler.pages.dom.page import Page
from crawler.pages.metadata.by_lines import signed, signed_for_an_agency
from crawler.pages.metadata.bylines import people
from crawler.pages.metadata.credit_lines import Credits, read_credits, read_dateline, read_sign_off, read_signature
from crawler.pages.metadata.dates import dates_agree, home_zone, host_of, published
from crawler.pages.metadata.declared import Declared, Metadata, read_declared
from crawler.pages.metadata.evidence import Evidence
from crawler.pages.metadata.far_from_headline import sole_author
from crawler.pages.metadata.headline import key, site_in_title
from crawler.pages.metadata.visible_markup import read_visible
from crawler.rules.metadata import metadata_rules
from crawler.text.language import language_of
from crawler.text.markup import plain
from crawler.text.names import is_given_name, is_organization, is_person, names_site
from crawler.text.normalize import line
from crawler.urls.canonical import site
from crawler.urls.resolve import has_host

_MOST_KEYWORDS = 30
_CREDIT_LINES = 6
_HEAD_LINES, _SIGNED_LINES = 3, 3
"""Lines in which a story may be signed: behind a standfirst or a caption, and before its last notes."""
_MOST_TAGGED = 3
_OF_ONE = ("blog", "site", "web", "studio")
_LONGEST_SIGNATURE = 40
_ROUND_SIGNATURE = " -–—/()（）[]【】"


def read_metadata(
    page: Page,
    declared: Declared | None = None,
    *,
    story: Sequence[etree._Element] = (),
    aside: Collection[etree._Element] = (),
) -> Metadata:
    """Every fact that structured data, meta tags, visible markup near the headline and the URL give.

    declared: as read_declared gave it. story: the elements of the body's first and last paragraph, for what stands
    beside them; aside: what holds other stories' links, and is not looked into.
    """
    declared = declared or read_declared(page)
    ld, tags, meta = declared.ld, declared.tags, declared.meta
    evidence = [ld, tags]
    zone = home_zone(page.url, meta.language, meta.declared_languages)
    dates = not dates_agree(ld, tags, zone)
    names = not _names_a_person(ld) and not (_names_a_person(tags) and _prints_any(page, tags.authors))
    if dates or names or (meta.language or "").startswith("zh"):
        # The markup costs the most to read, and most structured data says all that it would; but Chinese pages print
        # editor and source beside the headline only.
        shown = read_visible(page, meta.headline, meta.language, dates=dates, names=names, story=story, aside=aside)
        evidence += shown
    meta.evidence = evidence
    _publisher_shown(meta, page, evidence)
    _dates(meta, page, evidence, aside)
    _authors(meta, page, evidence, aside)
    _source(meta, evidence)
    _described(meta, page, evidence)
    _kind(meta, ld, tags)
    return meta


def complete(meta: Metadata, page: Page, lines: Sequence[str]) -> Metadata:
    """The same metadata with what the body's lines (paragraphs, in order) say; nothing found before is overwritten."""
    ends = [*lines[:_CREDIT_LINES], *lines[max(_CREDIT_LINES, len(lines) - _CREDIT_LINES) :]]
    found = Credits()
    for text in lines[:_HEAD_LINES]:
        found.add(read_dateline(text, [n for n in (meta.publisher, meta.source) if n]))
    for text in ends:
        found.add(read_credits(text))
    for text in (*lines[:1], *lines[-1:]):
        found.authors = found.authors or _signature(text, meta)
    for text in (*lines[:_HEAD_LINES], *lines[-_SIGNED_LINES:]):
        found.authors = found.authors or signed(text)
    if lines and not found.authors:
        found.authors, agency = signed_for_an_agency(lines[-1])
        found.authors = found.authors or read_signature(lines[-1])
        found.source = found.source or agency
    meta.place = meta.place or found.place
    meta.editors = meta.editors or found.editors
    site_names = _site_names(meta)
    found.authors = [n for n in found.authors if not names_site(n, site_names)]
    if found.authors and not meta.authors:
        meta.authors = found.authors
        meta.provenance["authors"] = Provenance("heuristic", ", ".join(found.authors))
    found.source = found.source or next((name for text in lines[-2:] if (name := read_sign_off(text))), None)
    if found.source and not meta.source and key(found.source) != key(meta.publisher or ""):
        meta.source = found.source
        meta.provenance["source"] = Provenance("heuristic", found.source)
    meta.language = language_of(" ".join((meta.title, *lines[:12])), meta.declared_languages)
    return meta


def _signature(text: str, meta: Metadata) -> list[str]:
    """The names in a line that holds nothing but names, of persons and of newsrooms: it signs the story."""
    bare = text.strip(_ROUND_SIGNATURE)
    if len(text) > _LONGEST_SIGNATURE or not bare[-1:].isalpha() or key(text) in key(meta.title):
        return []
    names = people(bare)
    persons = [n for n in names if is_person(n)]
    site_name = key(meta.publisher or "")
    return persons if all(n in persons or key(n) == site_name or is_organization(n) for n in names) else []


def _publisher_shown(meta: Metadata, page: Page, evidence: Sequence[Evidence]) -> None:
    """Where nothing declares the site's name: what the title element adds to the headline, a link to the front page."""
    if meta.publisher:
        return
    linked = [name for e in evidence[2:] for name in e.publishers]
    name = site_in_title(unescape(page.head_title), meta.title) or next(iter(linked), None)
    if name:
        meta.publisher = name
        meta.provenance["publisher"] = Provenance("heuristic", name)


def _names_a_person(evidence: Evidence) -> bool:
    return any(is_person(name) for raw in evidence.authors[:_MOST_TAGGED] for name in people(raw))


def _dates(meta: Metadata, page: Page, evidence: Sequence[Evidence], aside: Collection[etree._Element] = ()) -> None:
    tags = meta.declared_languages
    found = published(page, evidence, title=meta.title, language=meta.language, declared=tags, aside=aside)
    meta.date_modified = found.modified
    if found.best:
        source, meta.date_published_raw, (meta.date_published, meta.date_precision) = found.best
        meta.provenance["date_published"] = Provenance(source, meta.date_published_raw)


def _authors(meta: Metadata, page: Page, evidence: Sequence[Evidence], aside: Collection[etree._Element] = ()) -> None:
    """The persons whom the first evidence that names any credits; an organisation is none, nor is the site."""
    site_names = _site_names(meta)
    for found in _printed_first(page, evidence, site_names):
        raws = [*found.authors, *found.organizations]
        persons = _persons(raws, site_names)
        if persons:
            meta.authors = persons
            meta.provenance["authors"] = Provenance(found.source, "; ".join(raws)[:500])
            break
    if not meta.authors and (sole := sole_author(page, meta.headline, aside)):
        meta.evidence.append(sole)
        if persons := _persons(sole.authors, site_names):
            meta.authors = persons
            meta.provenance["authors"] = Provenance(sole.source, persons[0])
    if not meta.authors:
        _given_name(meta, page, evidence)
    meta.editors = _persons((raw for e in evidence for raw in e.editors), site_names)


def _site_names(meta: Metadata) -> list[str]:
    """The publisher's name, which is no author's; but of a site that a person runs it is hers."""
    owners = {key(name) for e in meta.evidence for name in e.owners}
    return [meta.publisher] if meta.publisher and key(meta.publisher) not in owners else []


def _printed_first(page: Page, evidence: Sequence[Evidence], site_names: Sequence[str]) -> Sequence[Evidence]:
    """The evidence of authors in order of trust; what is printed near the headline before the meta tags, where the page
    nowhere prints whom these name: the site's founder, or who put the story in."""
    ld, tags, *shown = evidence
    printed = [e for e in shown if _persons(e.authors, site_names)]
    return [ld, *printed, tags] if printed and not _prints_any(page, tags.authors) else evidence


def _prints_any(page: Page, raws: Sequence[str]) -> bool:
    """Whether the page prints one of the persons, behind its head."""
    body = page.html.find("<body")
    names = [name for raw in raws[:_MOST_TAGGED] for name in people(raw)]
    return any(page.html.find(f">{spelt}", body) >= 0 for name in names for spelt in (name, name.upper()))


def _given_name(meta: Metadata, page: Page, evidence: Sequence[Evidence]) -> None:
    """The one word that a small site signs with: "Posted by Gene". A site's or a section's name is none."""
    others = {key(n) for n in (meta.publisher or "", site(host_of(page.url)).partition(".")[0])}
    others |= {key(word) for e in evidence for word in (*e.sections, *e.keywords)}
    for found in evidence:
        raws = (*found.authors, *found.given_names)
        names = _unique(n for raw in raws for n in people(raw) if is_given_name(n) and key(n) not in others)
        if names:
            meta.authors = names[:1]
            meta.provenance["authors"] = Provenance(found.source, names[0])
            return


def _persons(raws: Iterable[str], site_names: Sequence[str]) -> list[str]:
    names = _unique(n.title() if n.islower() else n for raw in raws for n in people(_without_site(raw, site_names)))
    return [n for n in names if is_person(n) and not names_site(n, site_names) and not _begins_site(n, site_names)]


def _begins_site(name: str, site_names: Sequence[str]) -> bool:
    """Whether a name is the beginning of a paper's: "Harbour Life", of Harbour Life News."""
    rests = (site_name.removeprefix(f"{name} ") for site_name in site_names)
    return any(rest not in site_names and is_organization(rest) and rest.casefold() not in _OF_ONE for rest in rests)


def _without_site(raw: str, site_names: Sequence[str]) -> str:
    """The byline without the site's name behind a person's: "David Ferrara Las Vegas Review-Journal"."""
    for name in site_names:
        head, found, tail = raw.partition(name)
        if found and " " in name and is_person(head.strip()):
            return f"{head} | {tail}"
    return raw


def _source(meta: Metadata, evidence: Sequence[Evidence]) -> None:
    """The credited origin: what is labelled so, else a wire among the authors. The site itself is its publisher."""
    labelled = ((e.source, raw) for e in evidence for raw in e.sources)
    credited = (n for e in evidence for raw in (*e.authors, *e.organizations) for n in people(raw))
    wires = (("heuristic", n) for n in credited if n.casefold() in metadata_rules().organizations["names"])
    for source, raw in chain(labelled, wires):
        text = line(unescape(raw))
        name = read_credits(text).source or text
        if key(name) == key(meta.publisher or ""):
            continue
        if name and len(name) <= 60 and "://" not in name and not name.isdigit():
            meta.source = name
            meta.provenance["source"] = Provenance(source, raw)
            return


def _described(meta: Metadata, page: Page, evidence: Sequence[Evidence]) -> None:
    """Description, section, keywords, picture, paywall flag, robots tags."""
    meta.description = _first(e.descriptions for e in evidence)
    meta.section = _first(e.sections for e in evidence)
    meta.keywords = _unique(line(unescape(k)) for e in evidence for k in e.keywords)[:_MOST_KEYWORDS]
    images = (page.absolute(raw) for e in evidence for raw in e.images)
    meta.image = next((url for url in images if url and has_host(url)), None)
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
    return next((text for group in values for raw in group if (text := plain(raw))), None)


def _unique(names: Iterable[str]) -> list[str]:
    return list({n.casefold(): n for n in reversed([n for n in names if n])}.values())[::-1]
