"""Structured data: the JSON-LD object about this page, and meta tags.

A page often carries several objects: the story, the site, a video, teasers of other stories. The one about this page
names its URL or its headline; among equals an article type wins, then the first. Source: schema.org, Open Graph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crawler.pages.dom.page import Page
from crawler.pages.metadata.evidence import Evidence
from crawler.pages.metadata.headline import key
from crawler.rules.metadata import metadata_rules
from crawler.rules.scripts import HAN
from crawler.text.normalize import line
from crawler.urls.canonical import canonical

Object = dict[str, Any]
_DEPTH = 6
_MOST_OBJECTS = 100
_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|description|articleSection|inLanguage)"\s*:\s*("(?:[^"\\\n]|\\.){1,1000}")'
)
_NAME_AFTER_AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]{0,300}?"name"\s*:\s*("(?:[^"\\\n]|\\.){1,200}")')
_FREE = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
_TIERS = {"free": True, "metered": False, "locked": False, "paid": False, "premium": False, "subscriber": False}


def read_json_ld(page: Page) -> Evidence:
    """What the page's JSON-LD says about the story; of a script that is no JSON, what can be read piece by piece."""
    objects = page.json_ld
    story = _story(page, objects)
    if story is None:
        return _salvaged(page)
    named = {o["@id"]: o for o in objects if isinstance(o.get("@id"), str) and "name" in o}
    found = Evidence("json-ld", kind=_type(story))
    found.titles = [*_texts(story.get("headline")), *_texts(story.get("name"))]
    found.descriptions = _texts(story.get("description"))
    for person in (
        *_members(story.get("author")),
        *_members(story.get("creator") if not story.get("author") else None),
    ):
        _add_author(found, person, named)
    found.editors = [n for p in _members(story.get("editor")) if (n := _name(p, named)) and not _is_organization(p)]
    found.publishers = [n for p in _members(story.get("publisher")) if (n := _name(p, named))]
    found.publishers += [n for o in objects if _type(o) == "website" and (n := _name(o, named))]
    found.owners = [n for p in _publishing(story, objects) if _is_person(p, named) and (n := _name(p, named))]
    found.sources = [
        n for key in ("sourceOrganization", "provider") for p in _members(story.get(key)) if (n := _name(p, named))
    ]
    found.sections = _texts(story.get("articleSection"))
    found.keywords = [k for text in _texts(story.get("keywords")) for k in _split_keywords(text)]
    found.images = [u for image in _members(story.get("image")) if (u := _image_url(image))]
    found.published = [*_texts(story.get("datePublished")), *_texts(story.get("dateCreated"))]
    found.modified = _texts(story.get("dateModified"))
    found.languages = [n for v in _members(story.get("inLanguage")) if (n := _name(v, named))]
    found.free = _FREE.get(str(story.get("isAccessibleForFree")).strip().rpartition("/")[2].lower())
    return found


def read_meta(page: Page) -> Evidence:
    """What the meta tags say."""
    names, meta = metadata_rules().meta, page.meta
    found = Evidence("meta", kind=(meta.get("og:type") or [""])[0].lower())

    def values(field: str) -> list[str]:
        return [v for name in names[field] for v in meta.get(name, ())]

    found.titles, found.descriptions = values("title"), values("description")
    found.authors, found.sources = values("author"), values("source")
    # Labelled pairs, as WordPress plugins write them for previews: "Written by", a name.
    for number in ("1", "2"):
        label = (meta.get(f"twitter:label{number}") or [""])[0].strip(" :").lower()
        if label in metadata_rules().names["by"]:
            found.authors += meta.get(f"twitter:data{number}", [])
    found.publishers, found.sections = values("publisher"), values("section")
    found.keywords = [k for text in values("keywords") for k in _split_keywords(text)]
    found.images, found.published, found.modified = values("image"), values("published"), values("modified")
    found.dated = values("dated")
    found.languages = [
        v for name in ("og:locale", "content-language", "language", "dc.language") for v in meta.get(name, ())
    ]
    tier = (meta.get("article:content_tier") or meta.get("isaccessibleforfree") or [""])[0].strip().lower()
    found.free = _TIERS.get(tier, _FREE.get(tier))
    return found


def _story(page: Page, objects: list[Object]) -> Object | None:
    """The object about this page's story."""
    types = metadata_rules().types
    candidates: list[tuple[int, Object]] = []
    for candidate in objects[:_MOST_OBJECTS]:
        kind = _type(candidate)
        family = 3 if kind in types["article"] else 1 if kind in types["page"] or "datePublished" in candidate else 0
        if family and kind not in types["never"]:
            candidates.append((family, candidate))
    stories = [c for family, c in candidates if family == 3] or [c for _, c in candidates]
    if len(stories) < 2:
        return stories[0] if stories else None
    here = canonical(page.url)
    titles = [t for name in ("og:title", "twitter:title") for t in page.meta.get(name, ())] or [page.head_title]
    headlines = [_key(title) for title in titles]

    def rank(item: tuple[int, Object]) -> int:
        family, candidate = item
        folded = _key(candidate.get("headline") or candidate.get("name"))
        same = any(folded and (folded == h or (len(folded) > 15 and folded in h)) for h in headlines)
        return family * 2 + 4 * (here in _urls(candidate)) + 3 * same + ("datePublished" in candidate)

    return max(candidates, key=rank)[1]


def _key(text: Any) -> str:
    return key(text) if isinstance(text, str) else ""


def _urls(item: Object) -> set[str]:
    main = item.get("mainEntityOfPage")
    values = [item.get("url"), item.get("@id"), main.get("@id") if isinstance(main, dict) else main]
    return {canonical(v.partition("#")[0]) for v in values if isinstance(v, str) and v.startswith("http")}


def _type(item: Any) -> str:
    kinds = item.get("@type") if isinstance(item, dict) else None
    kind = next((k for k in kinds if isinstance(k, str)), "") if isinstance(kinds, list) else kinds
    return kind.rpartition("/")[2].rpartition(":")[2].lower() if isinstance(kind, str) else ""


def _is_organization(item: Any) -> bool:
    return _type(item) in metadata_rules().types["organization"]


def _publishing(story: Object, objects: Sequence[Object]) -> Iterator[Any]:
    """Who publishes the story, or the site."""
    for item in (story, *(o for o in objects if _type(o) == "website")):
        yield from _members(item.get("publisher"))


def _is_person(item: Any, named: dict[str, Object]) -> bool:
    """Whether it is declared a person, as blog software does of a site with one owner: ["Person", "Organization"]."""
    if isinstance(item, dict) and isinstance(item.get("@id"), str):
        item = named.get(item["@id"], item)
    return _type(item) == "person"


def _members(value: Any, depth: int = 0) -> Iterator[Any]:
    """A value, or the members of nested arrays of values."""
    if isinstance(value, list) and depth < _DEPTH:
        for member in value[:100]:
            yield from _members(member, depth + 1)
    elif value is not None and not isinstance(value, list):
        yield value


def _texts(value: Any) -> list[str]:
    found = []
    for member in _members(value):
        text = member.get("@value") if isinstance(member, dict) else member
        if isinstance(text, str | int | float) and not isinstance(text, bool) and str(text).strip():
            found.append(str(text).strip())
    return found


def _name(item: Any, named: dict[str, Object]) -> str:
    """The name of a person, an organisation or a language; references by @id are followed."""
    if isinstance(item, str):
        return item.strip()
    if not isinstance(item, dict):
        return ""
    if "name" not in item and isinstance(item.get("@id"), str):
        item = named.get(item["@id"], item)
    name = next(iter(_texts(item.get("name"))), "")
    if not name and (item.get("givenName") or item.get("familyName")):
        name = " ".join(_texts([item.get("givenName"), item.get("familyName")]))
    return name or next(iter(_texts(item.get("alternateName"))), "")


def _add_author(found: Evidence, item: Any, named: dict[str, Object]) -> None:
    if isinstance(item, dict) and isinstance(item.get("@id"), str) and "name" not in item:
        item = named.get(item["@id"], item)
    names = _texts(item.get("name")) if isinstance(item, dict) else []
    for name in names or filter(None, [_name(item, named)]):
        (found.organizations if _is_organization(item) else found.authors).append(name)


def _image_url(image: Any) -> str:
    if isinstance(image, dict):
        image = next(iter(_texts(image.get("url") or image.get("contentUrl") or image.get("@id"))), "")
    return image.strip() if isinstance(image, str) else ""


def _split_keywords(text: str) -> Iterable[str]:
    separators = r"[;；|]" if ";" in text or "；" in text or "|" in text else r"[,，、]"
    parts = re.split(separators, text[:2000])
    if len(parts) == 1 and re.search(rf"[{HAN}]\s[{HAN}]", text):
        parts = text.split()
    return [p for part in parts if (p := line(part))]


def _salvaged(page: Page) -> Evidence:
    """Single fields out of JSON-LD scripts that are no JSON: the first of each that names a headline."""
    found = Evidence("json-ld")
    fields = {
        "headline": found.titles, "datePublished": found.published, "dateModified": found.modified,
        "description": found.descriptions, "articleSection": found.sections, "inLanguage": found.languages,
    }  # fmt: skip
    for text in page.broken_json_ld:
        if '"headline"' not in text:
            continue
        for name, value in _FIELD.findall(text[:200_000]):
            fields[name] += _decoded(value)
        for value in _NAME_AFTER_AUTHOR.findall(text[:200_000]):
            found.authors += _decoded(value)
        if found.titles:
            break
    return found


def _decoded(value: str) -> list[str]:
    try:
        text = json.loads(value, strict=False)
    except ValueError:
        return []
    return [text] if isinstance(text, str) and text.strip() else []
