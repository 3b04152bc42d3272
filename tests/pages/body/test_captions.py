"""Captions are excluded from a story's text, but where nearly all of it stands under pictures."""

from __future__ import annotations

import pytest

from crawler.pages.body.extract import find_body
from crawler.pages.dom.page import Page

URL = "https://harbourpost.example/2024/03/the-old-pier-4810.html"
CAPTION = "The old pier in the light of a March evening, shortly before the last of its planks were taken down, number"
PARAGRAPH = (
    "The council voted on Tuesday to rebuild the pier, which a storm had torn down two winters ago, by a wide margin."
)


def text_of(*parts: str) -> str:
    source = (
        f"<html><head><title>The old pier</title></head><body><article><h1>The old pier</h1>{''.join(parts)}</article>"
    )
    return find_body(Page(source, URL)).text(exclude=[])


def pictures(
    number: int, markup: str = "<figure><img src='{n}.jpg'><figcaption>{caption} {n}.</figcaption></figure>"
) -> str:
    return "".join(markup.format(n=n, caption=CAPTION) for n in range(number))


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><img src='{n}.jpg'><figcaption>{caption} {n}.</figcaption></figure>",
        "<div><img src='{n}.jpg'><div class='wp-caption-text'>{caption} {n}.</div></div>",
    ],
    ids=["by its tag", "by its name"],
)
def test_a_caption_is_no_part_of_the_text(markup: str) -> None:
    assert (
        text_of(*(f"<p>{PARAGRAPH}</p>" for _ in range(4)), pictures(2, markup)).count("light of a March evening") == 0
    )


@pytest.mark.parametrize(("number", "kept"), [(3, 0), (4, 4)])
def test_a_page_of_four_pictures_and_more_has_their_captions_as_its_text(number: int, kept: int) -> None:
    assert text_of("<p>Photos: the pier.</p>", pictures(number)).count("light of a March evening") == kept


@pytest.mark.parametrize(("paragraphs", "kept"), [(1, 5), (2, 0)])
def test_captions_are_left_out_where_the_lines_beside_them_say_a_third_as_much(paragraphs: int, kept: int) -> None:
    lines = (f"<p>{PARAGRAPH}</p>" for _ in range(paragraphs))
    assert text_of(*lines, pictures(5)).count("light of a March evening") == kept
