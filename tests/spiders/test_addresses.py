"""A page that is known by several addresses is one page: its links are written once, and every link joins to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.items import Article
from crawler.pages.dom.page import Page
from crawler.pages.metadata.amp import amp_url
from crawler.spiders.aliases import aliases_of
from crawler.urls.canonical import canonical, page_id
from tests.conftest import Scrapy, read_lines
from tests.web.process import Crawl
from tests.web.site import Reply, page, serve, story

URL = "https://www.news.example/2026/story.html"


def known_as(declared: str | None, *asked: str, amp: str | None = None) -> list[str]:
    article = Article(id=page_id(canonical(URL)), url=URL, declared_url=declared)
    return aliases_of(article, asked, amp)


def ids(*urls: str) -> list[str]:
    return [page_id(canonical(url)) for url in urls]


def test_the_addresses_asked_for_the_declared_one_and_amp_are_aliases_and_the_own_is_none() -> None:
    short, old, declared = "https://sho.rt/x", "https://news.example/old", "https://news.example/2026/story"
    amp = "https://news.example/amp/2026/story.html"
    assert known_as(declared, short, old, URL, short, amp=amp) == ids(short, old, declared, amp)
    assert known_as(URL, "http://news.example/2026/story.html?utm_source=x") == []


@pytest.mark.parametrize("declared", ["https://www.news.example/", "https://origin.example/2026/story", "http://[", ""])
def test_a_front_page_or_another_site_is_not_believed_to_be_the_pages_own_address(declared: str) -> None:
    assert known_as(declared) == []


def test_the_amp_copy_is_read_off_the_page() -> None:
    html = "<html><head><link rel='amphtml' href='/amp/1'></head><body></body></html>"
    assert amp_url(Page(html, "https://news.example/1")) == "https://news.example/amp/1"
    assert amp_url(Page("<p>", "https://news.example/1")) is None


def rows(run: Path, name: str) -> list[dict[str, Any]]:
    return read_lines(run / f"{name}.jsonl")


def test_a_page_reached_directly_and_by_redirects_offers_its_links_once_and_all_links_join(scrapy: Scrapy) -> None:
    web = {
        "/start": page("Start of it", story(1), {"/moved": "The council has moved it", "/b": "The ferry sails again"}),
        "/b": page("The ferry", story(2), {"/c": "The third of the stories", "/short": "A short link to the third"}),
        "/c": page("Third", story(3)),
        "/moved": Reply(status=302, headers={"Location": "/hop"}),
        "/hop": Reply(status=301, headers={"Location": "/b"}),
        "/short": Reply(status=302, headers={"Location": "/c"}),
    }
    with serve(web) as site:
        run = scrapy(
            *("crawl", "related", "-a", f"url={site.base}/start", "-a", "depth=9"),
            *("-s", "RELATED_ALLOW_PRIVATE=127.0.0.1", "-s", "DOWNLOAD_DELAY=0"),
        )
    assert run.status == 0
    edges = [(link["source_url"], link["url"]) for link in run.feed("links")]
    assert len(edges) == len(set(edges)) == 4
    pages = run.feed("articles") + run.feed("duplicates")
    known = {one["id"] for one in pages} | {alias for one in pages for alias in one["aliases"]}
    assert {link["target_id"] for link in run.feed("links")} <= known
    assert {alias for one in pages for alias in one["aliases"]} == set(
        ids(f"{site.base}/moved", f"{site.base}/hop", f"{site.base}/short")
    )


def test_a_story_that_waits_for_its_second_page_has_its_place_within_max_articles(tmp_path: Path) -> None:
    long = page("In two parts", story(1)).body.replace(b"</head>", b"<link rel='next' href='/long-2.html'></head>")
    web = {"/long.html": Reply(long), "/long-2.html": page("In two parts", story(9))}
    web |= {f"/short-{n}.html": page(f"Short {n}", story(10 + n)) for n in range(6)}
    slow = json.dumps({"127.0.0.1": {"delay": 1.5, "concurrency": 1}})
    with serve(web) as site:
        other = site.base.replace("127.0.0.1", "localhost")
        seeds = ",".join([f"{site.base}/long.html", *(f"{other}/short-{n}.html" for n in range(6))])
        crawl = Crawl(
            tmp_path, f"url={seeds} max_articles=3", RELATED_ALLOW_PRIVATE="127.0.0.1,localhost", DOWNLOAD_SLOTS=slow
        )
        assert crawl.begin().end() == 0
    articles = rows(tmp_path / "run", "articles")
    assert len(articles) == 3
    [joined] = [one for one in articles if one["pages"]]
    assert joined["pages"] == [f"{site.base}/long.html", f"{site.base}/long-2.html"]
    assert joined["aliases"] == ids(f"{site.base}/long-2.html")
    assert site.paths().count("/long-2.html") == 1
    assert len(site.paths()) == 4
