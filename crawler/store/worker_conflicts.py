"""Workers that brought the same: lines that a worker still holds back, corrected by what others brought first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler.items import Article, Duplicate, from_row, row
from crawler.store.base import Conflicts, Match
from crawler.store.feeds import Feed, Feeds, to_line
from crawler.urls.canonical import page_id


def edge_list_id(source: str) -> str:
    """What is marked in a run's frontier once the links of a page (its id) are written: one list a page and run, though
    it may be read at several addresses."""
    return page_id(f"edges of {source}")


def duplicate(article: Article, match: Match) -> Duplicate:
    """The record of an article that turned out to be a copy."""
    return Duplicate(
        id=article.id,
        url=article.url,
        requested_url=article.requested_url,
        canonical_url=article.canonical_url,
        site=article.site,
        title=article.title,
        date_published=article.date_published,
        duplicate_of=match.story.cluster,
        cluster_id=match.story.cluster,
        method=match.method,
        similarity=round(match.similarity, 4),
        aliases=article.aliases,
        crawl=article.crawl,
        text=None if match.method == "url" and article.text_hash == match.story.text_hash else article.text,
    )


class Resolution:
    """The correction of a run's held lines at one checkpoint, and what it comes to."""

    def __init__(self, feeds: Feeds, folder: Path, further: Sequence[Path], conflicts: Conflicts) -> None:
        """further: the user's own files of articles."""
        self._feeds = feeds
        self._folder = folder
        self._further = further
        self._conflicts = conflicts
        self.counts: Counter[str] = Counter()
        """Changes of the run's own counts, by their names."""

    def apply(self) -> None:
        """Correct the lines; a second time changes nothing more."""
        if self._conflicts.copies:
            self._resolve_copies()
        if self._conflicts.seen:
            self._rewrite("links", self._link)

    def _resolve_copies(self) -> None:
        copies: list[Duplicate] = []

        def article(line: dict[str, Any]) -> dict[str, Any] | None:
            match = self._conflicts.copies.get(line["id"])
            if match is None:
                return line
            copies.append(duplicate(from_row(Article, line), match))
            return None

        for path in self._further:
            feed = self._feeds.get(path)
            if feed is not None:
                feed.rewrite(article)
        copies.clear()  # those files get the same articles
        self._rewrite("articles", article)
        self._rewrite("duplicates", self._copy)
        feed = self._feed("duplicates")
        for copy in copies:
            if feed is not None:
                feed.write(to_line(row(copy)))
            self.counts.update({"articles": -1, "duplicates": 1, f"duplicates_method/{copy.method}": 1})

    def _copy(self, line: dict[str, Any]) -> dict[str, Any]:
        """A copy of an article that is a copy itself."""
        match = self._conflicts.copies.get(line["duplicate_of"])
        if match is not None and line["id"] != line["duplicate_of"]:
            line["duplicate_of"] = line["cluster_id"] = match.story.cluster
        return line

    def _link(self, line: dict[str, Any]) -> dict[str, Any] | None:
        if edge_list_id(line["source_id"]) in self._conflicts.seen:
            self.counts.update({"links": -1, f"links_kind/{line['kind']}": -1, _reason(line): -1})
            return None
        if line["followed"] and line["target_id"] in self._conflicts.seen:
            self.counts[_reason(line)] -= 1
            line["followed"], line["reason"] = False, "seen"
            self.counts[_reason(line)] += 1
        return line

    def _rewrite(self, name: str, change: Any) -> None:
        feed = self._feed(name)
        if feed is not None:
            feed.rewrite(change)

    def _feed(self, name: str) -> Feed | None:
        return self._feeds.get(self._folder / f"{name}.jsonl")


def _reason(line: dict[str, Any]) -> str:
    return f"links_reason/{line['reason'] or 'followed'}"
