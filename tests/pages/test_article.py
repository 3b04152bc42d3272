"""HTML and URL in, record out: the documented API."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pages.article import extract
from crawler.pages.page import Page

URL = "https://www.news.example/2024/05/03/second-ferry.html?utm_source=mail"
TEXT = [
    "The ferry to the northern islands will run twice a day from Monday, the harbour office said on Friday.",
    "Until now it had left only in the morning, and those who missed it had to wait for a full day on the quay.",
    "“We have asked for this for eleven years,” said Marta Lind, who runs the bakery on the largest island.",
]
PS = "".join(f"<p>{text}</p>" for text in TEXT)
LINKED = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Second ferry to the islands",
    "datePublished": "2024-05-03T08:15:00+02:00",
    "author": {"@type": "Person", "name": "Anna Berg"},
}


def html(body: str = f"<article><h1>Second ferry to the islands</h1>{PS}</article>", head: str = "") -> str:
    return (
        f"<html lang=en><head><title>Second ferry to the islands | News</title>{head}</head><body>{body}</body></html>"
    )


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_the_record_of_an_article() -> None:
    article = extract(html(head=ld(LINKED)), URL).article
    assert article is not None
    assert article.title == "Second ferry to the islands"
    assert article.text == "\n\n".join(TEXT)
    assert article.authors == ["Anna Berg"]
    assert article.date_published == "2024-05-03T08:15:00+02:00"
    assert article.site == "news.example"
    assert article.type == "article"
    assert article.url == URL
    assert "utm_source" not in article.canonical_url
    assert len(article.id) == 16
    assert article.provenance["text"].source == "heuristic"


def test_json_ld_in_a_graph_in_arrays_in_several_scripts_and_broken() -> None:
    for head in (
        ld({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "News"}, LINKED]}),
        ld([{"@type": "Organization", "name": "News"}, LINKED]),
        ld({"@type": "BreadcrumbList"}) + ld(LINKED),
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>' + ld(LINKED),
    ):
        article = extract(html(head=head), URL).article
        assert article is not None
        assert article.authors == ["Anna Berg"]


def test_the_body_that_json_ld_gives_is_not_trusted_where_the_page_has_one() -> None:
    for wrong in ("The ferry to the northern islands …", "Another story altogether. " * 200):
        article = extract(html(head=ld({**LINKED, "articleBody": wrong})), URL).article
        assert article is not None
        if len(wrong) < 100:
            assert article.text == "\n\n".join(TEXT)


def test_bytes_are_decoded() -> None:
    page = html().replace("Second ferry", "Zweite Fähre").encode("windows-1252", "replace")
    article = extract(page, URL, headers={"Content-Type": "text/html; charset=windows-1252"}).article
    assert article is not None
    assert article.title == "Zweite Fähre to the islands"


def test_a_page_may_be_given_instead_of_html() -> None:
    page = Page(html(), URL)
    found = extract(page)
    assert found.page is page
    assert found.article is not None


def test_a_page_without_a_story_is_no_article_and_says_why() -> None:
    for empty in ("", "<html></html>", b"", b"\x00\xff\xfe", "<script>var a = 1</script>"):
        found = extract(empty, URL)
        assert found.article is None
        assert found.reason == "not-article"
        assert found.detail


def test_rights_are_recorded_as_observed() -> None:
    head = '<meta name=robots content="noai, noindex"><meta name=tdm-reservation content=1>'
    article = extract(html(head=head), URL, headers={"X-Robots-Tag": "noarchive"}).article
    assert article is not None
    assert article.rights.meta == "noai, noindex"
    assert article.rights.header == "noarchive"
    assert article.rights.tdm == "1"


def test_the_next_page_of_an_article_is_named() -> None:
    body = f"<article><h1>Second ferry</h1>{PS}</article><div class=pages>1 <a href=second-ferry_2.html>2</a></div>"
    assert (
        extract(html(body), "https://news.example/second-ferry.html").next_page
        == "https://news.example/second-ferry_2.html"
    )


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)), st.text(max_size=40))
def test_no_input_raises(page: str | bytes, url: str) -> None:
    extract(page, url)
