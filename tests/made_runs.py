"""Runs that tests read back: lines of the project's own classes, written as a crawl writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from crawler.items import Article, Crawl, Duplicate, Failure, Link, row
from crawler.text.fingerprint import text_hash
from crawler.urls.canonical import canonical, page_id, site

SOME = ("harbour", "ferry", "winter", "council", "budget", "bridge", "engine", "school", "market", "river", "valley")
OTHERS = ("tower", "garden", "street", "museum", "station")
WORDS = (*SOME, *OTHERS)


def prose(seed: int, sentences: int = 12) -> str:
    """Paragraphs of their own for a number."""

    def word(n: int) -> str:
        return f"{WORDS[n % len(WORDS)]}{n * 7919 % 9973}"

    lines = [" ".join(word(seed * 1000 + s * 13 + w * 3) for w in range(14)) + "." for s in range(sentences)]
    return "\n\n".join(lines)


def article(url: str, text: str, **fields: Any) -> Article:
    """An article as a crawl writes it."""
    identity = canonical(url)
    made = Article(
        id=page_id(identity), url=url, requested_url=url, canonical_url=identity, site=site(url), title=url, text=text,
        cluster_id=page_id(identity), text_hash=text_hash(text), language="en",
    )  # fmt: skip
    made.crawl = Crawl(run_id="r", fetched_at="2026-03-01T10:00:00Z")
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def link(source: str, target: str, **fields: Any) -> Link:
    """A link as a crawl writes it."""
    made = Link(
        source_id=page_id(canonical(source)), source_url=source, url=target, canonical_url=canonical(target),
        target_id=page_id(canonical(target)), title=f"Title of {target}", found_at="2026-03-01T10:00:00Z",
    )  # fmt: skip
    for name, value in fields.items():
        setattr(made, name, value)
    return made


MakeRun = Callable[..., Path]


def run_maker(folder: Path) -> MakeRun:
    """What writes a run's folder under a folder."""

    def make(
        name: str,
        articles: Sequence[Article] = (),
        *,
        links: Sequence[Link] = (),
        duplicates: Sequence[Duplicate] = (),
        failures: Sequence[Failure] = (),
        started: str = "2026-03-01T09:00:00Z",
    ) -> Path:
        made = folder / name
        made.mkdir(parents=True)
        feeds = {"articles": articles, "links": links, "duplicates": duplicates, "failures": failures, "skipped": ()}
        for feed, items in feeds.items():
            lines = [json.dumps(row(item), ensure_ascii=False) + "\n" for item in items]
            (made / f"{feed}.jsonl").write_text("".join(lines), encoding="utf-8")
        (made / "manifest.json").write_text(json.dumps({"started_at": started}), encoding="utf-8")
        return made

    return make
