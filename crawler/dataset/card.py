"""The card that stands beside the tables (README.md), as Hugging Face reads it, out of the data alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler import __version__
from crawler.dataset.splits import SPLITS, empty_splits
from crawler.items import FEEDS, SCHEMA_VERSION
from crawler.text.plurals import counted

CONFIGS = tuple(FEEDS)
MOST = 20
"""Sites, languages and rules that the card names."""
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@dataclass(slots=True)
class Facts:
    """What a card tells of a data set."""

    rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(feed, split) -> rows."""
    sites: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    days: list[str] = field(default_factory=lambda: ["", ""])
    """The first and the last day of publication."""
    newest_read: str = ""
    """When the last article was fetched, ISO 8601; empty where none says."""
    rules: Counter[str] = field(default_factory=Counter)
    """Rule -> pieces that cleaning cut."""
    characters: int = 0
    cut: int = 0
    links: Counter[str] = field(default_factory=Counter)
    """Kind -> links."""
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(feed, reason) -> pages that are in no article."""
    reserved: int = 0
    """Articles whose site says something about use: a TDM reservation, noai or noindex."""
    named: int = 0
    """Articles that name a person as author or editor."""

    later: int = 0
    """Articles that are a later version of a story in the data set."""

    def add(self, article: Mapping[str, Any], *, later: bool = False) -> None:
        """Count an article; later: it is a further version of a story that was counted."""
        self.later += later
        if not later:
            self.sites[article["site"]] += 1
            self.languages[article["language"] or "unknown"] += 1
        self.characters += len(article["text"])
        for piece in article["removed"]:
            self.rules[piece["rule"]] += 1
            self.cut += len(piece["text"])
        day = (article["published_utc"] or article["date_published"] or "")[:10]
        if len(day) == 10:
            self.days = [min(self.days[0] or day, day), max(self.days[1], day)]
        self.newest_read = max(self.newest_read, article["crawl"]["fetched_at"] or "")
        rights = article["rights"]
        said = f"{rights['meta'] or ''} {rights['header'] or ''}".lower()
        self.reserved += not later and (bool(rights["tdm"]) or "noai" in said or "noindex" in said)
        self.named += not later and bool(article["authors"] or article["editors"])

    @property
    def stories(self) -> int:
        """Articles without the later versions of the same stories."""
        return self.count("articles") - self.later

    def count(self, feed: str) -> int:
        """Rows of a feed."""
        return sum(n for (name, _), n in self.rows.items() if name == feed)

    def splits(self, feed: str) -> list[str]:
        """The splits of a feed that have rows; `train` where none has."""
        return [split for split in SPLITS if self.rows[feed, split]] or [SPLITS[0]]

    def empty_splits(self, mode: str) -> str | None:
        """Which splits have no story and why, as a line; None where each has one."""
        filled = [split for split in SPLITS if self.rows["articles", split]]
        return empty_splits(mode, filled, self.count("articles"), len(self.sites))


def write_card(folder: Path, facts: Facts, formats: Sequence[str], split: str) -> None:
    """README.md: YAML for loaders, then what the data is, how it was made, what was cut, what its use is bound to."""
    lines = [*_front_matter(facts, formats), *_body(facts, split)]
    (folder / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _front_matter(facts: Facts, formats: Sequence[str]) -> Iterator[str]:
    yield "---"
    yield f"pretty_name: {json.dumps('News stories and their related links')}"
    languages = sorted({tag.split("-")[0] for tag in facts.languages} - {"unknown"})
    yield from ["language:", *(f"- {tag}" for tag in languages)] if languages else []
    yield "license: other"
    yield "license_name: rights-of-the-publishers"
    yield "task_categories:"
    yield from ("- text-generation", "- text-retrieval")
    yield "size_categories:"
    yield f"- {next((name for bound, name in _SIZES if facts.count('articles') < bound), 'n>1M')}"
    ending = next((name for name in ("parquet", "jsonl") if name in formats), None)
    if ending:
        yield "configs:"
        for feed in (name for name in CONFIGS if facts.count(name)):  # a loader refuses a config without rows
            yield from (f"- config_name: {feed}", *(["  default: true"] if feed == "articles" else []), "  data_files:")
            for split in facts.splits(feed):
                yield from (f"  - split: {split}", f"    path: data/{feed}-{split}.{ending}")
    yield "---"


def _body(facts: Facts, split: str) -> Iterator[str]:
    yield from _contents(facts, split)
    yield from _making(facts)
    yield from _duties(facts)


def _contents(facts: Facts, split: str) -> Iterator[str]:
    """How much there is of what, and how it is split."""
    yield from ("", "# News stories and their related links", "")
    versions = f" with {counted(facts.later, 'later version')}" if facts.later else ""
    yield (
        f"{_stories(facts.stories)} of {counted(len(facts.sites), 'site')}{versions},"
        f" {counted(facts.count('duplicates'), 'copy', 'copies')} of them,"
        f" {counted(facts.count('links'), 'link')} to further reading on their pages."
    )
    if facts.days[0]:
        yield f"Published from {facts.days[0]} to {facts.days[1]}."
    yield from _table("Rows", ("feed", *SPLITS), [
        (feed, *(f"{facts.rows[feed, name]:,}" for name in SPLITS)) for feed in CONFIGS
    ])  # fmt: skip
    missing = [feed for feed in CONFIGS if not facts.count(feed)]
    if missing:
        yield (
            f"Without rows, and therefore no configs, as loaders refuse those: {', '.join(missing)}. Their files are"
            " there, with all columns."
        )
        yield ""
    yield f"Split by: {split}. All pages of one story are in the same split."
    if empty := facts.empty_splits(split):
        yield f"{empty[0].upper()}{empty[1:]}."
    yield from _counts("Stories by language", facts.languages)
    yield from _counts("Stories by site", facts.sites)
    yield from _counts("Links by kind", facts.links)


def _making(facts: Facts) -> Iterator[str]:
    """What was done to the pages, and what was left out."""
    yield from ("", "## How it was made", "")
    yield (
        f"By related-news-crawler {__version__} (record schema {SCHEMA_VERSION}): the story was"
        " separated from the rest of each page, boilerplate was cut by rules that each carry their proof, copies were"
        " found by text and by likeness across runs, in traditional and simplified Chinese alike, and what a site"
        " repeats on many stories was cut on all of them. `removed` holds every cut with its rule and its place."
    )
    yield f"Cut: {facts.cut:,} characters beside {facts.characters:,} that stayed."
    yield from _counts("What was cut, by rule", facts.rules)
    yield from _table("Pages in no article", ("feed", "reason", "pages"), [
        (feed, reason, f"{n:,}") for (feed, reason), n in sorted(facts.reasons.items())
    ])  # fmt: skip


def _duties(facts: Facts) -> Iterator[str]:
    """What its use is bound to."""
    yield from ("", "## Rights", "")
    yield (
        "The texts belong to their publishers and authors. This collection grants no licence to them: those who use it"
        " are bound by copyright, by the exceptions for text and data mining that apply to them, and by what each site"
        " says about use, as it was observed, in `rights`. With a reservation, noai or noindex:"
        f" {_stories(facts.reserved)}."
    )
    yield from ("", "## Personal data", "")
    yield (
        f"Authors or editors are named in {_stories(facts.named)}, and stories speak of people. Handle them as the law"
        " on personal data that applies to you demands; honour requests for erasure by dropping the page's `id`."
    )


def _stories(number: int) -> str:
    return counted(number, "story", "stories")


def _counts(title: str, counts: Counter[str]) -> Iterator[str]:
    common = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    yield from _table(title, (title.split()[0].lower(), "number"), [(name, f"{n:,}") for name, n in common])
    if len(counts) > MOST:
        yield f"and {len(counts) - MOST:,} more."


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield from ("", f"## {title}", "", f"| {' | '.join(head)} |", "|" + "---|" * len(head))
        yield from (f"| {' | '.join(map(_cell, row))} |" for row in rows)
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
