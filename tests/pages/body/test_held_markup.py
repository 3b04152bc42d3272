"""Stories that stand in templates and in scripts that hold markup."""

from __future__ import annotations

from html import escape

import pytest

from crawler.pages.body.extract import find_body
from crawler.pages.dom.page import Page

TITLE = "Second ferry to the islands"
TEXT = [f"The ferry to the northern islands will run twice a day from Monday, said office {n}." for n in range(4)]
STORY = "".join(f"<p>{text}</p>" for text in TEXT)


def paragraphs(body: str) -> list[str]:
    page = Page(f"<title>{TITLE}</title><main><h1>{TITLE}</h1>{body}</main>", "https://news.example/a")
    return [block.text for block in find_body(page, title=TITLE).blocks]


@pytest.mark.parametrize(
    "held",
    [
        f"<template><h2>{TITLE}</h2>{STORY}</template>",
        f"<textarea hidden>{escape(STORY)}</textarea>",
        f'<script type="text/template">{STORY}</script>',
        f'<script type="text/x-handlebars">{STORY}</script>',
        f"<template><p>No.</p></template><template>{STORY}<figure><figcaption>A quay.</figcaption></figure></template>",
        f"<template>{STORY}</template><template>{''.join(f'<p>{t}</p>' for t in TEXT[:3])}</template>",
    ],
)
def test_the_story_of_an_empty_page_is_read_out_of_what_holds_its_markup(held: str) -> None:
    assert paragraphs(held) == TEXT


@pytest.mark.parametrize(
    "held",
    [
        f"<template><p>{TEXT[0]}</p><p>{TEXT[1]}</p></template>",
        f"<template>{STORY}<p>By {{{{ name }}}}, for whom the ferry is all there is to live for.</p></template>",
        f"<template>{STORY.replace('said office', 'of')[:-5].replace('.', '')}</template>",
        "<template><p>Reply.</p><p>Close.</p><p>Send.</p></template>",
        f'<script type="text/javascript">var html = "{STORY}"</script>',
    ],
    ids=["two paragraphs", "holes", "no sentences", "buttons", "program"],
)
def test_forms_and_templates_with_holes_are_no_story(held: str) -> None:
    assert paragraphs(held) == []


def test_a_page_that_shows_its_story_needs_no_template() -> None:
    shown = "The bridge is closed for repairs once more, and will be until the spring of next year, said the council."
    shown = f"{shown} Until then, buses take the long way round by the old mill and the quay."
    assert paragraphs(f"<p>{shown}</p><template>{STORY}</template>") == [shown]


@pytest.mark.parametrize("anchor", ["<a name=top>", "<a id=story>", "<a name=top id=top>"])
def test_an_anchor_that_leads_nowhere_is_no_link_though_it_is_left_open(anchor: str) -> None:
    assert paragraphs(f"{anchor}{STORY}") == TEXT


@pytest.mark.parametrize("anchor", ["<a>", "<a href=/news/b>", "<a id=card onclick=go()>"])
def test_what_may_lead_somewhere_is_a_link(anchor: str) -> None:
    assert paragraphs("".join(f"<p>{anchor}{text}</a></p>" for text in TEXT)) == []
