"""The weights that turn evidence into a likelihood: points of log-odds, added up.

Fitted by `python -m training.relevance` (logistic regression, drawn towards round weights set by hand), checked over
topics and webs that it was not fitted on by `python -m benchmarks.relevance`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Weights = Mapping[str, float]

PAGE: Weights = {
    "base": -2.3,
    "seed": 0.6,
    "list": 0.9,
    "offered": 0.5,
}
"""A page in the language of the seed."""
FOREIGN_PAGE: Weights = {
    "base": -1.0,
    "seed": 1.0,
    "list": 0.3,
    "on_topic": 0.7,
    "off_topic": -0.4,
    "offered": 1.0,
}
"""A page in another language: its words meet names of the seed, and the pages of its language that were read."""
LINK: Weights = {
    "base": -2.5,
    "inline": 0.0,
    "more": -0.8,
    "sponsored": -4.0,
    "page": 0.5,
    "page_more": 0.0,
    "seed": 0.6,
    "list": 0.9,
    "on_topic": 0.8,
    "off_topic": -0.5,
    "known": 0.5,
    "foreign": 1.5,
    "page_foreign": 0.2,
    "teaser": 0.0,
}
"""An offered link, before it is fetched."""

CERTAIN = 0.99
"""A likelihood beyond which (and, from 1, below which) another page's relevance says nothing more."""


def log_odds(likelihood: float) -> float:
    """The log-odds of a likelihood that is taken to be no surer than CERTAIN."""
    p = min(max(likelihood, 1 - CERTAIN), CERTAIN)
    return math.log(p / (1 - p))


def spread(likeness: float) -> float:
    """A likeness on a scale on which equal steps say equally much: those between 0 and 0.1 say most."""
    return math.log1p(100 * likeness)


def points(evidence: Mapping[str, float], weights: Weights) -> dict[str, float]:
    """What each piece of evidence adds to the log-odds."""
    return {name: weights[name] * value for name, value in evidence.items() if value}


def likelihood(total: float) -> float:
    """The likelihood of log-odds."""
    return 1 / (1 + math.exp(-min(30.0, max(-30.0, total))))
