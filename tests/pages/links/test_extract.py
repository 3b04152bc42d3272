"""What a reader sees as a page's blocks of links comes out as blocks, each of its kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pages.links.anchors import is_title
from tests.pages.links.pages import STORY, TITLES, URL, html, links, of_kind, read


@pytest.mark.parametrize("place", ["after", "aside"])
def test_a_list_that_nothing_claims_for_the_story_is_for_everyone(place: str) -> None:
    _, blocks = read(html(**{place: f"<div>{links()}</div>"}))
    assert of_kind(blocks, "more") == list(TITLES)


def test_a_list_whose_box_claims_it_for_the_story_needs_no_heading() -> None:
    _, blocks = read(html(after=f'<div class="related-articles">{links()}</div>'))
    assert of_kind(blocks, "related") == list(TITLES)


def test_navigation_tags_and_footer_are_no_blocks() -> None:
    tags = (
        '<h4>Tags</h4><ul><li><a href="/tag/ferries">Ferries and boats</a></li><li><a href="/tag/b">Bay</a></li></ul>'
    )
    _, blocks = read(html(after=tags))
    assert blocks == []


def test_adverts_are_told_by_host_by_rel_and_by_label() -> None:
    adverts = "".join(f'<li><a href="https://trc.taboola.com/click?i={n}">{t}</a></li>' for n, t in enumerate(TITLES))
    _, blocks = read(html(after=f"<h3>You may like</h3><ul>{adverts}</ul>"))
    assert {b.kind for b in blocks} == {"sponsored"}
    _, blocks = read(html(after=f"<h3>Related</h3>{links().replace('<a ', '<a rel=sponsored ', 1)}"))
    assert of_kind(blocks, "sponsored") == [TITLES[0]]
    assert of_kind(blocks, "related") == list(TITLES[1:])


def test_an_empty_slots_label_makes_no_adverts_of_the_sites_own_stories() -> None:
    _, blocks = read(html(after=f"<div>Anzeige</div>{links()}"))
    assert of_kind(blocks, "more") == list(TITLES)


def test_a_link_to_the_page_itself_stays_in() -> None:
    own = f'<li><a href="{URL}">Ferry line reopens after two years</a></li>'
    _, blocks = read(html(after=f"<h3>Related</h3>{links().replace('<ul>', '<ul>' + own)}"))
    assert blocks[0].links[0].url == URL


def test_tools_of_the_page_are_no_links_to_stories() -> None:
    share = f'<li><a href="{URL}?share=mail">Send this story to a friend of yours</a></li>'
    tools = f'<ul>{share}<li><a href="{URL}#reply">Reply</a></li></ul>'
    _, blocks = read(html(after=tools))
    assert blocks == []


def test_a_list_printed_twice_is_offered_twice_each_with_its_ranks() -> None:
    twice = f'<div class="wide"><h3>Related</h3>{links()}</div><div class="narrow"><h3>Related</h3>{links()}</div>'
    _, blocks = read(html(after=twice))
    assert [[link.title for link in b.links] for b in blocks] == [list(TITLES)] * 2
    assert [[link.rank for link in b.links] for b in blocks] == [[1, 2, 3, 4]] * 2


def test_positions_grow_down_the_page() -> None:
    line = '<p>Read more: <a href="/news/2024/02/wall-48300.html">Whale seen close to the beach</a></p>'
    _, blocks = read(html(inside=line, after=f"<h3>Related</h3>{links()}"))
    assert [round(b.position, 1) for b in blocks] == [0.5, 1.0]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<a href='http://[bad'>x</a>",
        "<a href='//'>one two three four five</a>",
        "<p>" + "<div>" * 3000 + "<a href=/x>y</a>",
    ],
)
def test_no_page_is_too_broken(source: str) -> None:
    read(source)


def test_many_links_are_bounded_work() -> None:
    many = "".join(
        f'<li><a href="/news/2024/02/story-{n}.html">Council votes to rebuild pier {n}</a></li>' for n in range(40_000)
    )
    _, blocks = read(html(after=f"<h3>Related</h3><ul>{many}</ul>"))
    assert blocks


PIECES = (
    "<ul>", "<li>", "<a href='/n/story-of-the-old-pier-4711'>", "The old pier is rebuilt", "</a>", "<h3>Related</h3>",
    "</li>", "</ul>", "<p>", "</p>", STORY, "<div class='related'>", "</div>",
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_whatever_the_markup_the_story_stays_and_the_answer_repeats(pieces: list[str]) -> None:
    source = html(inside="".join(pieces))
    _, first = read(source)
    body, again = read(source)
    assert [(b.kind, b.heading, b.links, b.position) for b in first] == [
        (b.kind, b.heading, b.links, b.position) for b in again
    ]
    text = body.text(exclude=[e for b in again for e in b.elements])
    assert all(p.text in text for p in body.blocks if p.text.startswith("Paragraph"))


@pytest.mark.parametrize(
    ("wording", "title"),
    [
        ("新OpenSUSE的树莓派镜像", True),
        ("5800名Ubuntu用户的2013年", True),
        ("抢2999元VIP红包", False),
        ("下载APP", False),
    ],
)
def test_foreign_words_and_numbers_count_in_a_chinese_title(wording: str, title: bool) -> None:
    assert is_title(wording) is title


def test_a_target_in_two_lists_is_offered_in_both_with_its_rank_in_each() -> None:
    other = links(tuple(reversed(TITLES))).replace("48100", "x").replace("48103", "48100").replace("x", "48103")
    _, blocks = read(html(after=f"<h3>Related</h3>{links()}<h3>Most read</h3>{other}"))
    assert [(b.kind, link.rank) for b in blocks for link in b.links if link.title == TITLES[0]] == [
        ("related", 1),
        ("more", 4),
    ]


def test_a_call_to_action_of_the_menu_is_no_offer() -> None:
    menu = "".join(f'<a href="/{n}/">Section {n}</a>' for n in range(9))
    contact = "<li><a href='/contacto/'>Write to us about it today</a></li></ul>"
    source = html(after=f"<h3>Related</h3>{links().replace('</ul>', contact)}")
    source = source.replace("<header>", f"<header><nav>{menu}<a href='/contacto/'>Contact</a></nav>")
    _, blocks = read(source)
    assert of_kind(blocks, "related") == list(TITLES)


def test_a_link_that_its_address_calls_a_banner_is_an_advert() -> None:
    address = "https://boats.example/sale-of-the-year-2024?utm_medium=banner"
    banner = f'<li><a href="{address}">The sale of the year is on</a></li>'
    _, blocks = read(html(after=f"<h3>Related</h3>{links().replace('</ul>', banner + '</ul>')}"))
    assert of_kind(blocks, "related") == list(TITLES)
    assert of_kind(blocks, "sponsored") == ["The sale of the year is on"]


def test_a_title_of_one_word_is_offered_with_the_rest_of_its_list() -> None:
    shown = html(after=f"<h3>Related stories</h3>{links((*TITLES, 'Lighthouses'))}")
    assert of_kind(read(shown)[1], "related") == [*TITLES, "Lighthouses"]


def test_the_box_around_a_lone_links_list_names_its_kind() -> None:
    card = '<ul><li><a href="/news/2024/02/pier-48100.html">Council votes to rebuild the old pier</a></li></ul>'
    for name, kind in (("related-articles", "related"), ("most-read", "more")):
        _, blocks = read(html(after=f'<div class="column"><div class="{name}"><p>{"·" * 3}</p>{card}</div></div>'))
        assert [block.kind for block in blocks] == [kind], name
