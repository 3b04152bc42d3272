"""Lists of other stories that a heading announces stay out of the body, however little the story says."""

from __future__ import annotations

import pytest

from crawler.pages.article import Extraction, extract

URL = "https://news.example/2024/05/03/ferry-2048123"
STORY = "The second ferry to the islands starts on Monday, the harbour office said."
TITLES = [
    "Bakers ask for flour at night",
    "A bridge that nobody crosses",
    "Wool from the north is back in the shops",
    "The last lighthouse keeper retires",
]
TEASER = (
    "It is a long story, told by those who were there, and it fills many lines of a teaser that no reader asked for, "
    "because the list is longer than the story that it stands under, which happens with short news every day."
)


def cards(inner: str) -> str:
    return "".join(inner.format(n=n, title=title, teaser=f"{n}. {TEASER}") for n, title in enumerate(TITLES))


LISTS = {
    "teasers in list items": "<ul>"
    + cards('<li><a href="/2024/05/0{n}/s-204811{n}">{title}</a><p>{teaser}</p></li>')
    + "</ul>",
    "boxes in a row": "<div class=row>"
    + cards('<div><h4><a href="/2024/05/0{n}/s-204811{n}">{title}</a></h4><p>{teaser}</p></div>')
    + "</div>",
    "boxes beside the heading": cards(
        '<div class=b><a href="/2024/05/0{n}/s-204811{n}">{title}</a><p>{teaser}</p></div>'
    ),
    "a column's name first": "<div>"
    + cards(
        '<div><h6><a href="/info">Info</a></h6>'
        '<h4><a href="/2024/05/0{n}/s-204811{n}">{title}</a></h4><p>{teaser}</p></div>'
    )
    + "</div>",
}


def read(body: str) -> Extraction:
    head = "<head><title>Second ferry to the islands</title></head>"
    return extract(
        f"<html>{head}<body><div class=x><h1>Second ferry to the islands</h1>{body}</div></body></html>", URL
    )


@pytest.mark.parametrize("form", LISTS)
@pytest.mark.parametrize("heading", ["Related stories", "相關閱讀", "Mehr zum Thema"])
def test_a_short_story_with_long_teasers_in_the_same_box(heading: str, form: str) -> None:
    found = read(f"<div><p>{STORY}</p><h3>{heading}</h3>{LISTS[form]}</div>")
    assert found.article is not None
    assert found.article.text == STORY
    related = [link for block in found.links if block.kind == "related" for link in block.links]
    assert [link.title for link in related] == TITLES
    assert [link.snippet for link in related] == [f"{n}. {TEASER}" for n in range(4)]


def test_a_subheading_before_such_a_list_stays() -> None:
    story = [
        f"{STORY} It is the {n}. time that it was put off, and the islanders have learnt to wait." for n in range(4)
    ]
    inset = f"<div><h4>More on this story</h4>{LISTS['teasers in list items']}</div>"
    found = read(
        f"<p>{story[0]}</p><p>{story[1]}</p><h2>A boat from 1987</h2>{inset}<p>{story[2]}</p><p>{story[3]}</p>"
    )
    assert found.article is not None
    assert found.article.text.split("\n\n") == [*story[:2], "A boat from 1987", *story[2:]]


def test_a_list_of_things_under_such_words_is_the_story() -> None:
    things = "".join(f"<li>{STORY} Thing number {n} is worth a look too.</li>" for n in range(4))
    found = read(f"<p>{STORY}</p><h3>Read more</h3><ul>{things}</ul>")
    assert found.article is not None
    assert "Thing number 3" in found.article.text


def test_a_title_apart_from_its_empty_link_is_no_line_of_the_story() -> None:
    story = "".join(f"<p>{STORY} It is the {n}. time that it was put off for want of a crew.</p>" for n in range(4))
    apart = "".join(
        f'<div class=t><a href="/2024/05/0{n}/s-204811{n}" title="{t}"></a><div class=b>{t}</div></div>'
        for n, t in enumerate(TITLES)
    )
    found = read(f"{story}<h3>Related stories</h3><div class=g>{apart}</div>")
    assert found.article is not None
    assert not any(title in found.article.text for title in TITLES)


def test_a_shop_link_that_repeats_a_subheading_is_no_block() -> None:
    parts = "".join(
        f"<h2>{n}. The {name} boot for wet paths</h2><p>{STORY} We walked in it for {n + 2} weeks and were dry.</p>"
        f'<p><a rel=sponsored href="https://shop.example/p/{n}88812">The {name} boot for wet paths</a></p>'
        for n, name in enumerate(["Marsh", "Fell", "Quay", "Heath"])
    )
    found = read(f"<p>{STORY}</p>{parts}")
    assert found.article is not None
    assert "1. The Fell boot for wet paths" in found.article.text.split("\n\n")
    assert not any(
        link.title.startswith("The Fell boot") for b in found.links if b.kind == "sponsored" for link in b.links
    )
