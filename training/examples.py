"""Annotated pages -> examples: the rows of cards that a page offers, each with its evidence and its true kinds.

A truth folder holds pages.warc.gz and related.jsonl: a line a page with url, related, more, sponsored, inline,
ambiguous (lists of URLs) and unsure (bool; such pages are left out).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from crawler.pages.body.extract import Body, find_body
from crawler.pages.dom.page import Page
from crawler.pages.links.anchors import key_of
from crawler.pages.links.cards import Run
from crawler.pages.links.evidence import Evidence
from crawler.pages.links.extract import find_rows
from crawler.pages.links.features import gather
from crawler.pages.links.page_evidence import PageEvidence
from crawler.pages.links.positions import Places
from crawler.text.encoding import decode
from crawler.urls.canonical import site

KINDS = ("related", "more", "sponsored")


@dataclass(slots=True)
class Example:
    """A row of cards. kinds: how many of its cards are of each kind, as far as the truth says."""

    evidence: Evidence
    kinds: Counter[str]


@dataclass(slots=True)
class AnnotatedPage:
    """A page of a truth folder, its publisher (registrable domain), and its rows."""

    folder: str
    url: str
    publisher: str
    truth: dict[str, Any]
    page: Page
    body: Body
    examples: list[Example]


def read_pages(folders: Sequence[Path]) -> list[AnnotatedPage]:
    """The annotated pages of truth folders, in their archives' order."""
    return [page for folder in folders for page in _read_folder(folder)]


def _read_folder(folder: Path) -> Iterator[AnnotatedPage]:
    with (folder / "related.jsonl").open(encoding="utf-8") as lines:
        truths = {truth["url"]: truth for truth in map(json.loads, lines)}
    for url, html in _responses(folder / "pages.warc.gz"):
        truth = truths.pop(url, None)
        if truth is None or truth.get("unsure"):
            continue
        page = Page(html, url)
        body = find_body(page)
        yield AnnotatedPage(folder.name, url, site(url), truth, page, body, examples(page, body, truth))


def _responses(archive: Path) -> Iterator[tuple[str, str]]:
    with archive.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                declared = record.http_headers.get_header("content-type")
                html = decode(record.content_stream().read(), declared)[0]
                yield record.rec_headers.get_header("WARC-Target-URI"), html


def examples(page: Page, body: Body, truth: dict[str, Any]) -> list[Example]:
    """A page's rows with their true kinds."""
    links, rows, _ = find_rows(page, body)
    gathered = PageEvidence(links, rows, Places(links))
    kinds: dict[str, set[str]] = {}
    for kind in KINDS:
        for url in truth.get(kind, ()):
            kinds.setdefault(key_of(url), set()).add(kind)
    unknown = {key_of(url) for name in ("inline", "ambiguous") for url in truth.get(name, ())} | {key_of(page.url)}
    found = []
    for index, row in enumerate(rows):
        evidence = gather(gathered, index)
        found.append(Example(evidence, _kinds_of(row, kinds, unknown)))
    return found


def _kinds_of(row: Run, kinds: dict[str, set[str]], unknown: set[str]) -> Counter[str]:
    """The kinds of a row's cards. A target that the page offers twice, as two kinds, goes with the rest of its row."""
    found: Counter[str] = Counter()
    open_targets = []
    for key in sorted({card.key for card in row.cards}):
        own = kinds.get(key) or (set() if key in unknown else {"none"})
        if len(own) == 1:
            found.update(own)
        elif own:
            open_targets.append(own)
    settled = Counter(found)
    for own in open_targets:
        announced = row.heading.kind if row.heading else None
        best = max(sorted(own), key=lambda kind: settled[kind])
        found[best if settled[best] or announced not in own else str(announced)] += 1
    return found
