"""Lists that are the story's own: tables of its sections, topics of a briefing."""

from __future__ import annotations

import pytest

from tests.pages.links.pages import STORY, TITLES, html, links, of_kind, read

REVIEWED = ("Northwind folding dryer", "Harbour drying cupboard", "Quayside hanging airer")
"""Titles of three words each."""


OFFERS = f"""<ul>{
    "".join(f'<li><a href="https://shop.example/goods/great-offer-{t[:5]}">{t}</a></li>' for t in REVIEWED)
}</ul>"""
REVIEW = f"<p>{'It dried our coats in two hours, and it folds away behind any door of the house. ' * 3}</p>"


@pytest.mark.parametrize(
    ("subheading", "table"),
    [("{}", True), ("2. The {}", True), ("The {} tested", True), ("{} against cheaper rivals", False)],
)
def test_a_table_of_the_storys_own_sections_offers_no_other_story(subheading: str, *, table: bool) -> None:
    sections = "".join(f"<h2>{subheading.format(title)}</h2>{REVIEW}" for title in REVIEWED)
    _, blocks = read(html(inside=f"<h2>Related stories</h2>{OFFERS}{sections}"))
    assert of_kind(blocks, "related") == ([] if table else list(REVIEWED))


@pytest.mark.parametrize("heads", [1, 2])
def test_a_list_of_which_half_is_in_the_storys_subheadings_is_its_table(heads: int) -> None:
    sections = "".join(f"<h2>{title}</h2>{REVIEW}" for title in REVIEWED[:heads])
    _, blocks = read(html(inside=f"<h2>Related stories</h2>{OFFERS}{sections}"))
    assert bool(of_kind(blocks, "related")) is (heads == 1)


def test_the_sites_own_stories_on_the_topics_of_a_briefing_are_related() -> None:
    sections = "".join(f"<h2>{title}</h2>{REVIEW}" for title in REVIEWED)
    _, blocks = read(html(inside=sections, after=f"<section><h3>Related stories</h3>{links(REVIEWED)}</section>"))
    assert of_kind(blocks, "related") == list(REVIEWED)


def test_one_title_that_a_subheading_repeats_is_an_offer_all_the_same() -> None:
    told = f"<h2>{TITLES[0]}</h2>{STORY[: STORY.find('</p>') + 4]}"
    _, blocks = read(html(inside=told, after=f"<section><h3>Related stories</h3>{links(TITLES[:1])}</section>"))
    assert of_kind(blocks, "related") == [TITLES[0]]
