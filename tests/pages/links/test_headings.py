"""Which heading a list of links has."""

from __future__ import annotations

import pytest

from crawler.pages.article import extract
from tests.pages.links.pages import TITLES, URL, html, links, of_kind, read

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


HEADINGS = [
    "We recommend", "Linked articles",
    "Related stories", "相关阅读", "延伸閱讀", "関連記事", "관련기사", "Mehr zum Thema", "Lire aussi",
    "Te puede interesar",
    "Leia também", "Leggi anche", "Lees ook", "Läs också", "Les også", "Læs også", "Lue myös", "Czytaj także",
    "Související články", "Kapcsolódó cikkek", "Citește și", "Читайте также", "Читайте також", "İlgili Haberler",
    "Διαβάστε επίσης", "اقرأ أيضا", "קראו גם", "यह भी पढ़ें", "Baca juga", "Tin liên quan", "ข่าวที่เกี่ยวข้อง",
]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_that_claims_the_list_makes_it_related_in_any_language(heading: str) -> None:
    _, blocks = read(html(aside=f"<h3>{heading}</h3>{links()}"))
    assert of_kind(blocks, "related") == list(TITLES)
    assert next(b for b in blocks if b.kind == "related").heading == heading


@pytest.mark.parametrize(
    "heading", ["Most read", "热门排行", "アクセスランキング", "Meistgelesen", "Les plus lus", "Trending"]
)
def test_lists_for_everyone_are_more(heading: str) -> None:
    _, blocks = read(html(after=f"<section><h3>{heading}</h3>{links()}</section>"))
    assert of_kind(blocks, "more") == list(TITLES)
    assert not of_kind(blocks, "related")


def test_a_heading_need_not_be_one_by_its_tag() -> None:
    _, blocks = read(html(after=f'<div class="box"><div><span>相关阅读</span></div>{links()}</div>'))
    assert of_kind(blocks, "related") == list(TITLES)


def test_two_lists_under_one_roof_keep_their_headings() -> None:
    other = ("Old lighthouse sold to a painter", "Whale seen close to the beach", "Library opens on Sundays again")
    _, blocks = read(html(after=f"<div><h3>Related</h3>{links()}<h3>Latest news</h3>{links(other, 48200)}</div>"))
    assert of_kind(blocks, "related") == list(TITLES)
    assert of_kind(blocks, "more") == list(other)


def test_titles_of_one_word_are_titles_under_a_heading_that_announces_stories() -> None:
    titles = ("9Patch", "Krabbenfischer", "Selene")
    items = "".join(f'<li><a href="/news/2024/02/{t.lower()}-48{n}01.html">{t}</a></li>' for n, t in enumerate(titles))
    _, blocks = read(html(after=f"<h3>Related articles</h3><ul>{items}</ul>"))
    assert of_kind(blocks, "related") == list(titles)
    _, blocks = read(html(after=f"<h3>Topics</h3><ul>{items}</ul>"))
    assert blocks == []


LINKED_TABS = """<div><ul class="tabs"><li{}><a href="#one">Related</a></li><li{}><a href="#two">Most read</a></li></ul>
    <div id="one">{}</div><div id="two">{}</div></div>"""
OTHERS = ("Old lighthouse sold to a painter", "Whale seen close to the beach", "Library opens on Sundays again")


def test_each_panel_goes_by_its_own_tab() -> None:
    _, blocks = read(html(after=LINKED_TABS.format(' class="active"', "", links(), links(OTHERS, 48200))))
    assert of_kind(blocks, "related") == list(TITLES)
    assert of_kind(blocks, "more") == list(OTHERS)


def test_a_heading_printed_twice_is_read_once() -> None:
    heading = "<h3><span>Читайте также</span><span>Читайте также</span></h3>"
    _, blocks = read(html(after=f"{heading}{links()}"))
    assert [b.heading for b in blocks if b.kind == "related"] == ["Читайте также"]


def test_a_label_at_the_start_of_a_links_own_words_is_its_heading() -> None:
    line = '<p><a href="/news/2024/01/x-41777.html">ALSO READ: A pier that nobody wanted to pay for</a></p>'
    related = [block for block in read(html(after=line))[1] if block.kind == "related"]
    assert [block.heading for block in related] == ["ALSO READ"]


def alone(box: str) -> list[tuple[str, str | None]]:
    """The kind and heading of each block under a story that offers one link, in a box."""
    _, blocks = read(html(after=box))
    return [(block.kind, block.heading) for block in blocks]


CARD = '<div class="body"><a href="/news/2024/02/pier-48100.html">Council votes to rebuild the old pier</a></div>'


def test_a_lone_cards_heading_stands_in_its_own_box() -> None:
    assert alone(f"<section><div><h4>Most popular</h4></div>{CARD}</section>") == [("more", "Most popular")]
    assert alone(f"<section><div><h4>Read next</h4></div>{CARD}</section>") == [("related", "Read next")]


def test_an_adverts_label_in_a_lone_cards_box_stands_for_an_empty_slot() -> None:
    found = alone(f'<section class="related"><div><h4>Advertisement</h4></div>{CARD}</section>')
    assert found == [("related", None)]


def test_a_text_in_a_lone_cards_box_parts_it_from_what_stands_above() -> None:
    text = "Old boats are rebuilt in the yard behind the market, and visitors may look on from the gallery above it."
    for between, heading in (("", "Most popular"), (f"<p>{text}</p>", None)):
        found = alone(f"<section><div><h4>Most popular</h4></div>{between}{CARD}</section>")
        assert [of for _, of in found] == [heading], between


def test_what_a_lone_cards_box_says_is_no_heading_unless_it_is_known_for_one() -> None:
    found = alone(f"<section><div><h4>Harbour and market</h4></div>{CARD}</section>")
    assert [heading for _, heading in found] in ([], [None])


def test_the_page_itself_among_a_lists_stories_heads_no_list() -> None:
    def item(address: str, title: str, name: str = "") -> str:
        return f'<div class="row"><h3><a class="{name}" href="{address}">{title}</a></h3></div>'

    own = item(f"{URL}?ref=list", "Ferry line reopens after two years", "here")
    others = [item(f"/news/2024/02/story-{n}-4810{n}.html?ref=list", title) for n, title in enumerate(TITLES)]
    rows = "".join([others[0], own, *others[1:]])
    _, blocks = read(html(after=f"<section><h2>Related stories</h2><div>{rows}</div></section>"))
    assert {block.heading for block in blocks} == {"Related stories"}
    assert of_kind(blocks, "related") == list(TITLES)


def test_words_of_a_heading_that_are_printed_apart_are_no_tabs() -> None:
    assert headings_of(f"<div class=heading>Most read <span>harbour</span> news</div><ul>{cards(10)}</ul>") == [
        ("Most read harbour news", 4)
    ]
    assert headings_of(f"<div class=heading><b>Related stories</b> | <i>Most read</i></div><ul>{cards(10)}</ul>") == [
        ("Related stories", 4)
    ]
