"""Evidence -> kind: what each row of cards of a page is, by the points that its evidence gives.

Related, more, sponsored or none. Links in the story's own sentences are of kind inline: inline.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.pages.links.anchors import Links
from crawler.pages.links.cards import Run
from crawler.pages.links.evidence import Evidence
from crawler.pages.links.features import gather
from crawler.pages.links.page_evidence import PageEvidence
from crawler.pages.links.positions import Places
from crawler.pages.links.scorecard import KINDS, Points


class PointsGiver(Protocol):
    """What evidence is judged by: the scorecard, or a model that is measured against it."""

    def totals(self, evidence: Evidence) -> Points:
        """The points of each kind, in the order of KINDS."""


@dataclass(slots=True)
class Judgement:
    """A row's kind (related, more, sponsored; None for what is no list of articles), its points and its evidence."""

    kind: str | None
    points: Points
    evidence: Evidence
    by: str = "points"
    """What decided: points, picture, contents or site rule."""


def judge_rows(links: Links, rows: Sequence[Run], places: Places, card: PointsGiver) -> list[Judgement]:
    """The judgement on each row of a page."""
    page = PageEvidence(links, rows, places)
    return [judge(gather(page, index), card) for index in range(len(rows))]


def judge(evidence: Evidence, card: PointsGiver) -> Judgement:
    """The kind with the most points, of equals the first of KINDS; but a picture of the story with its caption is no
    list, nor is the story's own table of contents, whatever the points say."""
    points = card.totals(evidence)
    kind = KINDS[points.index(max(points))]
    if {"figures", "place=among"} <= evidence.flags:
        return Judgement(None, points, evidence, "picture")
    if "contents" in evidence.flags:
        return Judgement(None, points, evidence, "contents")
    return Judgement(None if kind == "none" else kind, points, evidence)
