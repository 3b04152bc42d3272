"""Which page is which, over all runs: versions of one page, copies of one story, other addresses of a page.

Kept in temporary SQLite files, so that memory stays flat whatever the number of pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from crawler.dataset.temporary import temporary_database
from crawler.store.base import Match, Story
from crawler.store.page_numbers import page_id_of, page_number
from crawler.store.sqlite import SqliteStore
from crawler.text.fingerprint import sketch, text_hash

Outcome = Literal["article", "version", "copy", "repeat"]
"""article: the first page of its story; version: a page read again with another text; copy: of an earlier page's story;
repeat: the same page with the same text, left out."""

_SCHEMA = (
    """CREATE TABLE outcomes (run INTEGER, line INTEGER, outcome TEXT, version INTEGER, method TEXT, similarity REAL,
        of TEXT, previous TEXT, PRIMARY KEY (run, line)) WITHOUT ROWID""",
    # ids are integers here (page_number), which takes half the room and half the time
    "CREATE TABLE pages (page INTEGER PRIMARY KEY, cluster INTEGER, version INTEGER, text_hash TEXT)",
    "CREATE TABLE aliases (alias INTEGER PRIMARY KEY, page INTEGER)",
    "CREATE TABLE clusters (cluster TEXT PRIMARY KEY, site TEXT, first TEXT) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a line of articles.jsonl. duplicate_of, method and similarity are of copies."""

    outcome: Outcome
    version: int = 1
    duplicate_of: str = ""
    method: str = ""
    similarity: float = 1.0
    previous_text_hash: str | None = None
    """Of the version before."""


class PageIndex:
    """Takes in the articles of all runs in order; then answers for any page, address or story."""

    def __init__(self) -> None:
        self._db = temporary_database(*_SCHEMA)
        self._store = SqliteStore(None)
        self._store.begin()
        self._memory = self._store.memory("dataset")

    def close(self) -> None:
        """Give the files back."""
        self._store.rollback()
        self._store.close()
        self._db.close()

    def add_article(self, run: int, line: int, article: dict[str, Any]) -> None:
        """Decide on a line of articles.jsonl."""
        page, digest = article["id"], text_hash(article["text"])
        number = page_number(page)
        known = self._db.execute("SELECT version, text_hash FROM pages WHERE page = ?", (number,)).fetchone()
        if known is not None:
            decision = (
                Decision("repeat")
                if known[1] == digest
                else Decision("version", known[0] + 1, previous_text_hash=known[1])
            )
            if decision.outcome == "version":
                change = "UPDATE pages SET version = version + 1, text_hash = ? WHERE page = ?"
                self._db.execute(change, (digest, number))
        else:
            decision = self._compare(page, digest, article)
        self._record(run, line, decision)
        self._add_aliases(page, article["aliases"])

    def add_duplicate(self, duplicate: dict[str, Any]) -> None:
        """Take in a line of duplicates.jsonl: its page belongs to the story that the run found."""
        page = duplicate["id"]
        if duplicate["method"] != "url":
            cluster = self.cluster_of(duplicate["cluster_id"])
            numbers = page_number(page), page_number(cluster)
            self._db.execute("INSERT OR IGNORE INTO pages VALUES (?, ?, 1, '')", numbers)
        self._add_aliases(page, duplicate["aliases"])

    def decision(self, run: int, line: int) -> Decision:
        """What was decided on a line of articles.jsonl."""
        outcome, version, method, similarity, of, previous = self._db.execute(
            "SELECT outcome, version, method, similarity, of, previous FROM outcomes WHERE run = ? AND line = ?",
            (run, line),
        ).fetchone()
        return Decision(outcome, version, of, method, similarity, previous)

    def page_of(self, address: str) -> str:
        """The id of the page that an address' id leads to: itself where nothing is known of it."""
        return self.resolve(address)[0]

    def cluster_of(self, page: str) -> str:
        """The story of a page; the page's own id where nothing is known of it."""
        return self.known_cluster(page) or page

    def is_story(self, page: str) -> bool:
        """Whether a page stands in the articles of a run, as a story or as the copy of another run's."""
        found = self._db.execute("SELECT text_hash FROM pages WHERE page = ?", (page_number(page),)).fetchone()
        return found is not None and found[0] != ""

    def known_cluster(self, page: str) -> str | None:
        """The story of a page; None where no run read it."""
        found = self._db.execute("SELECT cluster FROM pages WHERE page = ?", (page_number(page),)).fetchone()
        return page_id_of(found[0]) if found else None

    def resolve(self, address: str) -> tuple[str, str | None]:
        """The id of the page that an address' id leads to, and the page's story, as page_of and known_cluster say."""
        cluster = self.known_cluster(address)
        if cluster is not None:
            return address, cluster
        found = self._db.execute("SELECT page FROM aliases WHERE alias = ?", (page_number(address),)).fetchone()
        page = page_id_of(found[0]) if found else address
        return page, self.known_cluster(page) if found else None

    def clusters(self) -> Iterator[tuple[str, str, str]]:
        """(cluster, site of its first article, its earliest date or ""), in order of the cluster's id."""
        yield from self._db.execute("SELECT cluster, site, first FROM clusters ORDER BY cluster")

    def date_clusters(self) -> Iterator[str]:
        """The clusters by their earliest date; undated ones come first."""
        yield from (row[0] for row in self._db.execute("SELECT cluster FROM clusters ORDER BY first, cluster"))

    def _compare(self, page: str, digest: str, article: dict[str, Any]) -> Decision:
        sketched = sketch(article["text"])
        match: Match | None = self._memory.find(page, digest, sketched)
        cluster = match.story.cluster if match else page
        if match is None or match.method == "near":
            self._memory.add(Story(page, digest, cluster), sketched)
        else:
            self._memory.add(Story(page, digest, cluster))
        self._db.execute("INSERT INTO pages VALUES (?, ?, 1, ?)", (page_number(page), page_number(cluster), digest))
        date = article["published_utc"] or article["date_published"] or ""
        self._db.execute(
            "INSERT INTO clusters VALUES (?, ?, ?) ON CONFLICT (cluster) DO UPDATE SET first = excluded.first"
            " WHERE excluded.first <> '' AND (first = '' OR excluded.first < first)",
            (cluster, article["site"], date),
        )
        if match is None:
            return Decision("article")
        return Decision("copy", 1, cluster, match.method, round(match.similarity, 4))

    def _record(self, run: int, line: int, decision: Decision) -> None:
        values = (
            *(decision.outcome, decision.version, decision.method, decision.similarity, decision.duplicate_of),
            decision.previous_text_hash,
        )
        self._db.execute("INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (run, line, *values))

    def _add_aliases(self, page: str, aliases: Sequence[str]) -> None:
        rows = [(page_number(alias), page_number(page)) for alias in aliases]
        self._db.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", rows)
