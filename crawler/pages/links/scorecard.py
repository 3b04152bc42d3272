"""Points that evidence gives for each kind of list: link_kinds.tsv, learned by `python -m training.link_kinds`.

The judgement is a sum: every feature of a row adds its points to related, more, sponsored and none, and the kind with
the most points is the row's. Points are hundredths of a natural logarithm of odds. A line of the file is a feature
and its four points; `name>=number` is worth its points where the measured value is at least that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
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
    """The points of features. steps: measured number -> thresholds in rising order, each with its points."""

    points: dict[str, Points] = field(default_factory=dict)
    steps: dict[str, list[tuple[float, Points]]] = field(default_factory=dict)

    def reasons(self, evidence: Evidence) -> Iterator[tuple[str, Points]]:
        """What the evidence's features are worth, those that are worth something; a number's steps are one reason."""
        for name in (BIAS, *sorted(features(evidence))):
            if name in self.points:
                yield name, self.points[name]
        for name, value in evidence.numbers.items():
            reached = [points for threshold, points in self.steps.get(name, ()) if value >= threshold]
            if reached:
                yield f"{name}={value:.3g}", total(reached)

    def totals(self, evidence: Evidence) -> Points:
        """The points of each kind."""
        related = more = sponsored = none = 0
        points = self.points
        found = features(evidence)
        found.add(BIAS)
        for name in points.keys() & found:
            a, b, c, d = points[name]
            related, more, sponsored, none = related + a, more + b, sponsored + c, none + d
        for name, value in evidence.numbers.items():
            for threshold, (a, b, c, d) in self.steps.get(name, ()):
                if value < threshold:
                    break
                related, more, sponsored, none = related + a, more + b, sponsored + c, none + d
        return related, more, sponsored, none


def total(points: Iterable[Points]) -> Points:
    """The sum of points, kind by kind."""
    a, b, c, d = (sum(column) for column in zip(*points, strict=True))
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
            card.steps.setdefault(base, []).append((_number(threshold, number), (a, b, c, d)))
        else:
            card.points[name] = (a, b, c, d)
    for steps in card.steps.values():
        steps.sort(key=lambda step: step[0])
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
