"""The pages that were read, in SQLite.

Near copies are found through the table `shingles`: a story stands there under its few smallest shingle hashes, a
copy shares some of them, and the sketches of the stories so found decide (text/likeness.py). All of it is on disk:
in memory there is only SQLite's page cache.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from crawler.store.base import Match, Memory, Story
from crawler.store.page_numbers import page_id_of, page_number
from crawler.store.sqlite_connection import Connection
from crawler.text.fingerprint import KEY_BITS, Sketch
from crawler.text.likeness import likeness, same_story
from crawler.text.origin import Copy
from crawler.text.templates import may_share_template

KEYS = 8
"""Hashes that a story stands under: a copy trimmed to 60 % shares none of them once in 1,500 times."""
COMMON = 64
"""Stories under one hash from which it is common property, boilerplate or a template, and leads nowhere."""
COMPARED = 32
"""Sketches compared for one query, those first that share most hashes: a bound on work."""

MEMORY_SCHEMA = (
    """CREATE TABLE stories (
        story INTEGER PRIMARY KEY,    -- ascending in order of arrival
        run INTEGER NOT NULL,
        page INTEGER NOT NULL,        -- page ids are signed 64-bit integers here
        cluster INTEGER,              -- null: the page itself
        version INTEGER NOT NULL,
        note TEXT NOT NULL,
        text_hash BLOB NOT NULL,
        size INTEGER NOT NULL,        -- shingles of the text; 0 without a sketch
        sketch BLOB NOT NULL
    )""",
    "CREATE INDEX stories_page ON stories (page, run)",
    "CREATE INDEX stories_cluster ON stories (cluster, run) WHERE cluster IS NOT NULL",
    "CREATE INDEX stories_text ON stories (substr(text_hash, 1, 8), run)",
    *(
        f"""CREATE TABLE {table} (
            hash INTEGER NOT NULL,
            run INTEGER NOT NULL,
            story INTEGER NOT NULL,
            PRIMARY KEY (hash, run, story)
        ) WITHOUT ROWID"""
        for table in ("shingles", "new_shingles")
    ),
)
NEW = 250_000
"""Rows of new_shingles from which they are moved to shingles, in order: one by one, each would dirty a page there."""
MOVED = 10_000
"""Rows moved at a time, neighbours all: they share pages, and the log stays small."""

_LAST = 1 << KEY_BITS
_STORY = "page, text_hash, cluster, version, note"


class SqliteMemory(Memory):
    """The pages of one run, or of all runs (whole)."""

    def __init__(self, file: Connection, run: int, *, whole: bool) -> None:
        self._file = file
        self._run = run
        self._of_run = "" if whole else f" AND run = {run}"
        [(self._new,)] = file.execute("SELECT count(*) FROM new_shingles")
        self._moved = -1  # the last hash of the last stretch that was moved
        self._last: tuple[Sketch, list[int]] | None = None  # the last sketch asked for and its telling hashes

    def page(self, page: str) -> Story | None:
        return self._first_of(f"page = ?{self._of_run} ORDER BY story DESC", page_number(page))

    def text(self, text_hash: str) -> Story | None:
        digest = bytes.fromhex(text_hash)
        return self._first_of(
            f"substr(text_hash, 1, 8) = ? AND text_hash = ?{self._of_run} ORDER BY story", digest[:8], digest
        )

    def cluster(self, cluster: str) -> list[Story]:
        number = page_number(cluster)
        heads = f"SELECT story, {_STORY} FROM stories WHERE page = ? AND cluster IS NULL{self._of_run}"
        copies = f"SELECT story, {_STORY} FROM stories WHERE cluster = ?{self._of_run}"
        rows = self._file.execute(f"{heads} UNION ALL {copies} ORDER BY story", (number, number))
        return [_story(*row[1:]) for row in rows]

    def near(self, sketch: Sketch, note: str = "") -> Match | None:
        numbers = self._candidates(sketch)
        if not numbers:
            return None
        rows = self._file.execute(_stories(len(numbers)), numbers)
        found: list[tuple[float, int, Sketch]] = []
        for number, size, packed, its in rows:
            other = Sketch(size, packed)
            similarity = alike(sketch, note, other, its)
            if similarity is not None:
                found.append((-similarity, number, other))
        if not found:
            return None
        return self._match(sketch, *min(found, key=lambda f: f[:2]))

    def add(self, story: Story, sketch: Sketch | None = None) -> None:
        cluster = None if story.cluster == story.page else page_number(story.cluster)
        size, packed = (sketch.size, sketch.packed) if sketch else (0, b"")
        digest = bytes.fromhex(story.text_hash)
        number = self._file.insert(
            f"INSERT INTO stories (run, {_STORY}, size, sketch) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self._run, page_number(story.page), digest, cluster, story.version, story.note, size, packed),
        )
        if sketch:
            rows = [(key, self._run, number) for key in self._telling(sketch)]
            self._file.execute_many("INSERT INTO new_shingles VALUES (?, ?, ?)", rows)
            self._new += len(rows)
            if self._new >= NEW:
                self._merge_new_shingles()

    def _merge_new_shingles(self) -> None:
        """Move a stretch of the new shingles to the old ones; the next time the stretch after it."""
        beyond = self._file.execute(
            "SELECT hash FROM new_shingles WHERE hash > ? ORDER BY hash LIMIT 1 OFFSET ?", (self._moved, MOVED)
        )
        stretch = (self._moved, beyond[0][0] if beyond else _LAST)
        where = "FROM new_shingles WHERE hash > ? AND hash <= ?"
        self._file.execute(f"INSERT INTO shingles SELECT * {where} ORDER BY hash, run, story", stretch)
        self._file.execute(f"DELETE {where}", stretch)
        [(count,)] = self._file.execute("SELECT changes()")
        self._new -= count
        self._moved = stretch[1] if beyond else -1

    def _first_of(self, where: str, *values: object) -> Story | None:
        rows = self._file.execute(f"SELECT {_STORY} FROM stories WHERE {where} LIMIT 1", values)
        return _story(*rows[0]) if rows else None

    def _match(self, sketch: Sketch, distance: float, number: int, other: Sketch) -> Match:
        """The match with the first page of the cluster that a story belongs to."""
        [row] = self._file.execute(f"SELECT {_STORY} FROM stories WHERE story = ?", (number,))
        story = _story(*row)
        first = self._first(story)
        if first is story:
            return Match(first, "near", -distance)
        rows = self._file.execute(
            f"SELECT size, sketch FROM stories WHERE page = ?{self._of_run} AND size > 0 ORDER BY story LIMIT 1",
            (page_number(first.page),),
        )
        similarity = likeness(sketch, Sketch(*rows[0])).containment if rows else -distance
        return Match(first, "near", similarity)

    def _candidates(self, sketch: Sketch) -> list[int]:
        """Numbers of the stories that share hashes with a sketch: those that share most first, then the earlier."""
        telling, found = self._look_up(sketch)
        self._last = sketch, telling
        shared = Counter(found)
        return sorted(shared, key=lambda number: (-shared[number], number))[:COMPARED]

    def _telling(self, sketch: Sketch) -> list[int]:
        """The hashes that a story is to stand under."""
        if self._last is None or self._last[0] is not sketch:
            self._last = sketch, self._look_up(sketch)[0]
        return self._last[1]

    def _look_up(self, sketch: Sketch) -> tuple[list[int], list[int]]:
        """The smallest KEYS hashes of a sketch that are not common; the stories under those and under the common
        ones before them, once a hash."""
        found = self._under(sketch.keys[:KEYS])
        if len(found) < COMMON:
            return list(sketch.keys[:KEYS]), found
        telling: list[int] = []
        found = []
        for key in sketch.keys:
            under = self._under([key])
            found += under
            if len(under) < COMMON:
                telling.append(key)
            if len(telling) == KEYS:
                break
        return telling, found

    def _under(self, keys: Sequence[int]) -> list[int]:
        """The stories under some hashes, COMMON at most."""
        rows = self._file.execute(_under(len(keys), self._of_run), (*keys, *keys))
        return [number for (number,) in rows]


def alike(sketch: Sketch, note: str, other: Sketch, its: str) -> float | None:
    """How much of the shorter of two texts is in the other; None where they are not one story. Notes: as Story has
    them; with them pages off one template are told from copies."""
    similarity = same_story(sketch, other)
    if similarity is not None and note and may_share_template(Copy.unpack(note), Copy.unpack(its)):
        similarity = same_story(sketch, other, template=True)
    return similarity


@cache
def _stories(count: int) -> str:
    """The query for what `count` stories are compared by."""
    return f"SELECT story, size, sketch, note FROM stories WHERE story IN ({','.join('?' * count)})"


@cache
def _under(count: int, of_run: str) -> str:
    """The query for the stories under `count` hashes, which come twice: once for either table."""
    which = f"WHERE hash IN ({','.join('?' * count)}){of_run}"
    return f"SELECT story FROM shingles {which} UNION ALL SELECT story FROM new_shingles {which} LIMIT {COMMON}"


def _story(page: int, text_hash: bytes, cluster: int | None, version: int, note: str) -> Story:
    """A row of the table of stories."""
    return Story(page_id_of(page), text_hash.hex(), page_id_of(page if cluster is None else cluster), version, note)
