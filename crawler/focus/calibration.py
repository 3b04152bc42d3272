"""The weights that turn evidence into a likelihood: points of log-odds, added up.

Fitted by `python -m training.relevance` (logistic regression, drawn towards round weights set by hand), checked over
topics and webs that it was not fitted on by `python -m benchmarks.relevance`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Weights = Mapping[str, float]

PAGE: Weights = {
    "base": -2.1,
    "seed": 0.62,
    "list": 0.41,
    "offered": 0.89,
}
"""A page in the language of the seed."""
FOREIGN_PAGE: Weights = {
    "base": -1.39,
    "seed": 0.79,
    "list": -0.09,
    "on_topic": 0.14,
    "off_topic": 0.28,
    "offered": 0.53,
}
"""A page in another language: its words meet names of the seed, and the pages of its language that were read."""
LINK: Weights = {
    "base": -2.09,
    "inline": 0.0,
    "more": -1.2,
    "sponsored": -4.27,
    "page": 0.37,
    "page_more": -0.19,
    "seed": 0.79,
    "on_topic": 0.48,
    "off_topic": -0.0,
    "known": 0.64,
    "foreign": 1.55,
    "page_foreign": -0.25,
    "rank": -0.03,
}
"""An offered link, before it is fetched. foreign and page_foreign were then turned by hand: on the seed's own page,
where the weight of the page is greatest, a title in Latin letters is not to come before Chinese ones."""

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
