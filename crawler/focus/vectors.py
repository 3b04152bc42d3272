"""Weighted terms as vectors: of length 1, or empty."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from operator import mul

Vector = dict[str, float]
"""Term -> weight; of length 1, or empty."""


def likeness(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of two vectors of length 1: 0 where they share no term, 1 where they are the same."""
    if len(a) > len(b):
        a, b = b, a
    return sum([x * b[term] for term, x in a.items() if term in b])


def squares(weights: Collection[float]) -> float:
    """The sum of the squares, added in their order."""
    total: float = sum(map(mul, weights, weights))
    return total


def unit(weights: Mapping[str, float]) -> Vector:
    """The same direction at length 1; empty where there is none."""
    length = math.sqrt(squares(weights.values()))
    return {term: x / length for term, x in weights.items()} if length else {}


def heaviest(weights: Mapping[str, float], number: int) -> dict[str, float]:
    """The terms of the greatest weights; of equals the first in order of code points."""
    if len(weights) <= number:
        return dict(weights)
    return dict(sorted(weights.items(), key=lambda each: (-each[1], each[0]))[:number])
