"""Steps to neighbouring stories, and what only looks like one."""

from __future__ import annotations

import pytest

from crawler.pages.links.card_kinds import is_step
from crawler.rules.related import container_kind
from tests.pages.links.pages import TITLES, html, links, of_kind, read


def test_steps_to_neighbouring_stories_are_more() -> None:
    steps = (
        f'<div class="post-navigation"><a href="/news/2024/a-48212.html">« {TITLES[0]}</a> '
        f'<a href="/news/2024/b-48214.html">{TITLES[1]} »</a></div>'
    )
    _, blocks = read(html(after=steps))
    assert [b.kind for b in blocks] == ["more"]


@pytest.mark.parametrize("wording", ["Previous post", "下一篇", "【上一篇】", "← The old pier", "The old pier »"])
def test_steps_are_known_by_words_brackets_and_arrows(wording: str) -> None:
    assert is_step(wording)


@pytest.mark.parametrize(
    "wording", ["« Nous avons tout tenté », raconte le capitaine", "Le port fermé « jusqu’à nouvel ordre »"]
)
def test_quotation_marks_are_no_arrows(wording: str) -> None:
    assert not is_step(wording)


def test_headlines_in_french_quotation_marks_stay_related() -> None:
    titles = ("Marée noire : le port fermé « jusqu’à nouvel ordre »", "« Nous avons tout tenté », raconte le capitaine")
    _, blocks = read(html(after=f"<aside><h3>À lire aussi</h3>{links(titles)}</aside>"))
    assert of_kind(blocks, "related") == list(titles)


def test_a_card_that_the_previous_and_next_navigation_repeats_leaves_its_block_whole() -> None:
    step = f'<nav><a href="/news/2024/02/story-number-48101.html">Next: {TITLES[1]}</a></nav>'
    _, blocks = read(html(after=f"{step}<h3>Related</h3>{links()}"))
    assert of_kind(blocks, "related") == list(TITLES)


def test_a_box_named_read_next_is_no_paging() -> None:
    assert container_kind("read-next-feed") == "related"
    assert container_kind("next-page") == "more"
