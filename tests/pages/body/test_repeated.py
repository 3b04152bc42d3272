"""What a page says twice is given once."""

from __future__ import annotations

import pytest

from crawler.pages.article import extract

LINES = [f"The ferry company said on Thursday that its {n} boat would leave the old quay at noon." for n in "abcdefgh"]
URL = "https://news.example/ferry-1.html"


def ps(lines: list[str], attributes: str = "") -> str:
    return "".join(f"<p {attributes}>{line}</p>" for line in lines)


def text(body: str) -> str:
    article = extract(f"<html><title>Second ferry</title><body><main><h1>Second ferry</h1>{body}</main>", URL).article
    assert article is not None
    return article.text


@pytest.mark.parametrize(
    "body",
    [
        f"<div class=desktop-only>{ps(LINES)}</div><div class=mobile-only>{ps(LINES)}</div>",
        f"<article>{ps(LINES)}</article><article>{ps(LINES)}</article>",
        f"<div class=lead>{ps(LINES[:2])}</div><div class=full>{ps(LINES)}</div>",
        "<article>" + "".join(ps([line], "class=d") + ps([line], "class=m") for line in LINES) + "</article>",
        f"<div>{ps(LINES)}</div><div style='position:absolute; left:-9999px'>{ps(LINES)}</div>",
        f"<div><p class=standfirst>{LINES[0]}</p><p>{LINES[0]}</p>{ps(LINES[1:])}</div>",
        f"<div><p>{LINES[0][:50]}…</p>{ps(LINES)}</div>",
    ],
)
def test_a_story_is_given_once_and_in_order(body: str) -> None:
    assert text(body).split("\n\n") == LINES


def test_the_subheadings_of_a_copy_go_with_it() -> None:
    copy = f"{ps(LINES[:4])}<h2>At night</h2>{ps(LINES[4:])}"
    assert text(f"<div class=a>{copy}</div><div class=b>{copy}</div>").count("At night") == 1


def test_a_drawn_out_quotation_goes_and_the_paragraph_stays_in_its_place() -> None:
    body = f"<div>{ps(LINES[:2])}<div class=pull>{LINES[4]}</div>{ps(LINES[2:])}</div>"
    assert text(body).split("\n\n") == LINES


def test_a_refrain_stays() -> None:
    song = [line for verse in LINES[:3] for line in (verse, "Row, row, row your boat")]
    assert text(f"<div>{ps(song)}</div>").count("Row, row") == 3


def test_a_copy_that_says_all_in_one_line_goes() -> None:
    said = [
        f"The {crew} of the harbour said on {day} that they will {work} before the {season} is over."
        for crew, day, work, season in (
            ("pilots", "Monday", "take every ship to the new quay", "winter"),
            ("divers", "Tuesday", "look at each pile of the old one", "spring"),
            ("bakers", "Friday", "sell bread on the boats", "summer"),
        )
    ]
    once = "".join(f"<p>{text}</p>" for text in said)
    whole = " ".join(said)
    for page in (f"<p>{whole}</p>{once}", f"{once}<p>{whole}</p>", f"<p>Listen: {whole}</p>{once}"):
        found = extract(f"<main><h1>Harbour at work</h1>{page}</main>", "https://news.example/a").article
        assert found is not None
        assert found.text.split("\n\n") == said
    more = f"{whole} And then there was much more to say of the town and of its people, for hours on end."
    for page in (f"<p>{said[0]} {said[1]}</p><p>{said[0]}</p><p>{said[2]}</p>", f"<p>{more}</p>{once}"):
        found = extract(f"<main><h1>Harbour at work</h1>{page}</main>", "https://news.example/a").article
        assert found is not None
        assert len(found.text.split("\n\n")[0]) > 150
