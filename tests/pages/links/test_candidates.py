"""Which anchors can be an article's: headlines wherever they stand, and short titles among them."""

from __future__ import annotations

import pytest

from crawler.pages.body.extract import find_body
from crawler.pages.dom.page import Page
from crawler.pages.links.anchors import collect
from crawler.pages.links.candidates import candidates

URL = "https://www.harbour-post.example/news/ferry-line-reopens-after-years"
HEADLINES = (
    "Council votes to rebuild the old pier",
    "Ferry fares will rise in the autumn",
    "Fishermen ask for a harbour",
)
STORY = "".join(
    f"<p>Paragraph {n} tells how the ferry line was opened again after two long years.</p>" for n in range(6)
)


def offered(markup: str, url: str = URL) -> list[str]:
    page = Page(f"<html><body><article><h1>Ferry line reopens</h1>{STORY}</article>{markup}</body></html>", url)
    return [anchor.text for anchor in candidates(collect(page, find_body(page)))]


def items(*titles: str, path: str = "/news/story") -> str:
    return "".join(f'<li><a href="{path}-{n}">{title}</a></li>' for n, title in enumerate(titles))


@pytest.mark.parametrize("tag", ["nav", "footer"])
def test_headlines_in_a_footer_are_read_and_its_menu_is_not(tag: str) -> None:
    menu = items("Politics", "Sport", "Culture", "Imprint", "Privacy", "Contact us", "Jobs here", path="/section")
    assert offered(f"<{tag}><ul>{items(*HEADLINES)}</ul><ul>{menu}</ul></{tag}>") == list(HEADLINES)


def test_a_picture_in_a_footer_belongs_to_the_headline_that_leads_where_it_leads() -> None:
    cards = "".join(
        f'<li><a href="/news/story-{n}"><img src="{n}.jpg"></a><a href="/news/story-{n}">{title}</a></li>'
        for n, title in enumerate(
            (*HEADLINES, "Why the old lighthouse went dark", "A captain tells of his last journey")
        )
    )
    assert offered(f"<footer><ul>{cards}</ul></footer>")[:2] == ["", HEADLINES[0]]


def test_a_title_of_one_word_among_headlines_is_a_title() -> None:
    assert "Lighthouses" in offered(f"<ul>{items(*HEADLINES, 'Lighthouses')}</ul>")


@pytest.mark.parametrize("entry", ["Comments", "2024", "More"])
def test_labels_and_numbers_among_headlines_are_none(entry: str) -> None:
    assert entry not in offered(f"<ul>{items(*HEADLINES, entry)}</ul>")


def test_the_section_above_a_headline_in_its_card_is_no_title() -> None:
    cards = "".join(
        f'<div class=card><div><a href="/news/story-{n}"><img src="{n}.jpg"></a></div><div><p><a href="/island{n}/">'
        f'Islands</a></p><h4><a href="/news/story-{n}">{title}</a></h4></div></div>'
        for n, title in enumerate(HEADLINES)
    )
    assert "Islands" not in offered(f"<section>{cards}</section>")


def test_one_headline_among_short_entries_makes_no_titles_of_them() -> None:
    assert offered(f"<ul>{items(HEADLINES[0], 'Towns', 'Villages', 'Islands')}</ul>") == [HEADLINES[0]]


@pytest.mark.parametrize(
    ("headlines", "short", "titles"),
    [(1, 1, False), (2, 1, True), (2, 2, True), (2, 3, False), (3, 3, True), (3, 4, False)],
)
def test_two_headlines_that_are_half_of_a_list_make_titles_of_its_short_entries(
    headlines: int, short: int, *, titles: bool
) -> None:
    entries = ("Towns", "Villages", "Islands", "Harbours")[:short]
    found = offered(f"<ul>{items(*HEADLINES[:headlines], *entries)}</ul>")
    assert found == [*HEADLINES[:headlines], *(entries if titles else ())]


@pytest.mark.parametrize(("boxes", "seen"), [(0, True), (4, True), (5, False)])
def test_a_short_title_stands_no_deeper_in_its_item_than_markup_of_lists_goes(boxes: int, *, seen: bool) -> None:
    opened, closed = f"<li>{'<div>' * boxes}", f"{'</div>' * boxes}</li>"
    deep = items(*HEADLINES, "Lighthouses").replace("<li>", opened).replace("</li>", closed)
    assert ("Lighthouses" in offered(f"<ul>{deep}</ul>")) is seen


def test_short_entries_of_another_make_are_no_titles() -> None:
    tags = "".join(f'<li><a class="tag" href="/news/topic-{n}">{tag}</a></li>' for n, tag in enumerate(("Pier", "Bay")))
    assert offered(f"<ul>{items(*HEADLINES)}{tags}</ul>") == list(HEADLINES)


def test_an_address_that_looks_like_a_sections_is_an_articles_where_the_pages_own_looks_so() -> None:
    link = f'<ul><li><a href="/category/news/18452/council-votes-to-rebuild">{HEADLINES[0]}</a></li></ul>'
    assert offered(link, "https://www.harbour-post.example/category/news/18311/ferry-line-reopens") == [HEADLINES[0]]
    assert offered(link) == []
