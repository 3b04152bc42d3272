"""Which boxes of links stand beside the story, and which hold it."""

from __future__ import annotations

import pytest
from lxml import etree

from crawler.pages.body.extract import Body, find_body
from crawler.pages.dom.page import Page
from crawler.pages.links.extract import LinkBlock, OfferedLink
from crawler.pages.reconcile import beside_story, separate

SENTENCE = "The ferry to the northern islands will run twice a day from Monday, the harbour office said on Friday."


def read(first: int, second: int) -> tuple[Body, etree._Element, etree._Element]:
    """A story of two boxes of so many paragraphs each, and the boxes."""
    boxes = "".join(
        f"<section>{''.join(f'<p>Boat {name}{n}: {SENTENCE}</p>' for n in range(count))}</section>"
        for name, count in (("a", first), ("b", second))
    )
    page = Page(f"<html><body><article><h1>Second ferry</h1>{boxes}</article></body></html>", "https://a.example/1")
    one, two = page.tree.iter("section")
    return find_body(page), one, two


def block(*elements: etree._Element) -> LinkBlock:
    return LinkBlock(kind="related", heading=None, links=[], elements=[*elements])


def test_a_box_that_holds_most_of_the_story_is_not_beside_it() -> None:
    body, most, few = read(20, 5)
    assert beside_story(body, [block(most), block(few)]) == [few]


def test_of_a_story_in_two_boxes_either_may_be_a_lists() -> None:
    body, one, two = read(10, 10)
    assert beside_story(body, [block(one), block(two)]) == [one, two]


def test_of_a_short_text_a_box_may_hold_all() -> None:
    body, one, _ = read(3, 0)
    assert beside_story(body, [block(one)]) == [one]


def test_boxes_without_a_line_of_the_story_are_beside_it() -> None:
    body, one, two = read(20, 0)
    assert beside_story(body, [block(two), block(one)]) == [two]


TITLE = "A pier that nobody wanted to pay for"


@pytest.mark.parametrize(
    ("told", "left"),
    [
        (f"It ran aground. (See also: {TITLE} .) Nobody was hurt.", "It ran aground. Nobody was hurt."),
        (f"It ran aground. See also {TITLE} Nobody was hurt.", "It ran aground. Nobody was hurt."),
        (f"It ran aground (See also: {TITLE}), he said.", "It ran aground, he said."),
        (f"They see also a pier. {TITLE}, he said.", f"They see also a pier. {TITLE}, he said."),
    ],
)
def test_a_labelled_link_leaves_its_line_with_its_label(told: str, left: str) -> None:
    body, _, _ = read(3, 0)
    body.blocks[1].text = told
    separate(
        body, [LinkBlock("related", "See also", links=[OfferedLink("https://a.example/2", TITLE, None, None, 1)])], ""
    )
    assert body.blocks[1].text == left


def test_a_line_that_only_offers_a_link_is_gone() -> None:
    body, _, _ = read(3, 0)
    body.blocks[1].text = TITLE
    separate(body, [LinkBlock("related", TITLE, links=[OfferedLink("https://a.example/2", TITLE, None, None, 1)])], "")
    assert len(body.blocks) == 2


@pytest.mark.parametrize(
    ("title", "line", "kept"),
    [
        (TITLE, TITLE, False),
        (TITLE, f"Video: {TITLE}", False),
        (TITLE, f"{TITLE} is what the fishermen call the place", True),
        (TITLE, f"{TITLE}, he said.", True),
        ("A pier", "A pier", True),
    ],
)
def test_a_line_that_is_hardly_more_than_an_offered_title_leaves_the_story(
    title: str, line: str, *, kept: bool
) -> None:
    body, _, _ = read(3, 0)
    body.blocks[1].text = line
    blocks = [LinkBlock("more", "Most read", links=[OfferedLink("https://a.example/2", title, None, None, 1)])]
    separate(body, blocks, "")
    assert (line in body.text(exclude=beside_story(body, blocks)).split("\n\n")) is kept
