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


def cards(first: int) -> str:
    """A list of four cards whose numbers begin with first."""
    return "".join(
        f'<li><a href="/2026/05/0{n}/harbour-story-{first + n}">The harbour office opens its quay {first + n}</a></li>'
        for n in range(4)
    )


def headings_of(markup: str) -> list[tuple[str | None, int]]:
    page = f"<html lang=en><h1>Ferry line opens a new quay</h1><article>{STORY}</article>{markup}"
    return [(block.heading, len(block.links)) for block in extract(page, "https://h.example/2026/05/ferry-77").links]


TABS = "<ul class=tabs><li><a>Related stories</a></li><li><a>Most read</a></li></ul>"


def test_panels_without_ids_go_by_the_tab_in_their_place() -> None:
    panels = "".join(f"<div class='panel p{n}'><ul>{cards(10 * n)}</ul></div>" for n in (1, 2))
    assert headings_of(f"<section>{TABS}{panels}</section>") == [("Related stories", 4), ("Most read", 4)]


def test_as_many_rows_as_tabs_are_no_panels() -> None:
    rows = "".join(f"<div class='grid-row'><ul>{cards(10 * n)}</ul></div>" for n in (1, 2))
    assert headings_of(f"<section>{TABS}{rows}</section>") == [("Related stories", 8)]


def test_elements_without_a_class_are_no_panels() -> None:
    boxes = "".join(f"<div><ul>{cards(10 * n)}</ul></div>" for n in (1, 2))
    assert headings_of(f"<section>{TABS}{boxes}</section>") == [("Related stories", 8)]


@pytest.mark.parametrize(("boxes", "heading"), [(0, None), (2, "Related stories")])
def test_a_tool_far_above_a_list_does_not_part_it_from_its_heading(boxes: int, heading: str | None) -> None:
    tool = "<div><a href='#comments'>3 comments</a></div>"
    markup = f"<section><h3>Related stories</h3>{tool}{'<div>' * boxes}<ul>{cards(10)}</ul>{'</div>' * boxes}</section>"
    assert (headings_of(markup) == [("Related stories", 4)]) == (heading is not None)


def test_the_way_to_the_page_heads_no_list() -> None:
    way = "<div class='breadcrumb'>Home › Latest news</div>"
    assert [heading for heading, _ in headings_of(f"<section>{way}<ul class='related'>{cards(10)}</ul></section>")] == [
        None
    ]
