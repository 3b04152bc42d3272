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
_ENTRY = re.compile(rf"<{_PREFIX}(item|entry|url|sitemap)\b[^<>]{{0,2000}}>(.*?)</{_PREFIX}\1\s*>", re.S | re.I)
_FIELD = re.compile(
    rf"<{_PREFIX}({'|'.join(_FIELDS)})\b([^<>]{{0,4000}}?)"
    rf"(?:/>|>\s*(?:<!\[CDATA\[(.{{0,4000}}?)\]\]>|([^<]{{0,4000}}))\s*</{_PREFIX}\1\s*>)",
    re.S | re.I,
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&\w{1,32};")
_CDATA = re.compile(r"(?<=<!\[CDATA\[).*?(?=\]\]>)", re.S)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def soup_entries(text: str) -> Iterator[etree._Element]:
    """An element for each entry of a list, with its addresses and dates as children; prefixes are left out."""
    masked = _CDATA.sub(lambda quoted: " " * len(quoted[0]), text)
    for found in _ENTRY.finditer(masked):
        entry = etree.Element(found[1].lower())
        for field in _FIELD.finditer(masked, found.start(2), found.end(2)):
            said = text[slice(*field.span(3))] if field[3] is not None else unescape(field[4] or "")
            if field[3] is None and _ENTITY.search(said):
                continue  # the list's own, which nobody expands
            child = etree.SubElement(entry, _FIELDS[field[1].lower()])
            child.text = _NO_XML.sub("", said)
            for name, *values in _ATTRIBUTE.findall(field[2]):
                if known := _ATTRIBUTES.get(name.lower()):
                    child.set(known, _NO_XML.sub("", unescape("".join(values))))
        yield entry
