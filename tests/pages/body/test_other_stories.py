"""The next story's text is not this one's."""

from __future__ import annotations

import pytest

from crawler.pages.article import extract

OWN = [
    f"The ferry company said on Thursday that its boat number {n} would leave the old quay at noon." for n in range(5)
]
NEXT = [
    f"The council argued until midnight about lamp post number {n} on the long road to the school." for n in range(9)
]
URL = "https://news.example/ferry-1.html"


def ps(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def read(body: str) -> list[str]:
    article = extract(f"<html><title>Second ferry</title><body><main>{body}</main>", URL).article
    assert article is not None
    return article.text.split("\n\n")


@pytest.mark.parametrize(
    "body",
    [
        f"<div class=story><h1>Second ferry</h1>{ps(OWN)}</div><div class=story><h1>Lamp posts</h1>{ps(NEXT)}</div>",
        f"<h1>Second ferry</h1>{ps(OWN)}<div data-url=/lamps-2.html><h2>Lamp posts</h2>{ps(NEXT)}</div>",
        f"<article><h1>Second ferry</h1>{ps(OWN)}<article><h1>Lamp posts</h1>{ps(NEXT)}</article></article>",
        f"<article><h1>Second ferry</h1>{ps(OWN)}<article><h2>Lamp posts</h2>{ps(NEXT)}</article></article>",
        f"<div><h1>Second ferry</h1><div class=t>{ps(OWN)}</div></div><div><section><div class=head><h1>Lamp posts</h1>"
        f"</div><div class=t>{ps(NEXT)}</div></section></div>",
    ],
)
def test_an_appended_story_is_left_out(body: str) -> None:
    assert read(body) == OWN


@pytest.mark.parametrize(
    "body",
    [
        # Its own address, or one elsewhere, is no other story's.
        f"<h1>Second ferry</h1>{ps(OWN)}<div data-url=/ferry-1.html><h2>At night</h2>{ps(NEXT)}</div>",
        f"<h1>Second ferry</h1>{ps(OWN)}<div data-url=https://cdn.example/x><h2>At night</h2>{ps(NEXT)}</div>",
        # Sections under headings of the first level.
        f"<article><h1>Second ferry</h1><section><h1>At night</h1>{ps(NEXT)}</section></article>",
        f"<article><h1>Second ferry</h1>{ps(OWN)}<section><h1>At night</h1>{ps(NEXT[:1])}</section></article>",
        f"<article><h1>Second ferry</h1>{ps(OWN)}<article><h2>At night</h2>{ps(NEXT[:2])}</article></article>",
        f"<article><h1>Second ferry</h1>{ps(OWN)}<article><h2>At night</h2>{ps(NEXT[:4])}</article>"
        f"<article><h2>By day</h2>{ps(NEXT[4:])}</article></article>",
    ],
)
def test_a_section_of_the_story_stays(body: str) -> None:
    assert NEXT[0] in read(body)


def test_posts_of_a_live_blog_may_have_addresses() -> None:
    post = "<div data-url=/post/{0}><time>1{0}:05</time><h2>Post {0}</h2>{1}</div>"
    posts = "".join(post.format(n, ps(NEXT[n : n + 2])) for n in range(4))
    assert "Post 3" in read(f"<h1>Second ferry</h1>{ps(OWN)}{posts}")


def test_a_site_that_prints_its_name_as_the_first_heading_keeps_its_story() -> None:
    name = f"<div><h1>The Harbour Post</h1>{ps(NEXT[:4])}</div>"
    body = f"{name}<div class=story><h1>Second ferry sails</h1>{ps(OWN * 2)}</div>"
    html = f"<html><title>Second ferry sails</title><body>{body}</body></html>"
    article = extract(html, URL).article
    assert article is not None
    assert OWN[0] in article.text
