"""Reads what the addresses of a row's cards say: whose they are, how they are made, how old their stories are."""

from __future__ import annotations

from collections import Counter
from math import log2

from crawler.pages.links.evidence import Evidence
from crawler.pages.links.page_evidence import SAMPLE, PageEvidence, day_of, folder_of, number_of
from crawler.urls.kinds import likeness, url_kind

LONG_AGO = 40
"""Days after which a story is not of these days."""


def read_addresses(evidence: Evidence, page: PageEvidence, index: int) -> None:
    """What the targets' addresses say: the site's own stories, other sites, sections, tracking."""
    cards = page.rows[index].cards[:SAMPLE]
    number = len(cards)
    anchors = [card.anchors[0] for card in cards]
    targets = [anchor.url for anchor in anchors]
    alike = [likeness(page.links.page.url, url) for url in targets]
    kinds = [url_kind(url) for url in targets]
    folders = [folder_of(url) for url in targets]
    rel = [(anchor.element.get("rel") or "").lower() for anchor in anchors]
    own = sum(bool(a) for a in alike)
    evidence.numbers |= {f"address.{kind}": count / number for kind, count in Counter(kinds).items()}
    evidence.numbers |= {
        "own": own / number,
        "site": sum(a is not None for a in alike) / number,
        "addressed": (own + sum(a is None and k == "article" for a, k in zip(alike, kinds, strict=True))) / number,
        "hosts": log2(len({url.partition("://")[2].partition("/")[0] for url in targets})),
        "rel.sponsored": sum("sponsored" in r for r in rel) / number,
        "rel.nofollow": sum("nofollow" in r for r in rel) / number,
        "blank": sum(anchor.element.get("target") == "_blank" for anchor in anchors) / number,
        "same.section": sum(folder == page.folder != "" for folder in folders) / number,
        "one.section": max(Counter(folders).values()) / number,
        "sections": log2(len(set(folders))),
    }


def read_ages(evidence: Evidence, page: PageEvidence, index: int) -> None:
    """How the targets' numbers and dates stand to the page's own: lists for everyone hold what is newest."""
    targets = [card.anchors[0].url for card in page.rows[index].cards[:SAMPLE]]
    number, known = evidence.numbers, max(1.0, len(targets) / 2)
    if page.number is not None:
        found = [n for url in targets if (n := number_of(url)) and len(n) == len(page.number)]
        if len(found) >= known:
            values, own = [int(n) for n in found], int(page.number)
            evidence.flags.add("id=known")
            number["id.newer"] = sum(value > own for value in values) / len(values)
            number["id.spread"] = log2(1 + max(values) - min(values))
            number["id.distance"] = log2(1 + sum(abs(value - own) for value in values) / len(values))
            number["id.sorted"] = float(len(values) > 2 and values == sorted(values, reverse=True))
    if page.day is not None:
        days = [day for url in targets if (day := day_of(url)) is not None]
        if len(days) >= known:
            evidence.flags.add("day=known")
            number["day.newer"] = sum(day > page.day for day in days) / len(days)
            number["day.older"] = sum(day < page.day - LONG_AGO for day in days) / len(days)
            number["day.spread"] = log2(1 + max(days) - min(days))
