"""What a crawl remembers: the interface that every store keeps to.

A store holds many runs. A `Memory` looks at one run alone, or at all of them (`whole`): the first is what makes the
same input give the same output whatever ran before, the second is what `mode=new` and `mode=refresh` are for.

Nothing is durable before `commit()`: who crawls opens the transaction and closes it at a checkpoint, so that
what was read, the frontier and the feeds agree.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from crawler.items import CopyMethod
from crawler.store.contents import RunNote, StoreSummary
from crawler.store.frontier import Frontier
from crawler.store.visits import Visits
from crawler.text.fingerprint import Sketch

_ALL = 2**31 - 1
"""More runs than a store has."""


class StoreError(Exception):
    """The store cannot be opened, read or written; the message is one line that names the store and the cause."""


UNREACHABLE = "unreachable"
"""The finish reason of a run whose last requests wait for hosts that do not answer."""


@dataclass(frozen=True, slots=True)
class Story:
    """A page that was read."""

    page: str
    """Id of the page: 16 hex digits."""
    text_hash: str
    """SHA-256 of the folded text: 64 hex digits."""
    cluster: str
    """Id of the first page of the same story; the page's own where it is the first."""
    version: int = 1
    """More than 1 where a refresh found a change."""
    note: str = ""
    """A short string that whoever adds the story wants back with it, such as what bears on its origin."""


@dataclass(frozen=True, slots=True)
class Match:
    """A story that a page turned out to be a copy of."""

    story: Story
    """What it is a copy of: the first page of the story, or, by url, the page itself as it was read before."""
    method: CopyMethod
    """url: the same page; exact: the same text; near: nearly the same text."""
    similarity: float
    """Containment of the shorter text in the other, 0 to 1; 1 for url and exact."""


@dataclass(frozen=True, slots=True)
class StateEntry:
    """An entry of another worker's state."""

    worker: str
    part: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What other workers of the same run brought first, as a commit finds out."""

    seen: frozenset[str] = frozenset()
    """Of the pages marked since the last commit, those that another worker had marked."""
    copies: Mapping[str, Match] = field(default_factory=dict)
    """Of the stories added since then, those that are copies of what another worker added: page id -> match."""
    shared_entries: Sequence[StateEntry] = ()
    """What changed in the states that the others share."""
    live: frozenset[str] = frozenset()
    """The workers that were heard of lately."""


NO_CONFLICTS = Conflicts()


class Memory(ABC):
    """The pages read so far, in order of arrival."""

    def find(self, page: str, text_hash: str, sketch: Sketch, note: str = "") -> Match | None:
        """What a page is a copy of: by page id first, then by text, then by likeness. note: as Story has it."""
        known = self.page(page)
        if known is not None:
            return Match(known, "url", 1.0)
        same = self.text(text_hash) if sketch.size else None  # no text, or a few words, is not yet a story
        if same is not None:
            return Match(self._first(same), "exact", 1.0)
        return self.near(sketch, note)

    @abstractmethod
    def page(self, page: str) -> Story | None:
        """What was last read under a page's id."""

    @abstractmethod
    def text(self, text_hash: str) -> Story | None:
        """The first page that had just this text."""

    @abstractmethod
    def cluster(self, cluster: str) -> list[Story]:
        """All pages of one story, in order of arrival."""

    @abstractmethod
    def near(self, sketch: Sketch, note: str = "") -> Match | None:
        """The story that a sketch is likest to, the earlier one where two are; None where it is like none.

        note: a packed Copy; with it, pages off one template are told from copies.
        """

    @abstractmethod
    def add(self, story: Story, sketch: Sketch | None = None) -> None:
        """Remember a page. Without a sketch its text is no ground for near copies: one that had it came before."""

    def _first(self, story: Story) -> Story:
        """The first page of a story's cluster."""
        if story.cluster == story.page:
            return story
        return self.page(story.cluster) or replace(story, page=story.cluster)


class Store(ABC):
    """Opens memories, keeps small values by name, and draws the line between what is durable and what is not."""

    shared = False
    """Whether many workers work on one run."""
    takes_over = False
    """Whether a run can go on with what one that has ended left over."""

    @abstractmethod
    def begin(self) -> None:
        """Open a transaction."""

    @abstractmethod
    def commit(self, complete: Callable[[Conflicts], None] | None = None) -> None:
        """Make everything since `begin` durable, all of it or nothing.

        complete: called within, once it is known what other workers brought first; what it keeps in the store is part
        of the commit. It may be called again where the database went away meanwhile.
        """

    @abstractmethod
    def rollback(self) -> None:
        """Forget everything since `begin`."""

    @abstractmethod
    def on_error(self, tell: Callable[[StoreError], None]) -> None:
        """Have an error of any later statement told before it is raised: whoever called may swallow it."""

    def on_wait(self, tell: Callable[[float], None]) -> None:  # noqa: B027 - a store that never waits has nothing to tell
        """Have a wait for the database told once it is over, in seconds: the whole process stood still."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction: committed at the end, rolled back on an error."""
        self.begin()
        try:
            yield
        except BaseException:
            self.rollback()
            raise
        self.commit()

    @abstractmethod
    def memory(self, run: str, *, whole: bool = False) -> Memory:
        """What was read in a run, or (whole) in all; pages are added to the run either way."""

    @abstractmethod
    def frontier(self, run: str, worker: str = "") -> Frontier:
        """What a run has still to ask for, as one of its workers sees it; made where the run is new."""

    def share(self, run: str, part: str, entries: Mapping[str, str]) -> None:
        """Have a run's other workers know of entries from the next commit on; where there are any."""
        return

    @abstractmethod
    def visits(self) -> Visits:
        """What is known of pages between runs."""

    @abstractmethod
    def note_run(self, run: str, started: float, note: str) -> None:
        """Remember when a run was begun, in seconds since 1970, and what there is to say about it."""

    @abstractmethod
    def is_finished(self, run: str) -> bool:
        """Whether a run ended for good."""

    def has_left_over(self, run: str) -> bool:
        """Whether a run ended for good with requests that wait for hosts which did not answer."""
        return False

    def take_over(self, ended: str, run: str) -> None:  # noqa: B027 - a store of a user's own may lack it
        """Let a run go on with what one that has ended left over; part of the transaction that is open."""

    def forget_left_over(self, run: str) -> None:  # noqa: B027
        """Forget the requests that wait in a run, which another has taken over."""

    def knows_run(self, run: str) -> bool:
        """Whether note_run() was called for a run, and it was not forgotten since."""
        return any(note.run_id == run for note in self.last_runs(_ALL))

    @abstractmethod
    def last_runs(self, limit: int) -> list[RunNote]:
        """The last runs, the newest first."""

    @abstractmethod
    def summary(self, last_runs: int) -> StoreSummary:
        """What the store holds, with so many of the last runs."""

    @abstractmethod
    def prune(self, before: float) -> None:
        """Forget what nothing has led to since a time, in seconds since 1970. Not in a transaction."""

    @abstractmethod
    def value(self, name: str) -> str | None:
        """A small value, by name."""

    @abstractmethod
    def set_value(self, name: str, value: str) -> None:
        """Keep a small value under a name."""

    def leave(self) -> None:  # noqa: B027 - a store of one worker has nobody to tell
        """This worker ends, whether or not its run does: what it held is free for the others at once. After the last
        commit; where the database is away nothing is done."""

    @abstractmethod
    def abandon(self) -> None:
        """After a fault: forget everything since `begin`, let go of the store, and take whatever still comes for
        nothing, so that who is on the way out need not ask at each step."""

    @abstractmethod
    def close(self) -> None:
        """Roll back what is not committed, and let go of the store. May be called twice."""
