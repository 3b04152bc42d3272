"""The made news web with known truth, as pages that a benchmark can walk: texts, tags, links as pages print them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from warcio.archiveiterator import ArchiveIterator

from crawler.pages.dom.page import Page
from crawler.urls.canonical import canonical

_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)")
_STYLE_RULE = re.compile(r"[\w.#-]*\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Offer:
    """A link of a page's related list."""

    url: str
    title: str
    snippet: str | None
    rank: int
    is_spam: bool


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page of the web and what is known of it."""

    url: str
    title: str
    text: str
    keywords: tuple[str, ...]
    tags: frozenset[str]
    story: str
    """Shared by all copies of a story."""
    offers: tuple[Offer, ...]


def read_web(folder: Path) -> dict[str, WebPage]:
    """The pages of a made web, by canonical URL, in the order of its archive.

    Titles and texts are the truth's, so that what is measured is relevance and not extraction.
    Raises FileNotFoundError where the folder lacks truth.jsonl or pages.warc.gz.
    """
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        truth = {canonical(t["url"]): t for t in map(json.loads, lines)}
    return {url: _web_page(url, html, truth[url]) for url, html in _responses(folder) if url in truth}


def _responses(folder: Path) -> Iterator[tuple[str, str]]:
    with (folder / "pages.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                body = record.content_stream().read()
                if body[:2] == b"\x1f\x8b":
                    body = gzip.decompress(body)
                declared = (record.http_headers.get_header("Content-Type") or "").encode()
                charset = _CHARSET.search(declared) or _CHARSET.search(body[:2048])
                encoding = charset[1].decode() if charset else "utf-8"
                yield canonical(record.rec_headers.get_header("WARC-Target-URI")), body.decode(encoding, "replace")


def _web_page(url: str, html: str, truth: dict[str, Any]) -> WebPage:
    page = Page(html, truth["url"])
    anchors = _anchors(page)
    known = [(canonical(r["url"]), False) for r in truth["related"]] + [(canonical(s), True) for s in truth["spam"]]
    offers: list[Offer] = []
    for target, is_spam in known:
        if target in anchors and target != url:
            anchor = max(anchors[target], key=lambda a: len(_text(a)))  # a picture's anchor has no text
            title = _text(anchor)
            offers.append(Offer(target, title, _teaser(anchor, title, target, page), len(offers) + 1, is_spam))
    keywords = tuple(k for content in page.meta.get("keywords", []) for k in content.split(",") if k)
    text = "\n\n".join(truth["paragraphs"])
    return WebPage(url, truth["title"], text, keywords, frozenset(truth["tags"]), truth["cluster"], tuple(offers))


def _anchors(page: Page) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for anchor in page.tree.iter("a"):
        url = page.absolute(anchor.get("href") or "")
        if url:
            found.setdefault(canonical(url), []).append(anchor)
    return found


def _teaser(anchor: etree._Element, title: str, target: str, page: Page) -> str | None:
    """The text beside an anchor, in the largest element that links to nothing else."""
    card = anchor
    for parent in anchor.iterancestors():
        links = (page.absolute(a.get("href") or "") for a in parent.iter("a"))
        if parent.tag in ("body", "html") or any(canonical(u or "") != target for u in links):
            break
        card = parent
    rest = _STYLE_RULE.sub("", _text(card).replace(title, "", 1))
    return rest.strip(" -·") or None


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
