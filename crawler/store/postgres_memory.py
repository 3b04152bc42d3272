"""The pages that were read, in PostgreSQL: one index for all workers.

What a worker reads is held here until its next checkpoint and found among what is held; the rest is asked of the
database, a page in one statement. At the checkpoint, under the lock that all workers share, what is held is looked up
again among the stories that others brought since: there two workers' copies meet, and the earlier one stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawler.store.base import Match, Memory, Story
from crawler.store.held_stories import Held, HeldStories
from crawler.store.page_numbers import page_id_of, page_number
from crawler.store.postgres_connection import Connection
from crawler.store.sqlite_memory import COMMON, COMPARED, KEYS, alike
from crawler.text.fingerprint import Sketch
from crawler.text.likeness import likeness

_STORY = "page, text_hash, cluster, version, note"


class StoryIndex:
    """What all memories of one worker's store share: what is held, and where the others' stories were last read to."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.held = HeldStories()
        self.last = 0
        """The number of the last story that was in the database at the last checkpoint."""


class PostgresMemory(Memory):
    """The pages of one run, or of all."""

    def __init__(self, index: StoryIndex, run: int, *, every_run: bool) -> None:
        self._index = index
        self._db = index.db
        self._run = run
        self._only = None if every_run else run
        self._where = "" if every_run else f" AND run = {run}"
        self._last: tuple[Sketch, Sequence[int]] | None = None  # the last sketch looked up, and its telling hashes

    def find(self, page: str, text_hash: str, sketch: Sketch, note: str = "") -> Match | None:
        held = self._index.held
        here = held.page(page, self._only)
        if here is not None:
            return Match(here, "url", 1.0)
        digest = bytes.fromhex(text_hash)
        rows = self._db.execute(
            f"(SELECT 0, 0, {_STORY} FROM stories WHERE page = %s{self._where} ORDER BY story DESC LIMIT 1) UNION ALL"
            f" (SELECT 1, 0, {_STORY} FROM stories WHERE substr(text_hash, 1, 8) = %s AND text_hash = %s{self._where}"
            " ORDER BY story LIMIT 1) UNION ALL"
            " SELECT 2, found.story, keys.hash, NULL, NULL, NULL, NULL FROM unnest(%s::bigint[]) AS keys(hash),"
            f" LATERAL (SELECT story FROM shingles WHERE hash = keys.hash{self._where} LIMIT {COMMON}) AS found",
            (page_number(page), digest[:8], digest, list(sketch.keys[:KEYS])),
        )
        by_kind: dict[int, list[tuple[object, ...]]] = {0: [], 1: [], 2: []}
        for kind, *rest in rows:
            by_kind[kind].append(tuple(rest))
        if by_kind[0]:
            return Match(_story(*by_kind[0][0][1:]), "url", 1.0)
        same = _story(*by_kind[1][0][1:]) if by_kind[1] else held.text(text_hash, self._only)
        if sketch.size and same is not None:
            return Match(self._first(same), "exact", 1.0)
        found = [(int(key), int(story)) for story, key, *_ in by_kind[2]]  # type: ignore[call-overload]
        return self._likest(sketch, note, self._telling_among(sketch, found))

    def page(self, page: str) -> Story | None:
        return self._index.held.page(page, self._only) or self._one(
            f"page = %s{self._where} ORDER BY story DESC", page_number(page)
        )

    def text(self, text_hash: str) -> Story | None:
        digest = bytes.fromhex(text_hash)
        where = f"substr(text_hash, 1, 8) = %s AND text_hash = %s{self._where} ORDER BY story"
        return self._one(where, digest[:8], digest) or self._index.held.text(text_hash, self._only)

    def cluster(self, cluster: str) -> list[Story]:
        number = page_number(cluster)
        rows = self._db.execute(
            f"SELECT {_STORY} FROM stories WHERE ((page = %s AND cluster IS NULL) OR cluster = %s){self._where}"
            " ORDER BY story",
            (number, number),
        )
        return [_story(*row) for row in rows] + self._index.held.cluster(cluster, self._only)

    def near(self, sketch: Sketch, note: str = "") -> Match | None:
        return self._likest(sketch, note, self._telling_among(sketch, self._under(sketch.keys[:KEYS])))

    def add(self, story: Story, sketch: Sketch | None = None) -> None:
        keys: Sequence[int] = ()
        if sketch is not None:
            if self._last is None or self._last[0] is not sketch:
                self._telling_among(sketch, self._under(sketch.keys[:KEYS]))
            assert self._last is not None
            keys = self._last[1]
        self._index.held.add(Held(self._run, story, sketch, keys))

    def _likest(self, sketch: Sketch, note: str, numbers: list[int]) -> Match | None:
        """The match among stories of the database and those that are held."""
        best: tuple[float, Story, Sketch] | None = None
        for size, packed, *row in self._sketches(numbers):
            other = Sketch(size, packed)
            story = _story(*row)
            similarity = alike(sketch, note, other, story.note)
            if similarity is not None and (best is None or similarity > best[0]):
                best = similarity, story, other
        here = self._index.held.near(sketch, note, self._only)
        if here is not None and (best is None or here[0] > best[0]):
            assert here[1].sketch is not None
            best = here[0], here[1].story, here[1].sketch
        return None if best is None else self._match(sketch, *best)

    def _match(self, sketch: Sketch, similarity: float, story: Story, _other: Sketch) -> Match:
        """The match with the first page of the cluster that a story belongs to."""
        first = self._first(story)
        if first is story:
            return Match(first, "near", similarity)
        other = next((h.sketch for h in self._index.held.stories if h.story.page == first.page and h.sketch), None)
        rows = self._db.execute(
            f"SELECT size, sketch FROM stories WHERE page = %s{self._where} AND size > 0 ORDER BY story LIMIT 1",
            (page_number(first.page),),
        )
        if rows:
            other = Sketch(*rows[0])
        return Match(first, "near", likeness(sketch, other).containment if other else similarity)

    def _telling_among(self, sketch: Sketch, found: list[tuple[int, int]]) -> list[int]:
        """Numbers of the stories that share hashes with a sketch, those first that share most; on the way the hashes
        are found that a story with this sketch is to stand under: the smallest that are not common property.

        found: hash and story, for the smallest KEYS hashes.
        """
        telling = sketch.keys[:KEYS]
        if len(found) >= COMMON:
            found = self._under(sketch.keys)
            often = Counter(key for key, _ in found)
            telling = tuple(key for key in sketch.keys if often[key] < COMMON)[:KEYS]
        self._last = sketch, telling
        shared = Counter(story for _, story in found)
        return sorted(shared, key=lambda number: (-shared[number], number))[:COMPARED]

    def _under(self, keys: Sequence[int]) -> list[tuple[int, int]]:
        """Hash and story, for the stories under some hashes, COMMON a hash at most."""
        if not keys:
            return []
        return self._db.execute(
            "SELECT keys.hash, found.story FROM unnest(%s::bigint[]) AS keys(hash),"
            f" LATERAL (SELECT story FROM shingles WHERE hash = keys.hash{self._where} LIMIT {COMMON}) AS found",
            (list(keys),),
        )

    def _sketches(self, numbers: list[int]) -> list[tuple[int, bytes, int, bytes, int | None, int, str]]:
        if not numbers:
            return []
        return self._db.execute(
            f"SELECT size, sketch, {_STORY} FROM stories WHERE story = ANY(%s) ORDER BY story", (numbers,)
        )

    def _one(self, where: str, *values: object) -> Story | None:
        rows = self._db.execute(f"SELECT {_STORY} FROM stories WHERE {where} LIMIT 1", values)
        return _story(*rows[0]) if rows else None


def meet(index: StoryIndex, worker: str) -> tuple[dict[str, Match], set[str]]:
    """Under the lock: look up what is held among the stories that other workers brought since the last checkpoint.

    What is a copy of one of theirs is held as such from then on. Returns page id -> match, for those that were held as
    the first of their story, and the pages that another worker has read, too.
    """
    others = _brought_since(index, worker)
    found: dict[str, Match] = {}
    known: set[str] = set()
    moved: dict[str, str] = {}  # cluster -> the cluster that it belongs to
    for held in index.held.stories if others.stories else ():
        story = held.story
        if story.version > 1:
            continue
        match = _match_among(others, held)
        if match is not None and match.method == "url":
            known.add(story.page)
        if match is not None and story.cluster == story.page:
            found[story.page] = match
            moved[story.page] = match.story.cluster
    for held in index.held.stories:
        if held.story.cluster in moved:
            held.story = replace(held.story, cluster=moved[held.story.cluster])
    return found, known


def _match_among(others: HeldStories, held: Held) -> Match | None:
    story = held.story
    known = others.page(story.page, held.run)
    if known is not None:
        return Match(known, "url", 1.0)
    same = others.text(story.text_hash, held.run) if held.sketch and held.sketch.size else None
    if same is not None:
        return Match(same, "exact", 1.0)
    near = others.near(held.sketch, story.note, held.run) if held.sketch else None
    return Match(near[1].story, "near", near[0]) if near else None


def _brought_since(index: StoryIndex, worker: str) -> HeldStories:
    """The stories of other workers that came since the last checkpoint."""
    if not index.held.stories:
        return HeldStories()
    rows = index.db.execute(
        f"SELECT run, size, sketch, {_STORY},"
        " ARRAY(SELECT hash FROM shingles WHERE shingles.story = stories.story AND shingles.hash = ANY(%s))"
        " FROM stories WHERE story > %s AND worker <> %s ORDER BY story",
        (sorted({key for held in index.held.stories for key in held.keys}), index.last, worker),
    )
    return HeldStories(
        Held(run, _story(*story), Sketch(size, packed) if size else None, keys)
        for run, size, packed, *story, keys in rows
    )


def write(index: StoryIndex, worker: str, without: Iterable[str] = ()) -> int:
    """Under the lock: put what is held into the database; the number of the last story there. without: pages that
    another worker read, at the same address."""
    left_out = set(without)
    [(last,)] = index.db.execute("SELECT coalesce(max(story), 0) FROM stories")
    stories = [held for held in index.held.stories if held.story.page not in left_out]
    if not stories:
        return int(last)
    rows = [_row(last + place, held) for place, held in enumerate(stories, 1)]
    index.db.execute(
        "INSERT INTO stories (story, run, worker, page, cluster, version, size, note, text_hash, sketch)"
        " SELECT story, run, %s, page, cluster, version, size, note, text_hash, sketch FROM unnest(%s::bigint[],"
        " %s::integer[], %s::bigint[], %s::bigint[], %s::integer[], %s::integer[], %s::text[], %s::bytea[],"
        " %s::bytea[]) AS new(story, run, page, cluster, version, size, note, text_hash, sketch)",
        (worker, *(list(column) for column in zip(*rows, strict=True))),
    )
    keys = [(key, held.run, last + place) for place, held in enumerate(stories, 1) for key in held.keys]
    if keys:
        index.db.execute(
            "INSERT INTO shingles SELECT * FROM unnest(%s::bigint[], %s::integer[], %s::bigint[])",
            tuple(list(column) for column in zip(*keys, strict=True)),
        )
    return int(last) + len(stories)


def _row(number: int, held: Held) -> tuple[object, ...]:
    story, sketch = held.story, held.sketch
    cluster = None if story.cluster == story.page else page_number(story.cluster)
    size, packed = (sketch.size, sketch.packed) if sketch else (0, b"")
    page, digest = page_number(story.page), bytes.fromhex(story.text_hash)
    return number, held.run, page, cluster, story.version, size, story.note, digest, packed


def _story(page: object, text_hash: object, cluster: object, version: object, note: object) -> Story:
    """A row of the table of stories."""
    assert isinstance(page, int)
    assert isinstance(text_hash, bytes)
    assert isinstance(version, int)
    first = page if not isinstance(cluster, int) else cluster
    return Story(page_id_of(page), text_hash.hex(), page_id_of(first), version, str(note))
