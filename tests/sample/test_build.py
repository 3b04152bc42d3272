"""The sample web: built alike every time, small, whole, and as its truth says."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from lxml import html
from warcio.archiveiterator import ArchiveIterator

from sample.build import build

SAMPLE = Path(__file__).parents[2] / "sample"
SEED_PAGE = "http://www.meirijujiao.example/caijing/2023/0609/52317.html"


@cache
def truth() -> dict[str, dict[str, Any]]:
    lines = (SAMPLE / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["url"]: line for line in map(json.loads, lines)}


@cache
def archive() -> dict[str, tuple[int, str, bytes]]:
    """URL -> status, Location or content type, body."""
    with (SAMPLE / "web.warc.gz").open("rb") as file:
        return dict(_answers(file))


def _answers(file: Any) -> Iterator[tuple[str, tuple[int, str, bytes]]]:
    for record in ArchiveIterator(file):
        headers = record.http_headers
        note = headers.get_header("Location") or headers.get_header("Content-Type")
        answer = (int(headers.get_statuscode()), note, record.content_stream().read())
        yield record.rec_headers.get_header("WARC-Target-URI"), answer


def articles() -> list[dict[str, Any]]:
    return [line for line in truth().values() if line["kind"] == "article"]


def seeds() -> list[str]:
    return (SAMPLE / "seeds.txt").read_text(encoding="utf-8").split()


def visible(url: str) -> str:
    """The text of a page, runs of blanks folded."""
    body = archive()[url][2]
    page = html.fromstring(body.decode("gbk" if b"charset=gb2312" in body else "utf-8"))
    return " ".join(page.text_content().split())


def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        build(folder)
    for name in ("web.warc.gz", "truth.jsonl", "seeds.txt"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_what_is_committed_is_what_the_stories_give(tmp_path: Path) -> None:
    build(tmp_path)
    assert (tmp_path / "truth.jsonl").read_bytes() == (SAMPLE / "truth.jsonl").read_bytes()
    assert (tmp_path / "seeds.txt").read_bytes() == (SAMPLE / "seeds.txt").read_bytes()
    # Compressed bytes differ between builds of zlib; what they hold may not.
    assert gzip.decompress((tmp_path / "web.warc.gz").read_bytes()) == gzip.decompress(
        (SAMPLE / "web.warc.gz").read_bytes()
    )


def test_the_archive_is_small_and_the_web_is_not() -> None:
    assert (SAMPLE / "web.warc.gz").stat().st_size < 300_000
    assert len(articles()) >= 40
    assert {line["language"] for line in articles()} == {"en", "zh-Hans", "zh-Hant"}
    assert len({line["publisher"] for line in articles()}) == 4
    assert sum(line["copy"] for line in articles()) >= 4


def test_every_link_is_answered_or_known_not_to_be() -> None:
    adverts = {url for url, line in truth().items() if line["kind"] == "advert"}
    for url, (status, kind, body) in archive().items():
        if status == 200 and kind.startswith("text/html"):
            for href in html.fromstring(body).xpath("//a/@href"):
                target = urldefrag(urljoin(url, href)).url
                assert target in archive() or target in adverts, f"{href} on {url}"


def test_only_what_is_said_to_be_gone_is_gone() -> None:
    gone = {url for url, line in truth().items() if line["kind"] == "gone"}
    missing = {url.partition("?utm_")[0] for url, (status, _, _) in archive().items() if status == 404}
    assert missing == gone


def test_redirects_lead_to_pages() -> None:
    redirects = {url: note for url, (status, note, _) in archive().items() if status == 301}
    assert all(archive()[target][0] == 200 for target in redirects.values())
    moved = {url: line["to"] for url, line in truth().items() if line["kind"] == "moved"}
    assert moved
    assert moved.items() <= redirects.items()


def test_two_hops_along_related_links_reach_every_article() -> None:
    feed, sitemap = (
        {line["url"] for line in articles() if line["publisher"] == p} for p in ("The Harbour Post", "临澜在线")
    )
    level = {seed for seed in seeds() if seed in truth()} | feed | sitemap
    reached = set(level)
    for _ in range(2):
        level = {target for url in level for target in truth()[url].get("related", [])} - reached
        reached |= level
    assert {line["url"] for line in articles()} <= reached


def test_the_feed_and_the_sitemaps_name_the_publisher_s_articles() -> None:
    listed = {
        "The Harbour Post": archive()["https://www.harbourpost.example/feed/"][2],
        "Grid Weekly": archive()["https://gridweekly.example/feed.atom"][2],
        "临澜在线": archive()["https://www.linlan.example/sitemap-news.xml"][2]
        + archive()["https://www.linlan.example/sitemap-2023.xml"][2],
    }
    for line in articles():
        if line["publisher"] in listed:
            assert line["url"].encode() in listed[line["publisher"]]


def test_every_host_has_a_robots_txt() -> None:
    hosts = {urljoin(line["url"], "/robots.txt") for line in articles()}
    assert len(hosts) == 4
    assert hosts <= archive().keys()


@pytest.mark.parametrize("line", articles(), ids=lambda line: line["story"] + ("-copy" if line["copy"] else ""))
def test_a_page_shows_what_the_truth_says(line: dict[str, Any]) -> None:
    text = " ".join(visible(url) for url in line["pages"] or [line["url"]])
    for piece in [
        line["printed_title"],
        *line["paragraphs"],
        *line["boilerplate"],
        *line["authors"],
        *line["editors"],
        line["source"] or "",
    ]:
        assert " ".join(piece.split()) in text
    assert line["printed_title"].endswith(line["title"])
    assert 4 <= len(line["paragraphs"]) <= 12


def test_the_seed_page_lists_itself_first_and_twenty_in_all() -> None:
    assert SEED_PAGE in seeds()
    related = truth()[SEED_PAGE]["related"]
    assert len(related) == 20
    assert related[0] == SEED_PAGE
    assert sum(truth()[url]["kind"] == "article" for url in related[1:]) >= 8
    assert "tjewm{width:100%;text-align:center" in visible(SEED_PAGE)


def test_copies_tell_the_same_story() -> None:
    by_story: dict[str, list[dict[str, Any]]] = {}
    for line in articles():
        by_story.setdefault(line["story"], []).append(line)
    shared = [lines for lines in by_story.values() if len(lines) > 1]
    assert any({"zh-Hans", "zh-Hant"} == {line["language"] for line in lines} for lines in shared)
    assert any(len({len(line["paragraphs"]) for line in lines}) > 1 for lines in shared), "one is trimmed"
    assert any(len({line["title"] for line in lines if line["language"] == "en"}) > 1 for lines in shared), "re-titled"
    assert all(lines[0]["url"] != lines[1]["url"] for lines in shared)


def test_one_page_is_in_gbk_and_says_so_only_in_its_markup() -> None:
    found = [(note, body) for _, note, body in archive().values() if b"charset=gb2312" in body]
    assert found
    assert all(note == "text/html" and body.decode("gbk") for note, body in found)
