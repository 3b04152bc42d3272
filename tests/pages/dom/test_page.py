"""A page is read as a browser reads it: to its end."""

from __future__ import annotations

import pytest

from crawler.pages.dom.page import Page

HEAD = "<html><head><title>Ferry</title></head><body><main><p>One.</p>"
TAIL = '<p>Two.</p><script type="application/ld+json">{"@type": "NewsArticle"}</script></main>'


@pytest.mark.parametrize("stray", ["</body>", "</html>", "</body></html>", "</BODY >", "</html><html><body>"])
def test_what_follows_a_stray_closing_tag_stays_where_it_stands(stray: str) -> None:
    page = Page(f"{HEAD}{stray}{TAIL}</body></html>", "https://news.example/ferry")
    assert [p.getparent().tag for p in page.tree.iter("p")] == ["main", "main"]
    assert [thing["@type"] for thing in page.json_ld] == ["NewsArticle"]


def test_a_story_behind_a_whole_document_is_read() -> None:
    page = Page("<html><body><p>Menu</p></body></html><article><p>Story</p></article>", "https://news.example/ferry")
    assert page.tree.findtext(".//article/p") == "Story"


@pytest.mark.parametrize(
    ("base", "link"),
    [
        ("/old/", "https://news.example/old/b"),
        ("http://host:abc/", "https://news.example/b"),
        ("http://[::1/", "https://news.example/b"),
        ("javascript:void(0)", "https://news.example/b"),
        ("", "https://news.example/b"),
    ],
)
def test_links_count_from_a_base_that_is_an_address(base: str, link: str) -> None:
    page = Page(f'<html><head><base href="{base}"></head><body></body></html>', "https://news.example/a")
    assert page.absolute("b") == link


def test_what_an_element_shows_out_of_its_own_template_is_on_the_page() -> None:
    shown = '<news-story><template shadowrootmode="open"><h1>Ferry</h1><p>It leaves.</p></template></news-story>'
    page = Page(f"<body><header>{shown}</header><template><h1>Draft</h1></template><p>Foot.</p>", "https://n.example/")
    assert ["".join(e.itertext()) for e in page.tagged("p")] == ["It leaves.", "Foot."]
    (heading, draft) = page.tagged("h1")
    assert not any(e.tag == "template" for e in heading.iterancestors())
    assert any(e.tag == "template" for e in draft.iterancestors())


@pytest.mark.parametrize("opening", ["<main>", "<header>Post</header><main>", "<meta name=a content=b><article>"])
def test_a_page_without_its_optional_tags_has_a_body(opening: str) -> None:
    page = Page(f"<!doctype html><title>Ferry</title>{opening}<p>It leaves at noon.</p><div>Now.</div>", "")
    body = page.tree.find("body")
    assert body is not None
    assert "".join(body.itertext()).endswith("It leaves at noon.Now.")
    assert page.head_title == "Ferry"
    assert {e.tag for e in page.tree.iterfind("head/*")} <= {"title", "meta"}


def test_what_stood_in_the_head_comes_before_the_body() -> None:
    page = Page("<title>Ferry</title><main>One</main> two <body><p>three</p></body>", "")
    body = page.tree.find("body")
    assert body is not None
    assert "".join(body.itertext()).split() == ["One", "two", "three"]
