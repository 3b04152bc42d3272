"""Stories that a worker holds in memory: those that are not in the database yet, or that came from another worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.store.base import Story
from crawler.store.sqlite_memory import KEYS, alike
from crawler.text.fingerprint import Sketch


@dataclass(slots=True)
class Held:
    """A story that is not in the database yet, or that came from another worker."""

    run: int
    story: Story
    sketch: Sketch | None
    keys: Sequence[int]
    """The hashes under which it stands."""


class HeldStories:
    """Some stories in memory, found by page, by text and by likeness."""

    def __init__(self, stories: Iterable[Held] = ()) -> None:
        self.stories: list[Held] = []
        self._pages: dict[str, list[Held]] = {}
        self._texts: dict[str, list[Held]] = {}
        self._keys: dict[int, list[Held]] = {}
        for held in stories:
            self.add(held)

    def add(self, held: Held) -> None:
        self.stories.append(held)
        self._pages.setdefault(held.story.page, []).append(held)
        self._texts.setdefault(held.story.text_hash, []).append(held)
        for key in held.keys:
            self._keys.setdefault(key, []).append(held)

    def page(self, page: str, run: int | None) -> Story | None:
        """The last that was held of a page; run: of this run alone."""
        found = [held for held in self._pages.get(page, ()) if run in (None, held.run)]
        return found[-1].story if found else None

    def text(self, text_hash: str, run: int | None) -> Story | None:
        """The first with a text."""
        return next((held.story for held in self._texts.get(text_hash, ()) if run in (None, held.run)), None)

    def cluster(self, cluster: str, run: int | None) -> list[Story]:
        return [held.story for held in self.stories if held.story.cluster == cluster and run in (None, held.run)]

    def near(self, sketch: Sketch, note: str, run: int | None) -> tuple[float, Held] | None:
        """The likest, the earlier one where two are, and how like it is."""
        shared = Counter(
            id(held) for key in sketch.keys[:KEYS] for held in self._keys.get(key, ()) if run in (None, held.run)
        )
        best: tuple[float, Held] | None = None
        for held in self.stories:
            if id(held) in shared and held.sketch is not None:
                similarity = alike(sketch, note, held.sketch, held.story.note)
                if similarity is not None and (best is None or similarity > best[0]):
                    best = similarity, held
        return best
