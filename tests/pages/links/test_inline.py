"""Links in the sentences of a story, and lines between them that offer another one."""

from __future__ import annotations

import pytest

from tests.pages.links.pages import TITLES, html, of_kind, read


def test_links_in_sentences_are_inline_and_stay_in_the_text() -> None:
    link = '<a href="/news/2023/01/promise-41000.html">to open it a year ago</a>'
    sentence = f"<p>The company had promised {link}, but the crane broke.</p>"
    body, blocks = read(html(inside=sentence))
    assert of_kind(blocks, "inline") == ["to open it a year ago"]
    assert [b.kind for b in blocks] == ["inline"]
    assert "to open it a year ago" in body.text(exclude=[e for b in blocks for e in b.elements])


@pytest.mark.parametrize(
    "line",
    [
        '<p>Read more: <a href="/news/2024/02/pier-48100.html">Council votes to rebuild the old pier</a></p>',
        '<p><strong><a href="/news/2024/02/pier-48100.html">Council votes to rebuild the old pier</a></strong></p>',
        '<aside class="teaser"><a href="/news/2024/02/pier-48100.html"><img src="a.jpg"><h4>Council votes to rebuild '
        "the old pier</h4></a></aside>",
        '<div class="box"><div>Lesen Sie auch</div><a href="/news/2024/02/pier-48100.html">Council votes to rebuild '
        "the old pier</a></div>",
    ],
)
def test_cards_and_read_more_lines_in_the_text_are_related_and_leave_it(line: str) -> None:
    body, blocks = read(html(inside=line))
    assert of_kind(blocks, "related") == [TITLES[0]]
    text = body.text(exclude=[e for b in blocks for e in b.elements])
    assert TITLES[0] not in text
    assert all(f"Paragraph {n} of the story" in text for n in range(6))


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("See also", '(See also: <em><a href="/news/2024/01/x-41777.html">{title}</a></em>.)'),
        ("LIRE AUSSI", '<span class="box"><b>LIRE AUSSI</b> <a href="/news/2024/01/x-41777.html">{title}</a></span>'),
        (
            "LIRE AUSSI",
            'On <i>Friday</i> <q><b>LIRE AUSSI</b> <a href="/news/2024/01/x-41777.html">{title}</a></q> too',
        ),
        ("{title}", '<a href="/news/2024/01/x-41777.html">{title}</a>.'),
    ],
)
def test_a_link_that_a_label_offers_between_sentences_is_related(label: str, line: str) -> None:
    title = "Read more about the ferries of the north" if label == "{title}" else "A pier that nobody wanted to pay for"
    told = f"<p>The first boat left on Monday, two years after the storm. {line.format(title=title)}</p>"
    blocks = read(html(inside=told))[1]
    assert of_kind(blocks, "related") == [title]
    assert [block.heading for block in blocks if block.kind == "related"] == [label.format(title=title)]


@pytest.mark.parametrize(
    "sentence",
    [
        'As you see also in <a href="/news/2024/01/x-41777.html">a pier that nobody wanted</a>, money is short.',
        'The paper told of it before (<a href="/news/2024/01/x-41777.html">a pier that nobody wanted</a>), in March.',
    ],
)
def test_a_link_that_its_sentence_needs_is_the_storys(sentence: str) -> None:
    blocks = read(html(inside=f"<p>The first boat left on Monday, two years after. {sentence}</p>"))[1]
    assert of_kind(blocks, "inline") == ["a pier that nobody wanted"]
    assert not of_kind(blocks, "related")


LIFE = "Jane Doe has covered the harbour for the Post since 2009, and won the city's award for"


def after_words(lead: str, titles: tuple[str, ...] = TITLES) -> str:
    """A paragraph outside the story that names other stories after some words."""
    named = (f'<a href="/news/2024/02/story-number-{48100 + n}.html">{t}</a>' for n, t in enumerate(titles))
    return f'<aside class="about"><p>{lead} {", and ".join(named)}.</p></aside>'


def test_a_paragraph_about_the_writer_that_names_her_stories_offers_no_list() -> None:
    assert read(html(after=after_words(LIFE)))[1] == []


@pytest.mark.parametrize(
    "offer",
    [
        after_words("Read on:"),
        after_words(f"Read also: {LIFE}"),
        "<h3>Related stories</h3>" + "".join(after_words(LIFE, (title,)) for title in TITLES),
    ],
    ids=["hardly a word before it", "announced", "teasers of one link each"],
)
def test_what_is_no_running_text_may_be_a_list(offer: str) -> None:
    assert [link.title for block in read(html(after=offer))[1] for link in block.links]
