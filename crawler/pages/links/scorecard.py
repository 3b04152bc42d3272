"""Points that evidence gives for each kind of list: link_kinds.tsv, learned by `python -m training.link_kinds`.

The judgement is a sum: every feature of a row adds its points to related, more, sponsored and none, and the kind with
the most points is the row's. Points are hundredths of a natural logarithm of odds. A line of the file is a feature
and its four points; `name>=number` is worth its points where the measured value is at least that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import accumulate
from math import exp

from crawler.pages.links.evidence import Evidence

FILE = "link_kinds.tsv"
KINDS = ("related", "more", "sponsored", "none")
BIAS = "(always)"
"""The feature that every row has."""

Points = tuple[int, int, int, int]
"""Hundredths, in the order of KINDS."""


class ScorecardError(ValueError):
    """A scorecard that does not hold what it must: the message names file, line and fault."""


@dataclass(slots=True)
class Scorecard:
    """The points of features. steps: measured number -> thresholds in rising order, and the points of each with those
    of all before it."""

    points: dict[str, Points] = field(default_factory=dict)
    steps: dict[str, tuple[list[float], list[Points]]] = field(default_factory=dict)

    def reasons(self, evidence: Evidence) -> Iterator[tuple[str, Points]]:
        """What the evidence's features are worth, those that are worth something; a number's steps are one reason."""
        for name in (BIAS, *sorted(features(evidence))):
            if name in self.points:
                yield name, self.points[name]
        for name, value in evidence.numbers.items():
            if (reached := self.reached(name, value)) is not None:
                yield f"{name}={value:.3g}", reached

    def totals(self, evidence: Evidence) -> Points:
        """The points of each kind."""
        names = features(evidence)
        names.add(BIAS)
        found = [self.points[name] for name in self.points.keys() & names]
        for name, value in evidence.numbers.items():
            if (reached := self.reached(name, value)) is not None:
                found.append(reached)
        return total(found)

    def reached(self, name: str, value: float) -> Points | None:
        """What a measured number is worth; None where it is below all its thresholds."""
        if name not in self.steps:
            return None
        thresholds, sums = self.steps[name]
        below = bisect_right(thresholds, value)
        return sums[below - 1] if below else None


def total(points: Iterable[Points]) -> Points:
    """The sum of points, kind by kind."""
    a, b, c, d = map(sum, zip((0, 0, 0, 0), *points, strict=True))
    return a, b, c, d


def shares(points: Points) -> dict[str, float]:
    """Points as probabilities of the kinds, which add up to 1."""
    weights = [exp((p - max(points)) / 100) for p in points]
    return {kind: weight / sum(weights) for kind, weight in zip(KINDS, weights, strict=True)}


def features(evidence: Evidence) -> set[str]:
    """Every feature but the measured numbers: flags, words, and pairs of flags that mean more together."""
    return evidence.flags.union(evidence.words, _pairs(evidence))


def _pairs(evidence: Evidence) -> Iterator[str]:
    heading, place, named = (evidence.value(name) for name in ("heading", "place", "named.first"))
    numbers = evidence.numbers
    own = "own" if numbers["own"] >= 0.5 else "article" if numbers["addressed"] >= 0.5 else "other"
    lone = "lone" if numbers["cards"] == 0 else "few" if numbers["cards"] < 2.4 else "many"
    yield f"heading={heading} & place={place}"
    yield f"heading={heading} & named.first={named}"
    yield f"heading={heading} & leads={own}"
    yield f"heading={heading} & cards={lone}"
    yield f"place={place} & named.first={named}"
    yield f"place={place} & cards={lone}"
    yield f"place={place} & leads={own}"


@cache
def scorecard() -> Scorecard:
    """The scorecard that comes with the package."""
    return read_scorecard(files("crawler.pages.links").joinpath(FILE).read_text(encoding="utf-8"))


def read_scorecard(text: str) -> Scorecard:
    """A scorecard out of its file's text. Raises ScorecardError at the first line that is not as it must be."""
    card = Scorecard()
    steps: dict[str, list[tuple[float, Points]]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        name, *columns = line.split("\t")
        try:
            a, b, c, d = (int(column) for column in columns)
        except ValueError:
            raise ScorecardError(f"{FILE}: line {number}: a feature and four whole numbers, parted by tabs") from None
        base, at_least, threshold = name.partition(">=")
        if at_least:
            steps.setdefault(base, []).append((_number(threshold, number), (a, b, c, d)))
        else:
            card.points[name] = (a, b, c, d)
    for name, found in steps.items():
        found.sort(key=lambda step: step[0])
        sums = accumulate((points for _, points in found), lambda one, other: total((one, other)))
        card.steps[name] = [threshold for threshold, _ in found], list(sums)
    return card


def _number(text: str, line: int) -> float:
    try:
        return float(text)
    except ValueError:
        raise ScorecardError(f"{FILE}: line {line}: {text!r} is no number") from None


def write_scorecard(points: Mapping[str, Points], header: str) -> str:
    """The text of a scorecard's file."""
    comments = [f"# {line}".rstrip() for line in header.splitlines()]
    lines = ["\t".join((name, *map(str, points[name]))) for name in sorted(points)]
    return "\n".join([*comments, *lines]) + "\n"
