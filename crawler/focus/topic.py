"""The topic that a crawl follows from one seed: what the seed says, what its list offers, what pages read since add.

An editor's list names the topic better than the text alone: words that the seed shares with many of the links that
it offers are what the list was made by. Pages read on the way add to it, in their own languages: a page that the
seed's words cannot be compared with is compared with those that were held to be on the topic before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from crawler.focus.background import Background
from crawler.focus.profile import Profile
from crawler.focus.readings import Readings
from crawler.focus.terms import primary, script_of
from crawler.focus.vectors import Vector, heaviest, likeness

TRUSTED = 0.05
"""Likeness to the seed from which an offered link has its full say in the topic: adverts have none."""
MOST_LISTED = 400
"""Terms kept of the seed's list."""
BRIEF_TERMS = 60
"""Terms kept of a topic in brief."""


class Topic:
    """The topic of one seed. Weights follow the background as it grows: at each doubling they are set anew."""

    NOTHING_READ: Mapping[str, Any] = {"pages": 0, "on": Readings().dump(), "off": Readings().dump()}
    """What dump() gives as read before anything was."""

    def __init__(self, seed: Profile, background: Background) -> None:
        self._begin(seed.counts, primary(seed.language), background)
        self._set_weights()  # what the list is trusted by
        self._shares = heaviest(self._list_shares(seed.offered), MOST_LISTED)
        self._offered = len(seed.offered)
        self._set_weights()

    def _begin(self, counts: Mapping[str, float], language: str, background: Background) -> None:
        self.background = background
        self.language = language
        self.on_topic, self.off_topic = Readings(), Readings()
        """The pages read since that are held to be on the topic, and the others."""
        self._counts = counts
        self._shares = dict[str, float]()
        self._offered = 0
        scripts = Counter(map(script_of, counts))
        self.scripts: Mapping[str, float] = {s: n / max(1, len(counts)) for s, n in scripts.items()}
        """Script -> the share of the seed's terms that are written in it."""

    def like_seed(self, vector: Vector) -> float:
        """Likeness to the seed's own words."""
        return likeness(vector, self._seed) / self._length

    def like_list(self, vector: Vector) -> float:
        """Likeness to the links that the seed offers."""
        return likeness(vector, self._listed) / self._length

    def like_rest_of_list(self, vector: Vector, words: Collection[str]) -> float:
        """Likeness of one of the links that the seed offers, of these words, to the others."""
        total, own = 0.0, self._trust(vector, words)
        for term, x in vector.items():
            weight = self._listed.get(term)
            if weight is not None:
                total += x * weight * max(0.0, 1 - own / self._shares[term]) ** 2
        return total / self._length

    def learn(self, page: Vector, language: str, relevance: float) -> None:
        """Let a page that was read refine the topic. Call it after the page's own links are rated."""
        self.on_topic.add(page, language, relevance**2)
        self.off_topic.add(page, language, (1 - relevance) ** 2)
        if self.background.pages >= 2 * self._as_of:
            self._set_weights()

    @property
    def pages(self) -> int:
        """Pages that it learned from."""
        return self.on_topic.pages + self.off_topic.pages

    def shorten(self, terms: int) -> None:
        """Keep so few terms of the seed, and of the pages read from now on, and none of the list."""
        self._counts, self._shares = heaviest(self._counts, terms), {}
        self.on_topic, self.off_topic = Readings(terms), Readings(terms)
        self._set_weights()

    def dump(self) -> dict[str, Any]:
        """The topic as JSON can hold it: what the seed gave, and what was read since."""
        read = {"pages": self.pages, "on": self.on_topic.dump(), "off": self.off_topic.dump()}
        return {"seed": [self._counts, self.language, self._shares, self._offered], "read": read}

    @classmethod
    def load(cls, dumped: Mapping[str, Any], background: Background) -> Topic:
        """The topic that dump() gave."""
        counts, language, shares, offered = dumped["seed"]
        topic = cls.__new__(cls)
        topic._begin(counts, language, background)
        topic._shares, topic._offered = shares, offered
        topic.on_topic = Readings.load(dumped["read"]["on"])
        topic.off_topic = Readings.load(dumped["read"]["off"])
        topic._set_weights()
        return topic

    def _set_weights(self) -> None:
        self._as_of = max(1, self.background.pages)
        self._seed = self.background.vector(self._counts)
        weight, listed = self.background.weight, max(1, self._offered)
        self._listed = {t: weight(t) * (n / listed) ** 2 for t, n in self._shares.items() if n}
        both = sum(x * (x + 2 * self._seed.get(t, 0.0)) for t, x in self._listed.items())
        self._length = (sum(x * x for x in self._seed.values()) + both) ** 0.5 or 1.0

    def _trust(self, link: Vector, words: Collection[str]) -> float:
        """How far an offered link may shape the topic, 0 to 1: like the seed, or at least in the run's own words."""
        known = sum(w in self.background for w in words) / (len(words) + 1)
        return min(1.0, likeness(link, self._seed) / TRUSTED + known * known)

    def _list_shares(self, offered: Iterable[Mapping[str, int]]) -> dict[str, float]:
        """Term -> how many offered links have it, each link counted by its trust."""
        shares: dict[str, float] = {}
        for words in offered:
            trust = self._trust(self.background.vector(words), words)
            for term in words:
                shares[term] = shares.get(term, 0.0) + trust
        return shares
