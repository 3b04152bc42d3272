"""Entries of lists whose tags do not match: HTML in a title, letters of the wrong case, a CDATA section in another.

An entry is what stands between its own tags, and of it only the fields that name an address or a date are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree

LONGEST_SOUP = 5 * 1024 * 1024
"""Bytes of such a list that are read."""

_FIELDS = {
    name.lower(): name
    for name in (
        *("link", "guid", "id", "loc", "origLink"),
        *("lastmod", "pubDate", "published", "issued", "updated", "modified", "date", "publication_date"),
    )
}
_ATTRIBUTES = {name.lower(): name for name in ("href", "rel", "type", "isPermaLink")}
_PREFIX = r"(?:[\w.-]{1,40}:)?"
_ENTRY_TAG = re.compile(rf"<(?P<end>/)?{_PREFIX}(?P<name>item|entry|url|sitemap)\b[^<>]{{0,2000}}>", re.I)
_FIELD = re.compile(
    rf"<{_PREFIX}({'|'.join(_FIELDS)})\b([^<>]{{0,4000}}?)"
    rf"(?:/>|>(?:\s{{0,4000}}<!\[CDATA\[(.{{0,4000}}?)\]\]>\s{{0,4000}}|([^<]{{0,4000}}))</{_PREFIX}\1\s{{0,40}}>)",
    re.S | re.I,
)
_ATTRIBUTE = re.compile(r"(?<![\w-])([\w-]{1,40})\s{0,40}=\s{0,40}(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&\w{1,32};")
_CDATA = re.compile(r"(?<=<!\[CDATA\[).*?(?=\]\]>)", re.S)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def soup_entries(text: str) -> Iterator[etree._Element]:
    """An element for each entry of a list, with its addresses and dates as children; prefixes are left out."""
    masked = _without_quoted(text)
    for name, start, end in _entries(masked):
        entry = etree.Element(name)
        for field in _FIELD.finditer(masked, start, end):
            said = text[slice(*field.span(3))] if field[3] is not None else unescape(field[4] or "")
            if field[3] is None and _ENTITY.search(said):
                continue  # the list's own, which nobody expands
            child = etree.SubElement(entry, _FIELDS[field[1].lower()])
            child.text = _NO_XML.sub("", said).strip()
            for attribute, *values in _ATTRIBUTE.findall(field[2]):
                if known := _ATTRIBUTES.get(attribute.lower()):
                    child.set(known, _NO_XML.sub("", unescape("".join(values))))
        yield entry


def _without_quoted(text: str) -> str:
    """The same with a space for each character of its CDATA sections.

    Nothing is looked for after the last end of one: a list of sections without an end would be read once for each.
    """
    closed = text.rfind("]]>") + 3
    return _CDATA.sub(lambda quoted: " " * len(quoted[0]), text[:closed]) + text[closed:]


def _entries(text: str) -> Iterator[tuple[str, int, int]]:
    """Name, start and end of what stands between the tags of each entry; tags within an entry are part of it.

    A tag that no later one closes opens nothing.
    """
    tags = list(_ENTRY_TAG.finditer(text))
    last_end = {tag["name"].lower(): tag.start() for tag in tags if tag["end"]}
    opened, start = "", 0
    for tag in tags:
        name = tag["name"].lower()
        if opened and tag["end"] and name == opened:
            yield name, start, tag.start()
            opened = ""
        elif not opened and not tag["end"] and tag.end() <= last_end.get(name, -1):
            opened, start = name, tag.end()
