"""Whether two texts are copies of one story, told from their sketches alone.

Thresholds are set between what copies and strangers measure (`python -m benchmarks.dedupe` prints both): a copy that
was trimmed, re-cut, re-titled or got a paragraph more holds .75 and more of the shorter text's shingles; two stories
off one template, or with one boilerplate, seldom half.
"""

from __future__ import annotations

from dataclasses import dataclass

from crawler.text.fingerprint import SAMPLE, VALUE_BITS, Sketch

SAME = 0.65
"""Containment from which two texts are one story."""
SAME_SHORT = 0.9
"""The same for short texts, of which the larger one must hold little else: they have little to go by."""
NOTHING_NEW = 0.99
"""Containment from which the shorter of two texts off one template has nothing of its own: of a sample of 112 shingles
one may be missing, of a short text none. Another name takes five shingles along, in Chinese eight and more."""
SHORT = 24
"""Shingles below which a text is short: some 30 Chinese characters or 28 words."""
PROVEN = 120
"""Shingles from which SAME is enough; between SHORT and PROVEN what is asked for falls evenly."""
SHORTEST_PART = 0.35
"""A text below this part of the other's length is a quotation or a teaser of it, not a copy."""


NUMBERS = 8
"""Shingles with numbers that both samples must hold for numbers to tell a template from a copy."""
SAME_NUMBERS = 0.5
"""Shared shingles with numbers among all such, relative to containment: a copy keeps its numbers, a template not."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, each figure from 0 to 1."""

    resemblance: float
    """Shared shingles among those of either text (Jaccard)."""
    containment: float
    """Shared shingles among those of the shorter text."""
    numbers: float
    """The same for shingles with numbers; 1 where there are fewer than NUMBERS to go by."""


def same_story(a: Sketch, b: Sketch, *, template: bool = False) -> float | None:
    """The containment of two sketches of one story; None where they are of two stories.

    template: both may be off one template (`crawler.text.templates`); then the shorter one must stand in the longer.
    """
    shorter, longer = sorted((a.size, b.size))
    if not shorter or shorter < SHORTEST_PART * longer:
        return None
    ours, theirs = _comparable(a, b)
    if _containment(ours, theirs) < threshold(shorter):  # first, since it tells most candidates from copies
        return None
    alike = _likeness(ours, theirs)
    if shorter < SHORT and alike.resemblance < SAME_SHORT:
        return None
    if alike.numbers < SAME_NUMBERS * alike.containment:
        return None
    if template and alike.containment < NOTHING_NEW:
        return None
    return alike.containment


def threshold(size: int) -> float:
    """The containment asked for where the shorter text has so many shingles."""
    known = min(max((size - SHORT) / (PROVEN - SHORT), 0.0), 1.0)
    return SAME_SHORT - (SAME_SHORT - SAME) * known


def likeness(a: Sketch, b: Sketch) -> Likeness:
    """Resemblance and containment; exact where both texts have fewer than SAMPLE shingles, else estimated.

    Below the smaller of the two samples' largest values both samples are complete: fair samples of the same part.
    """
    return _likeness(*_comparable(a, b))


def _comparable(a: Sketch, b: Sketch) -> tuple[set[int], set[int]]:
    """The hashes of either text up to where both samples are complete."""
    samples = a.values(), b.values()
    limit = min((sample[-1] for sample in samples if len(sample) == SAMPLE), default=_ALL)
    ours, theirs = ({value for value in sample if value <= limit} for sample in samples)
    return ours, theirs


def _containment(ours: set[int], theirs: set[int]) -> float:
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


def _likeness(ours: set[int], theirs: set[int]) -> Likeness:
    if not ours or not theirs:
        return Likeness(0.0, 0.0, 1.0)
    shared = ours & theirs
    numbers = min(_numbers(ours), _numbers(theirs))
    return Likeness(
        resemblance=len(shared) / len(ours | theirs),
        containment=_containment(ours, theirs),
        numbers=_numbers(shared) / numbers if numbers >= NUMBERS else 1.0,
    )


def _numbers(values: set[int]) -> int:
    """How many of the values are of shingles with numbers: their lowest bit says so."""
    return sum([value & 1 for value in values])


_ALL = 1 << VALUE_BITS
