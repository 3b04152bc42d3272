"""Which container is the story's."""

import pytest

from crawler.pages.article import extract

STORY = "".join(
    f"<p>The harbour office moved quay number {n} to the east side of the pier before the long winter came.</p>"
    for n in range(8)
)


def beside(paragraphs: int) -> str:
    return "".join(
        f"<div>Readers of the paper met on day {n} in the old hall by the river to talk about boats and fish.</div>"
        for n in range(paragraphs)
    )


@pytest.mark.parametrize(("paragraphs", "taken"), [(4, False), (6, True)])
def test_a_container_named_after_the_story_weighs_half_as_much_again(paragraphs: int, taken: bool) -> None:
    boxes = f"<div class=article-body>{STORY}</div><div class=box>{beside(paragraphs)}</div>"
    found = extract(
        f"<html lang=en><body><h1>Ferry line opens a new quay</h1>{boxes}", "https://h.example/2026/05/04/x"
    )
    assert found.article is not None
    assert "quay number 7" in found.article.text
    assert ("Readers of the paper" in found.article.text) is taken
