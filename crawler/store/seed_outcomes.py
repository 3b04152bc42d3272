"""What came of each seed that the user named: read, known from earlier runs, or failed; kept over restarts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

SeedStatus = Literal["read", "known", "failed"]
SeedKind = Literal["article", "list", "feed", "sitemap"]
NOT_ASKED = "not-asked"
"""Reason of a seed whose turn had not come when the run ended: nobody knows whether it can be read."""


@dataclass(slots=True)
class SeedOutcome:
    """One seed."""

    url: str
    """Without a user's name and password."""
    status: SeedStatus = "failed"
    """read: it was; known: an earlier run did, or another seed is the same page; failed: it could not be read."""
    kind: SeedKind | None = None
    """What it turned out to be; null where it was not read in this run."""
    articles: int = 0
    """Stories written that it led to."""
    reason: str | None = NOT_ASKED
    """Why it failed: a reason of failures.jsonl, or not-asked; null where it did not."""


class SeedOutcomes:
    """The outcomes of a run's seeds, in the order in which they were given; other URLs are passed over."""

    def __init__(self, urls: Iterable[str]) -> None:
        self._by_url = {url: SeedOutcome(url) for url in urls}

    def read(self, url: str, kind: SeedKind) -> None:
        """It was read, and is one of these."""
        if (seed := self._by_url.get(url)) is not None:
            seed.status, seed.kind, seed.reason = "read", kind, None

    def known(self, url: str) -> None:
        """It need not be read; what a run has found out before stays."""
        seed = self._by_url.get(url)
        if seed is not None and seed.reason == NOT_ASKED:
            seed.status, seed.reason = "known", None

    def failed(self, url: str, reason: str) -> None:
        """It could not be read."""
        if (seed := self._by_url.get(url)) is not None:
            seed.status, seed.kind, seed.reason = "failed", None, reason

    def wrote_article(self, url: str) -> None:
        """A story that goes back to it was written."""
        if (seed := self._by_url.get(url)) is not None:
            seed.articles += 1

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One plain mapping a seed, as the manifest has them."""
        return [asdict(seed) for seed in self._by_url.values()]

    @property
    def unreadable(self) -> int:
        """Seeds that were asked and could not be read."""
        return sum(seed.status == "failed" and seed.reason != NOT_ASKED for seed in self._by_url.values())

    @property
    def none_read(self) -> bool:
        """Whether there are seeds, and not one of them was read or known."""
        return bool(self._by_url) and all(seed.status == "failed" for seed in self._by_url.values())

    def too_many_failed(self, allowed: float, *, share: bool) -> bool:
        """Whether more could not be read than allowed: a number of seeds, or a share of them from 0 to 1."""
        return self.unreadable > (allowed * len(self._by_url) if share else allowed)

    def state(self) -> Mapping[str, Any]:
        """The outcomes so far, for a restart."""
        return {"seeds": [asdict(seed) for seed in self._by_url.values() if seed != SeedOutcome(seed.url)]}

    def shares(self, key: str) -> bool:
        """All of it concerns other workers, too."""
        return True

    def learn_from(self, worker: str, entries: Mapping[str, Any]) -> None:
        """What another worker found out of seeds that this one did not ask; the stories are counted there."""
        for one in entries["seeds"]:
            known = self._by_url.get(one["url"])
            if known is not None and known.reason == NOT_ASKED:
                self._by_url[known.url] = SeedOutcome(**{**one, "articles": known.articles})

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take the outcomes back."""
        for one in state["seeds"]:
            if one["url"] in self._by_url:
                self._by_url[one["url"]] = SeedOutcome(**one)
