"""Runs -> a data set: `build` reads as the list of its steps. Every pass streams; the same runs give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from crawler.dataset.card import Facts, write_card
from crawler.dataset.croissant import write_croissant
from crawler.dataset.edges import EdgeSet, offers
from crawler.dataset.graphs import GRAPHS, Edge, Node, write_gexf, write_graphml
from crawler.dataset.index import PageIndex
from crawler.dataset.repeats import repeated_paragraphs, site_lists
from crawler.dataset.splits import MODES, SPLITS, splitter
from crawler.dataset.tables import TABLES, Tables
from crawler.dataset.unfinished import unfinished
from crawler.items import FEEDS, Duplicate, Removed, row
from crawler.items.runs import RunFolder
from crawler.text.boilerplate import SITE_REPEAT, clean_text, restore
from crawler.text.fingerprint import text_hash
from crawler.urls.canonical import canonical, page_id

FORMATS = (*TABLES, *GRAPHS)
Progress = Callable[[str, int], None]
"""Takes what is being done and how many lines of it are done."""
EVERY = 10_000


@dataclass(slots=True)
class DataSet:
    """A data set while it is made."""

    runs: Sequence[RunFolder]
    index: PageIndex
    tables: Tables
    progress: Progress
    split_of: Callable[[str], str] = field(default=lambda cluster: SPLITS[0])
    is_repeat: Callable[[str, str], bool] = field(default=lambda site, paragraph: False)
    is_site_list: Callable[[str, list[dict[str, Any]]], bool] = field(default=lambda site, block: False)
    facts: Facts = field(default_factory=Facts)
    addresses: EdgeSet = field(default_factory=EdgeSet)
    """The addresses that articles were asked for at."""

    def lines(self, feed: str, step: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """(number of the run, number of the line, line) of a feed over all runs."""
        done = 0
        for number, run in enumerate(self.runs):
            for place, line in enumerate(run.rows(feed)):
                yield number, place, line
                done += 1
                if done % EVERY == 0:
                    self.progress(step, done)
        self.progress(step, done)


def build(
    runs: Sequence[RunFolder],
    folder: Path,
    *,
    formats: Sequence[str] = ("jsonl", "parquet"),
    split: str = MODES[0],
    progress: Progress = lambda step, done: None,
) -> Facts:
    """Make the data set of some runs in a folder.

    runs: in order of time; of two records of one page the earlier comes first. formats: of FORMATS; split: of MODES.
    RunError where a feed cannot be read, OSError where a file cannot be written, Locked where
    another process makes one there; the folder is then as it was before.
    """
    with unfinished(folder) as work:
        return _build(runs, work, formats, split, progress)


def _build(runs: Sequence[RunFolder], folder: Path, formats: Sequence[str], split: str, progress: Progress) -> Facts:
    tables = Tables(folder, formats)
    with closing(PageIndex()) as index, closing(tables):
        made = DataSet(runs, index, tables, progress)
        for feed in FEEDS:
            tables.open(feed)  # an empty feed is a fact, and its columns are known
        _index_pages(made)
        made.split_of = splitter(split, index)
        made.is_repeat = repeated_paragraphs(_stories(made))
        made.is_site_list = site_lists(_related_links(made))
        _write_articles(made)
        _write_duplicates(made)
        _write_links(made)
        _write_unread(made, "skipped")
        _write_unread(made, "failures")
        made.facts.rows.update(tables.rows)
        _write_graphs(made, folder, formats)
    write_card(folder, made.facts, formats, split)
    write_croissant(folder, made.facts, formats)
    return made.facts


def _index_pages(made: DataSet) -> None:
    for run, place, article in made.lines("articles", "comparing articles"):
        made.index.add_article(run, place, article)
    for _, _, duplicate in made.lines("duplicates", "comparing copies"):
        made.index.add_duplicate(duplicate)


def _stories(made: DataSet) -> Iterator[tuple[str, str, str]]:
    """(site, cluster, text) of every article that stays."""
    for run, place, article in made.lines("articles", "counting what sites repeat"):
        if made.index.decision(run, place).outcome != "repeat":
            yield article["site"], made.index.cluster_of(article["id"]), article["text"]


def _related_links(made: DataSet) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(site, cluster, link) of every related link, resolved."""
    for _, _, link in made.lines("links", "counting what sites offer"):
        if link["kind"] == "related":
            yield offers(made.index, link)


def _write_articles(made: DataSet) -> None:
    for run, place, article in made.lines("articles", "writing articles"):
        made.addresses.is_new_key(article["requested_url"])
        decision = made.index.decision(run, place)
        if decision.outcome == "repeat":
            continue
        cluster = made.index.cluster_of(article["id"])
        split = made.split_of(cluster)
        if decision.outcome == "copy":
            _write_copy(made, _as_copy(article, decision, cluster), split)
            continue
        article.update(cluster_id=cluster, version=max(decision.version, article["version"]))
        article["previous_text_hash"] = decision.previous_text_hash or article["previous_text_hash"]
        _cut_repeats(made, article)
        made.tables.write("articles", split, {**article, "split": split})
        made.facts.add(article, later=decision.outcome == "version")


def _as_copy(article: dict[str, Any], decision: Any, cluster: str) -> dict[str, Any]:
    copy = {name: article[name] for name in row(Duplicate()) if name in article}
    found = {"duplicate_of": decision.duplicate_of, "cluster_id": cluster, "method": decision.method}
    return {**row(Duplicate()), **copy, **found, "similarity": decision.similarity}


def _write_copy(made: DataSet, copy: dict[str, Any], split: str) -> None:
    """Add a copy; what its site repeats is cut from its text as it is from the site's stories."""
    text = copy["text"]
    if text and _has_repeats(made, copy["site"], text):
        cleaned = clean_text(text, None, repeats=lambda paragraph: made.is_repeat(copy["site"], paragraph))
        copy["text"] = cleaned.text or text
    made.tables.write("duplicates", split, {**copy, "split": split})


def _has_repeats(made: DataSet, site: str, text: str) -> bool:
    return any(made.is_repeat(site, paragraph) for paragraph in text.split("\n") if paragraph)


def _cut_repeats(made: DataSet, article: dict[str, Any]) -> None:
    """Cut what the site repeats as all of its stories show it; what its crawl cut for that is looked at again."""
    text, removed = article["text"], article["removed"]
    site = article["site"]
    again = any(piece["rule"] == SITE_REPEAT for piece in removed)
    if not again and not _has_repeats(made, site, text):
        return
    whole = restore(text, [Removed(**piece) for piece in removed])
    cleaned = clean_text(whole, article["language"], repeats=lambda paragraph: made.is_repeat(site, paragraph))
    if cleaned.text:
        article.update(text=cleaned.text, removed=[row(piece) for piece in cleaned.removed])
        article["text_hash"] = text_hash(cleaned.text)


def _write_duplicates(made: DataSet) -> None:
    """The copies that the runs found: each address once, and none that stands among the articles; but a page that was
    read again with another text has each of its texts."""
    for _, _, duplicate in made.lines("duplicates", "writing copies"):
        again = duplicate["method"] == "url"
        own = f" {text_hash(duplicate['text'])}" if again and duplicate["text"] else ""
        is_article = not again and made.index.is_story(duplicate["id"])
        if is_article or not made.addresses.is_new_key(f"{duplicate['requested_url']}{own}"):
            continue
        cluster = made.index.cluster_of(made.index.page_of(duplicate["id"]))
        split = made.split_of(cluster)
        duplicate.update(cluster_id=cluster, duplicate_of=made.index.cluster_of(duplicate["duplicate_of"]))
        _write_copy(made, duplicate, split)


def _write_links(made: DataSet) -> None:
    edges = EdgeSet()
    for _, block in groupby(made.lines("links", "writing links"), key=_block_of):
        links = [link for _, _, link in block]
        site, _, _ = offers(made.index, links[0])
        everywhere = links[0]["kind"] == "related" and made.is_site_list(site, links)
        for link in links:
            offers(made.index, link)
            link["page_kind"] = link["kind"]
            if everywhere:
                link["kind"] = "more"
            if edges.is_new(link):
                made.tables.write("links", SPLITS[0], link)
                made.facts.links[link["kind"]] += 1


def _block_of(numbered: tuple[int, int, dict[str, Any]]) -> tuple[int, str, int, str]:
    run, _, link = numbered
    return run, link["source_id"], link["block"], link["kind"]


def _write_unread(made: DataSet, feed: str) -> None:
    """Pages that no run could read, or that all left out; each once."""
    seen = EdgeSet()
    for _, _, line in made.lines(feed, f"writing {feed}"):
        page = made.index.page_of(page_id(canonical(line["url"])))
        if made.index.known_cluster(page) is None and seen.is_new_key(line["url"]):
            made.tables.write(feed, SPLITS[0], line)
            made.facts.reasons[feed, line["reason"]] += 1


def _write_graphs(made: DataSet, folder: Path, formats: Sequence[str]) -> None:
    for name, write in (("gexf", write_gexf), ("graphml", write_graphml)):
        if name in formats:
            write(folder / f"graph.{name}", _nodes(made), _edges(made))


def _nodes(made: DataSet) -> Iterator[Node]:
    seen = EdgeSet()
    for feed, state in (("articles", "article"), ("duplicates", "copy")):
        for _, _, line in made.lines(feed, "writing the graph's nodes"):
            if seen.is_new_key(line["id"]):
                date = line["date_published"]
                yield _node(line["id"], line["title"], line, date, line.get("language"), state, made)
    for _, _, link in made.lines("links", "writing the graph's nodes"):
        offers(made.index, link)
        for end, title, url in (
            (link["source_id"], link["source_url"], link["source_url"]),
            (link["target_id"], link["title"] or link["url"], link["url"]),
        ):
            if seen.is_new_key(end):
                yield _node(end, title, {"url": url}, None, None, "unread", made)


def _node(
    page: str, title: str, line: dict[str, Any], date: str | None, language: str | None, state: str, made: DataSet
) -> Node:
    values = {"label": title, "url": line["url"], "site": line.get("site"), "date": date, "language": language}
    return Node(page, {**values, "state": state, "cluster": made.index.known_cluster(page)})


def _edges(made: DataSet) -> Iterator[Edge]:
    edges = EdgeSet()
    for _, _, link in made.lines("links", "writing the graph's edges"):
        offers(made.index, link)
        if edges.is_new({**link, "page_kind": link["kind"]}):
            values = {name: link[name] for name in ("kind", "heading", "rank", "relevance", "followed")}
            yield Edge(link["source_id"], link["target_id"], values)
