"""Examples -> a scorecard: multinomial logistic regression over the evidence, its weights rounded to points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from crawler.pages.links.evidence import Evidence
from crawler.pages.links.scorecard import BIAS, KINDS, Points, Scorecard, features, read_scorecard, write_scorecard
from training.examples import AnnotatedPage, Example

MIN_PUBLISHERS = 4
"""A word that fewer publishers use may be a publisher's own."""
QUANTILES = 8
"""A number is cut into so many steps, with about as many rows each."""
MIN_ROWS = 8
"""A step that fewer rows reach, or stay under, says nothing."""
STRENGTH = 0.05
"""Inverse strength of the penalty on weights; of .03, .05, .1 and .2 the best on publishers left out."""
TRUST = {"stated": 2.0, "heading": 1.0, "word": 0.7}
STATED = ("heading=", "heading.whole=", "right_under", "steps", "figures", "itself", "adverts")
HEADING = ("heading.", "label.")
"""How far apart the penalty lets weights go: a heading and its words stay the strongest evidence, words of names are
many."""
PAGE_POWER = 0.3
"""A page of n rows weighs n to this power, whatever the number of their cards: figures are counted by page."""
MEAN_WEIGHT = 1.5
"""The mean weight of a row, which STRENGTH goes with."""
ABSENT = -9.99
"""The bias of a kind without an example."""
LEAST = 2
"""Features with fewer points than this for every kind are left out."""


def learn(pages: Sequence[AnnotatedPage]) -> Scorecard:
    """The scorecard learned from pages."""
    return read_scorecard(write_scorecard(learn_points(pages), ""))


def learn_points(pages: Sequence[AnnotatedPage]) -> dict[str, Points]:
    """The points of each feature."""
    steps = find_steps([e.evidence for page in pages for e in page.examples])
    names = vocabulary(pages, steps)
    labelled = [[example for example in page.examples if example.kinds] for page in pages]
    rows = [row for of_page in labelled for row in of_page]
    scale = np.array([_scale(name) for name in names])
    matrix = encode([row.evidence for row in rows], names, steps) @ sparse.diags(scale)
    where, kinds, weights = samples(labelled)
    learned = _fit(matrix[where], kinds, weights)
    points = {name: _points(learned[:, n] * scale[n]) for n, name in enumerate(names)}
    kept = {name: p for name, p in points.items() if max(map(abs, p)) >= LEAST}
    return {BIAS: _points(learned[:, -1]), **kept}


def _fit(matrix: sparse.csr_matrix, kinds: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """A line of weights for each of KINDS, a column for each feature and the bias last."""
    model = LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-3).fit(matrix, kinds, sample_weight=weights)
    learned = np.zeros((len(KINDS), matrix.shape[1] + 1))
    learned[:, -1] = ABSENT
    if len(model.classes_) == 2:  # of two kinds the model holds the weights of the second against the first
        learned[model.classes_[1], :-1], learned[model.classes_, -1] = model.coef_[0], [0.0, model.intercept_[0]]
    else:
        learned[model.classes_, :-1], learned[model.classes_, -1] = model.coef_, model.intercept_
    return learned


def _points(weights: np.ndarray) -> Points:
    a, b, c, d = (round(100 * float(weight)) for weight in weights)
    return a, b, c, d


def samples(pages: Sequence[Sequence[Example]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each kind of each row of each page: the row's index over all pages, the kind's index, the weight.

    A row's kinds share its weight by their cards; a page with many rows weighs more than one with few, but less than
    in proportion.
    """
    where, kinds, weights = [], [], []
    n = 0
    for rows in pages:
        for row in rows:
            for kind in sorted(row.kinds):
                where.append(n)
                kinds.append(KINDS.index(kind))
                weights.append(row.kinds[kind] / row.kinds.total() * len(rows) ** (PAGE_POWER - 1))
            n += 1
    scaled = np.array(weights)
    return np.array(where), np.array(kinds), scaled * MEAN_WEIGHT / scaled.mean()


def find_steps(evidence: Sequence[Evidence]) -> dict[str, list[float]]:
    """For each number the thresholds that are worth points."""
    values: dict[str, list[float]] = defaultdict(list)
    for one in evidence:
        for name, value in one.numbers.items():
            values[name].append(value)
    found = {}
    for name, known in values.items():
        array = np.array(known)
        cuts = {round(float(q), 3) for q in np.quantile(array, np.linspace(0, 1, QUANTILES + 1)[1:])}
        cuts |= {0.5, 1.0} if array.max() <= 1 else set()
        found[name] = [c for c in sorted(cuts) if min((array >= c).sum(), (array < c).sum()) >= MIN_ROWS]
    return found


def vocabulary(pages: Sequence[AnnotatedPage], steps: dict[str, list[float]]) -> list[str]:
    """The features that enough publishers show, in order."""
    publishers = defaultdict(set)
    for page in pages:
        for example in page.examples:
            for name in _names(example.evidence, steps):
                publishers[name].add(page.publisher)
    return sorted(name for name, found in publishers.items() if len(found) >= MIN_PUBLISHERS)


def encode(evidence: Sequence[Evidence], names: Sequence[str], steps: dict[str, list[float]]) -> sparse.csr_matrix:
    """A line of ones and zeros for each row of cards, a column for each feature."""
    column = {name: n for n, name in enumerate(names)}
    starts, indices = [0], []
    for one in evidence:
        indices += [column[name] for name in sorted(_names(one, steps)) if name in column]
        starts.append(len(indices))
    shape = (len(evidence), len(names))
    return sparse.csr_matrix((np.ones(len(indices)), indices, starts), shape=shape)


def _names(evidence: Evidence, steps: dict[str, list[float]]) -> set[str]:
    reached = {f"{k}>={cut}" for k, value in evidence.numbers.items() for cut in steps.get(k, ()) if value >= cut}
    return features(evidence) | reached


def _scale(name: str) -> float:
    if name.startswith(STATED) and " & " not in name:
        return TRUST["stated"]
    if name.startswith(HEADING):
        return TRUST["heading"]
    return 1.0 if "=" in name else TRUST["word"]
