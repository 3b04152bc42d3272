"""Which boxes of links stand beside the story, and which hold it."""

from __future__ import annotations

from lxml import etree

from crawler.pages.body.extract import Body, find_body
from crawler.pages.dom.page import Page
from crawler.pages.links.extract import LinkBlock
from crawler.pages.reconcile import beside_story

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


def test_of_a_short_text_a_box_may_hold_all() -> None:
    body, one, _ = read(3, 0)
    assert beside_story(body, [block(one)]) == [one]


def test_boxes_without_a_line_of_the_story_are_beside_it() -> None:
    body, one, two = read(20, 0)
    assert beside_story(body, [block(two), block(one)]) == [two]
