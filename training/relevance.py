"""Fits the weights of crawler/focus/calibration.py: `python -m training.relevance`.

Crawls are simulated over webs of known topics: the made news web, the same web with two of its sites in a cipher (a
language that shares nothing but names with the others), and the webs of benchmarks/data/topics.toml. What was rated on
the way is fitted by logistic regression; as ratings decide what is read and learned, that is done in rounds, each over
all rounds so far. Weights are drawn towards those of PRIOR, so that what few pages tell of moves little.

    --shared PATH   folder that holds eval/newsweb (default ../shared)
    --without WEB   leave a web out (newsweb, cipher, topics): to be measured on by benchmarks.relevance
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.relevance import SEEDS, WEBS, Case, cases
from benchmarks.walks import Model, Rated, alone, walk

Array = npt.NDArray[np.float64]

PRIOR = Model(
    page={"base": -2.3, "seed": 0.6, "list": 0.9, "offered": 0.5},
    foreign_page={"base": -1, "seed": 1, "list": 0.3, "on_topic": 0.7, "off_topic": -0.4, "offered": 1},
    link={
        "base": -2.5, "inline": 0, "more": -0.8, "sponsored": -4, "page": 0.5, "page_more": 0, "seed": 1,
        "on_topic": 0.8, "off_topic": -0.5, "known": 0.5, "foreign": 1, "page_foreign": 0.2, "rank": -0.3,
    },
)  # fmt: skip
"""Where nothing is known better."""
PULL = 30.0
"""How strongly weights are drawn to PRIOR."""
ROUNDS = 2
STEPS = 40
ONE_PAGE_IN = 8
"""Of how many pages one is rated by itself, as an archive run does."""
PER_WEB = 2000.0
"""What the ratings of a web count together in a round, so that a large web is not all."""
NAMES = ("page", "foreign_page", "link")


def fit(evidence: Array, truth: Array, counts: Array, prior: Array) -> Array:
    """Weights of a logistic regression, drawn towards prior: Newton's method in bounded steps."""
    weights = prior.copy()
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(evidence @ weights, -30, 30)))
        slope = evidence.T @ (counts * (truth - p)) - PULL * (weights - prior)
        curve = (evidence * (counts * p * (1 - p))[:, None]).T @ evidence + PULL * np.eye(len(prior))
        step = np.linalg.solve(curve, slope)
        weights = weights + step / max(1.0, float(np.abs(step).max()))  # far from the end a whole step overshoots
    return weights


def train(webs: Sequence[Case]) -> Model:
    """The weights that fit the webs."""
    model, found = PRIOR, list[tuple[float, Rated]]()
    for _ in range(ROUNDS):
        for case in webs:
            rated: list[Rated] = []
            for seed in case.training[:SEEDS]:
                done = walk(case.web, seed, model, case.budget)
                rated += done.read + done.links
            by_itself = alone(case.web, model, ONE_PAGE_IN)
            found += [(PER_WEB / len(by_itself), r) for r in by_itself]
            for what in NAMES:
                group = [r for r in rated if r.what == what]
                found += [(PER_WEB / len(group), r) for r in group]
        model = Model(**{what: _fitted(what, found) for what in NAMES})
    return model


def _fitted(what: str, found: Sequence[tuple[float, Rated]]) -> Mapping[str, float]:
    prior: Mapping[str, float] = getattr(PRIOR, what)
    group = [(count, r) for count, r in found if r.what == what]
    evidence = np.array([[r.evidence.get(name, 0.0) for name in prior] for _, r in group])
    truth = np.array([float(r.on_topic) for _, r in group])
    counts = np.array([count for count, _ in group])
    weights = fit(evidence, truth, counts, np.array([float(x) for x in prior.values()]))
    return {name: round(float(x), 2) for name, x in zip(prior, weights, strict=True)}


def main() -> None:
    """Print the weights as calibration.py has them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--without", choices=WEBS, action="append", default=[])
    options = parser.parse_args()
    model = train(cases(options.shared, [name for name in WEBS if name not in options.without]))
    for what in NAMES:
        print(what.upper(), dict(getattr(model, what)))


if __name__ == "__main__":
    main()
