"""A page, parsed once: the only door between a response and everything that reads it.

`Page(html, url)` holds the parsed tree and the evidence that several readers share: meta tags, JSON-LD, base URL.
Nothing here decides what a value means; that is the readers' work.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any

from lxml import etree

from crawler.urls import resolve

_OF_HEAD = frozenset(("title", "meta", "link", "base", "script", "style", "noscript", "template", "object", "bgsound"))
_EMPTY = b"<html><body></body></html>"
# Control characters of ASCII but tab and line ends; in UTF-8 no other character has bytes below 128.
_CONTROL = bytes([*range(9), 11, 12, *range(14, 32), 127])
_CLEAN = bytes.maketrans(_CONTROL, b" " * len(_CONTROL))
# The end of the document is where it ends. Pages put together from parts close body or html in the middle, where
# libxml2 stops reading in place and browsers go on.
_CLOSING = re.compile(rb"</(?:body|html)\s*>", re.I)
# What an element shows may stand in a template of its own (declarative shadow DOM). Its end tag is then one of nothing.
_SHADOW = re.compile(rb"<template\b(?=[^<>]{0,500}?\bshadowroot)", re.I)
_LD_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$")
_LD_DEPTH = 12
_INDEXED = frozenset(
    """
    title base meta link script style noscript template svg iframe nav footer
    a h1 h2 h3 h4 h5 h6 dt legend strong b p
    """.split()  # noqa: SIM905 - a word list reads better than so many quotes
)


class Page:
    """A decoded HTML page and the evidence read off it.

    url: where it was found (after redirects); headers: the answer's headers, names in lower case;
    fetched_at: when, with a time zone: relative dates count from it; encoding: what it was decoded with.
    """

    def __init__(
        self,
        html: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        fetched_at: datetime | None = None,
        encoding: str | None = None,
    ) -> None:
        self.html = html
        self.url = url
        self.headers = headers or {}
        self.fetched_at = fetched_at
        self.encoding = encoding
        self.tree = parse(html)
        self._tagged: dict[tuple[str, ...], list[etree._Element]] = {}

    @cached_property
    def _indexed(self) -> list[etree._Element]:
        """The elements that several readers look for, in document order: one walk over the tree for all of them."""
        return list(self.tree.iter(*_INDEXED))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Tag -> the places of its elements among those indexed."""
        found: dict[str, list[int]] = {tag: [] for tag in _INDEXED}
        for place, element in enumerate(self._indexed):
            found[element.tag].append(place)  # type: ignore[index]
        return found

    def tagged(self, *tags: str) -> list[etree._Element]:
        """The page's elements of these tags, in document order; not to be changed."""
        if not _INDEXED.issuperset(tags):
            return list(self.tree.iter(*tags))
        known = self._tagged.get(tags)
        if known is None:
            places = sorted(chain.from_iterable(self._places[tag] for tag in set(tags)))
            known = self._tagged[tags] = [self._indexed[place] for place in places]
        return known

    @cached_property
    def head_title(self) -> str:
        """The text of the title element, as it stands; "" where there is none."""
        return next((element.text or "" for element in self.tagged("title")), "")

    @cached_property
    def base_url(self) -> str:
        """What relative links count from: a base that is no address counts for nothing."""
        for element in self.tagged("base"):
            href = element.get("href")
            if href:
                base = resolve.absolute(self.url, href)
                return base if base and resolve.has_host(base) else self.url
        return self.url

    def absolute(self, href: str) -> str | None:
        """A link of the page made absolute; None where it is no web link."""
        return resolve.absolute(self.base_url, href)

    @cached_property
    def anchors(self) -> list[tuple[etree._Element, str]]:
        """Every <a> with its address as browsers read it, in document order; those without one have ""."""
        return [(element, resolve.reference(element.get("href") or "")) for element in self.tagged("a")]

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        """Meta tags: name, property, itemprop or http-equiv in lower case -> contents in order."""
        found: dict[str, list[str]] = {}
        for element in self.tagged("meta"):
            content, names = "", []
            for attribute, value in element.items():
                if attribute == "content":
                    content = " ".join(value.split())
                elif attribute in ("name", "property", "itemprop", "http-equiv") and value:
                    names.append(value.strip().lower())
            for name in names if content else ():
                found.setdefault(name, []).append(content)
        return found

    @cached_property
    def _json_ld_scripts(self) -> list[tuple[str, Any]]:
        """Each JSON-LD script with its value, None where it is no JSON."""
        texts = [e.text or "" for e in self.tagged("script") if "ld+json" in (e.get("type") or "").lower()]
        return [(text, _loads(text)) for text in texts]

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        """Every JSON-LD object with a @type, in document order; @graph and arrays opened, broken scripts left out."""
        return [thing for _, value in self._json_ld_scripts for thing in _objects(value)]

    @property
    def broken_json_ld(self) -> list[str]:
        """The JSON-LD scripts that are no JSON, as they stand."""
        return [text for text, value in self._json_ld_scripts if value is None]


def parse(html: str) -> etree._Element:
    """The root of the parsed page; an empty document where there is nothing to parse. Comments stay out."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    data = _CLOSING.sub(b"", html.encode("utf-8", "replace").translate(_CLEAN))
    if b"shadowroot" in data:
        data = _SHADOW.sub(b"<div", data)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return etree.fromstring(_EMPTY, parser)
    _take_out_of_head(root)
    return root


def _take_out_of_head(root: etree._Element) -> None:
    """Put into the body what the parser left in the head of a page that leaves out its optional tags: from the first
    element on that no head has."""
    head = root.find("head")
    first = None if head is None else next((e for e in head if isinstance(e.tag, str) and e.tag not in _OF_HEAD), None)
    if head is None or first is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    moved = [first, *first.itersiblings()]
    moved[-1].tail = f"{moved[-1].tail or ''}{body.text or ''}"
    body.text = None
    for place, element in enumerate(moved):
        body.insert(place, element)


def _loads(text: str) -> Any:
    """JSON, read as forgivingly as is safe: comments around it and bare line breaks in strings are common."""
    if "<!" in text or "-->" in text or "]]>" in text:
        text = _LD_COMMENT.sub("", text)
    text = text.strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Typed objects of a JSON-LD value: the value itself, members of arrays, of @graph and of mainEntity."""
    if depth > _LD_DEPTH:
        return
    if isinstance(value, list):
        for member in value:
            yield from _objects(member, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), list | dict):
                yield from _objects(value[key], depth + 1)
