"""A malformed link costs itself, and no other link of its page."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Run, Scrapy
from tests.web.site import Reply, page, serve, story

MALFORMED = [
    "http://host.example:abc/2026/03/04/port-of-no-number.html",
    "http://host.example:99999/2026/03/04/port-too-large.html",
    "http://[::1/2026/03/04/bracket-left-open.html",
    "http://[not-an-address]/2026/03/04/brackets-without-address.html",
    "http://\u2100.example/2026/03/04/name-that-normalises-to-a-slash.html",
    "http://" + "a" * 300 + ".example/2026/03/04/name-too-long.html",
    "http://./2026/03/04/dot-alone.html",
    "http:///2026/03/04/no-host-at-all.html",
    "https://xn--a.example/2026/03/04/broken-punycode.html",
]
GOOD = "/2026/03/04/the-good-story.html"


def items(urls: list[str]) -> dict[str, str]:
    return {url: f"Headline number {n} of the list that the page offers" for n, url in enumerate(urls)}


def crawl(scrapy: Scrapy, first: Reply, *args: str) -> Run:
    web = {
        "/2026/03/04/start.html": first,
        GOOD: page("The good story", story(2)),
        "/2026/03/04/broken-in-the-middle.html": page("The story whose link was broken", story(3)),
    }
    with serve(web) as site:
        own = ("-s", "RELATED_ALLOW_PRIVATE=127.0.0.1", "-s", "DOWNLOAD_DELAY=0", "-a", "depth=1", "-L", "INFO")
        return scrapy("crawl", "related", "-a", f"url={site.base}/2026/03/04/start.html", *own, *args)


@pytest.mark.parametrize("place", ["first", "last"])
def test_the_other_links_of_the_page_are_followed(scrapy: Scrapy, place: str) -> None:
    urls = [*MALFORMED, GOOD] if place == "first" else [GOOD, *MALFORMED]
    run = crawl(scrapy, page("The start of it all", story(1), items(urls)))
    assert {article["title"] for article in run.feed("articles")} == {"The start of it all", "The good story"}
    assert "Traceback" not in run.err
    malformed = [link for link in run.feed("links") if link["reason"] == "address"]
    assert "http://host.example:abc/2026/03/04/port-of-no-number.html" in {link["url"] for link in malformed}
    assert "Left out 'http://host.example:abc/2026/03/04/port-of-no-number.html': it is malformed" in run.err


def test_urls_in_feeds_have_neither_breaks_nor_surrogates(scrapy: Scrapy) -> None:
    urls = ["\n  /2026/03/04/broken-in\n\t-the-middle.html \n", "/2026/03/04/lone-&#xD800;-surrogate.html", GOOD]
    embedded = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": "The start of it all",
            "relatedLink": [
                "{base}/2026/03/04/half-of-a-pair-\ud83d.html",
                "{base}/2026/03/04/no-\ufffe-character.html",
            ],
        }
    )
    reply = page("The start of it all", story(1), items(urls))
    script = f'<script type="application/ld+json">{embedded}</script></head>'.encode()
    run = crawl(scrapy, Reply(reply.body.replace(b"</head>", script)))
    assert "The story whose link was broken" in {article["title"] for article in run.feed("articles")}
    assert "The good story" in {article["title"] for article in run.feed("articles")}
    written = (run.folder / "links.jsonl").read_text("utf-8") + (run.folder / "failures.jsonl").read_text("utf-8")
    assert "half-of-a-pair" in written
    assert [c for c in ("\t", "\ufffe", "\ud83d") if c in written] == []
    assert all(link["url"] == link["url"].strip() and "\n" not in link["url"] for link in run.feed("links"))
