"""The scorecard of link kinds against models that nobody can read: `python -m benchmarks.link_models [--shared PATH]`.

Each model learns from the same rows of cards with the same weights, and judges publishers that it did not learn from
(training/evaluation.py). Figures are those of PATH/eval/score.py (`link_scores`). Trees see every measured number as
it is, where the scorecard sees steps. Some 20 minutes on one core; without PATH it says so and ends. Needs the extra
`training`.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier

from benchmarks.links import load_score, show
from crawler.pages.links.classify import PointsGiver
from crawler.pages.links.evidence import Evidence
from crawler.pages.links.scorecard import KINDS, Points, features
from training.evaluation import Learner, held_out, links_of
from training.examples import AnnotatedPage, read_pages
from training.scorecards import learn, samples

FOREST_PUBLISHERS, BOOSTED_PUBLISHERS = 4, 30
"""Trees see the features that so many publishers show; boosting all of them takes hours."""
ABSENT = -1.0
"""Stands for a number that was not measured."""
LEAST = 1e-6
"""The probability of a kind that no tree votes for."""


class Estimator(Protocol):
    """A classifier of scikit-learn."""

    classes_: np.ndarray

    def fit(self, matrix: np.ndarray, kinds: np.ndarray, sample_weight: np.ndarray) -> Estimator: ...
    def predict_proba(self, matrix: np.ndarray) -> np.ndarray: ...


class Trees:
    """A model of trees that answers like a scorecard: hundredths of the logarithms of its probabilities."""

    def __init__(self, estimator: Estimator, pages: Sequence[AnnotatedPage], publishers: int) -> None:
        labelled = [[example for example in page.examples if example.kinds] for page in pages]
        rows = [row.evidence for of_page in labelled for row in of_page]
        self.flags = {name: n for n, name in enumerate(_shown(pages, publishers))}
        self.numbers = sorted({name for row in rows for name in row.numbers})
        where, kinds, weights = samples(labelled)
        self.estimator = estimator.fit(self._encode(rows)[where], kinds, sample_weight=weights)

    def totals(self, evidence: Evidence) -> Points:
        """The points of each kind."""
        shares = np.full(len(KINDS), LEAST)
        shares[self.estimator.classes_] += self.estimator.predict_proba(self._encode([evidence]))[0]
        a, b, c, d = (round(100 * float(x)) for x in np.log(shares))
        return a, b, c, d

    def _encode(self, rows: Sequence[Evidence]) -> np.ndarray:
        """A line for each row of cards: ones for its features, then its numbers."""
        matrix = np.zeros((len(rows), len(self.flags) + len(self.numbers)), dtype=np.float32)
        for line, row in zip(matrix, rows, strict=True):
            line[[self.flags[name] for name in features(row) if name in self.flags]] = 1
            line[len(self.flags) :] = [row.numbers.get(name, ABSENT) for name in self.numbers]
        return matrix


def _shown(pages: Sequence[AnnotatedPage], publishers: int) -> list[str]:
    """The features that so many publishers show, in order."""
    found = defaultdict(set)
    for page in pages:
        for example in page.examples:
            for name in features(example.evidence):
                found[name].add(page.publisher)
    return sorted(name for name, by in found.items() if len(by) >= publishers)


def forest(pages: Sequence[AnnotatedPage]) -> PointsGiver:
    """Extremely randomised trees."""
    return Trees(ExtraTreesClassifier(200, min_samples_leaf=2, random_state=0), pages, FOREST_PUBLISHERS)


def boosted(pages: Sequence[AnnotatedPage]) -> PointsGiver:
    """Gradient-boosted trees."""
    model = HistGradientBoostingClassifier(
        max_iter=60, max_leaf_nodes=10, min_samples_leaf=15, l2_regularization=5, random_state=0
    )
    return Trees(model, pages, BOOSTED_PUBLISHERS)


MODELS: dict[str, Learner] = {"scorecard": learn, "extra trees": forest, "boosted trees": boosted}


def main() -> int:
    parser = argparse.ArgumentParser(description="The scorecard of link kinds against forests and boosted trees.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    arguments = parser.parse_args()
    folder = arguments.shared / "eval"
    if not (folder / "score.py").is_file():
        print(f"skipped: no evaluation data under {folder} (--shared PATH)")
        return 0
    score = load_score(folder / "score.py")
    pages = read_pages([folder / "pages", folder / "read"])
    for name in arguments.models:
        lines = [line for page, model in held_out(pages, learner=MODELS[name]) for line in links_of(page, model)]
        show(score, name, pages, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
