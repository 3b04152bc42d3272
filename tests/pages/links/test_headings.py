"""Which heading a list of links has."""

import pytest

from crawler.pages.article import extract

STORY = "<p>The harbour office moved the quay to the east side of the pier before the long winter came.</p>" * 8
CARDS = "".join(
    f"<li><a href=/2026/05/0{n}/harbour-story-{n}>The harbour office opens its quay number {n} today</a></li>"
    for n in range(1, 5)
)


@pytest.mark.parametrize(("boxes", "heading"), [(0, "Related stories"), (6, "Related stories"), (7, None)])
def test_a_heading_stands_up_to_eight_levels_above_its_lists_first_card(boxes: int, heading: str | None) -> None:
    section = f"<section><h3>Related stories</h3>{'<div>' * boxes}<ul>{CARDS}</ul>{'</div>' * boxes}</section>"
    found = extract(
        f"<html lang=en><h1>Ferry line opens a new quay</h1><article>{STORY}</article>{section}", "https://h.example/x"
    )
    assert [(block.heading, len(block.links)) for block in found.links] == [(heading, 4)]
