"""The made news web with known truth, as pages that a benchmark can walk: texts, tags, links as pages print them."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree
from warcio.archiveiterator import ArchiveIterator

from benchmarks.topicweb import Offered, TopicPage
from crawler.pages.article import extract
from crawler.pages.dom.page import Page
from crawler.rules.scripts import HAN
from crawler.text.script import fold_case
from crawler.urls.canonical import canonical, site

_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
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


def read_topic_pages(folder: Path) -> dict[str, TopicPage]:
    """The pages with everything that the crawler reads off them as offered, texts and tags as the truth has them."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        truth = {canonical(t["url"]): t for t in map(json.loads, lines)}
    pages = {}
    for url, html in _responses(folder):
        if url in truth:
            pages[url] = _topic_page(url, html, truth[url])
    return pages


def _topic_page(url: str, html: str, truth: dict[str, Any]) -> TopicPage:
    found = extract(html, truth["url"])
    links = tuple(
        Offered(
            url=canonical(link.url),
            title=link.title,
            snippet=link.snippet,
            kind=block.kind,
            rank=link.rank,
            block=number,
            block_size=len(block.links),
            same_site=site(link.url) == site(url),
        )
        for number, block in enumerate(found.links)
        for link in block.links
        if canonical(link.url) != url
    )
    language = found.article.language if found.article else None
    text, tags = "\n\n".join(truth["paragraphs"]), frozenset(truth["tags"])
    return TopicPage(url, truth["title"], text, (), language or "zh", tags, truth["cluster"], links)


def encipher(web: dict[str, TopicPage], sites: int) -> dict[str, TopicPage]:
    """The web with its largest sites in a language of their own: each Chinese character is another sign there, and
    what is written in Latin letters, most of it names, stays."""
    largest = [name for name, _ in Counter(map(site, web)).most_common(sites)]
    return {
        url: replace(
            page,
            title=_ciphered(page.title) if site(url) in largest else page.title,
            text=_ciphered(page.text) if site(url) in largest else page.text,
            language="ko" if site(url) in largest else page.language,
            links=tuple(_ciphered_link(link) if site(link.url) in largest else link for link in page.links),
        )
        for url, page in web.items()
    }


def _ciphered_link(link: Offered) -> Offered:
    return replace(link, title=_ciphered(link.title), snippet=_ciphered(link.snippet) if link.snippet else None)


def _ciphered(text: str) -> str:
    return _HAN_CHARACTER.sub(lambda m: chr(0xAC00 + ord(m[0]) * 7919 % 11172), fold_case(text))
