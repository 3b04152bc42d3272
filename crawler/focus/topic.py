"""The topic that a crawl follows from one seed: what the seed says, what its list offers, what pages read since add.

An editor's list names the topic better than the text alone: words that the seed shares with many of the links that
it offers are what the list was made by. Pages read on the way refine it, each by how like the seed it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from crawler.focus.profile import Background, Profile, Vector, likeness
from crawler.focus.terms import script_of

LIST_SHARE = 1.0
"""What a word that all offered links share counts beside the words of the seed's own text."""
TRUSTED = 0.05
"""Likeness to the seed from which an offered link has its full say in the topic: adverts have none."""
CAUTION = 3
"""Pages read before what they add has half its say."""
LONGEST_MEMORY = 3_000
"""Terms kept of the pages read; past it, only known ones gain."""


class Topic:
    """The topic of one seed. Weights follow the background as it grows: at each doubling they are set anew."""

    def __init__(self, seed: Profile, background: Background) -> None:
        self.seed = seed
        self.background = background
        self._scripts = Counter(map(script_of, seed.counts))
        self._read: dict[str, float] = {}
        self.pages = 0
        """Pages that it learned from."""
        self._refresh()

    def share_of(self, script: str) -> float:
        """The share of the seed's terms that are of a script, as script_of names it."""
        return self._scripts[script] / max(1, len(self.seed.counts))

    def of_seed(self, link: Vector) -> float:
        """Likeness of a link to the seed's own words."""
        return likeness(link, self._seed) / self._length

    def of_list(self, link: Vector, words: Collection[str] = (), trust: float = 0.0) -> float:
        """Likeness to the links that the seed offers. `words` and `trust` of one of them leave that one out."""
        total = 0.0
        for term, x in link.items():
            weight = self._listed.get(term)
            if weight is not None:
                if term in words:
                    weight *= max(0.0, 1 - trust / self._shares[term]) ** 2
                total += x * weight
        return total / self._length

    def of_pages(self, link: Vector) -> float:
        """Likeness to the pages read since; small while they are few."""
        if not self.pages:
            return 0.0
        return self.pages / (self.pages + CAUTION) * likeness(link, self._read) / self._read_length

    def relevance(self, page: Vector) -> float:
        """Likeness of a page to seed and list, 0 to 1."""
        return min(1.0, self.of_seed(page) + self.of_list(page))

    def trust(self, link: Vector, words: Collection[str]) -> float:
        """How far an offered link may shape the topic, 0 to 1: like the seed, or at least in the run's own words."""
        known = sum(w in self.background for w in words) / (len(words) + 1)
        return min(1.0, likeness(link, self._seed) / TRUSTED + known * known)

    def learn(self, page: Vector, weight: float) -> None:
        """Let a page that was read refine the topic. Call it after the page's own links are rated."""
        self.pages += 1
        room = len(self._read) < LONGEST_MEMORY
        for term, x in page.items():
            if room or term in self._read:
                self._read[term] = self._read.get(term, 0.0) + weight * x
        self._read_length = sum(x * x for x in self._read.values()) ** 0.5 or 1.0
        if self.background.pages >= 2 * self._as_of:
            self._refresh()

    def dump(self) -> list[Any]:
        """What was learned beyond the seed, as JSON can hold it."""
        return [self.pages, self._read]

    def load(self, learned: list[Any]) -> None:
        """Take back what dump() gave."""
        self.pages, self._read = learned
        self._read_length = sum(x * x for x in self._read.values()) ** 0.5 or 1.0

    def _refresh(self) -> None:
        self._as_of = max(1, self.background.pages)
        self._seed = self.background.vector(self.seed.counts)
        self._shares = self._list_shares()
        weight = self.background.weight
        self._listed = {
            t: LIST_SHARE * weight(t) * (n / len(self.seed.offered)) ** 2 for t, n in self._shares.items() if n
        }
        both = sum(x * (x + 2 * self._seed.get(t, 0.0)) for t, x in self._listed.items())
        self._length = (sum(x * x for x in self._seed.values()) + both) ** 0.5 or 1.0

    def _list_shares(self) -> Mapping[str, float]:
        """Term -> how many offered links have it, each link counted by its trust."""
        shares: dict[str, float] = {}
        for words in self.seed.offered:
            trust = self.trust(self.background.vector(words), words)
            for term in words:
                shares[term] = shares.get(term, 0.0) + trust
        return shares
