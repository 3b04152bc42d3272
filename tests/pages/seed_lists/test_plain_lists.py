"""Lists that are no XML: lines, robots.txt, JSON feeds."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest

from crawler.pages.seed_lists.read import read_list
from tests.pages.seed_lists.lists import BASE


def test_a_sitemap_of_lines() -> None:
    lines = b"\xef\xbb\xbf# all of it\r\nhttps://news.example/1\r\n\r\n  https://news.example/2?a=1&b=2\r\n"
    for body in (lines, gzip.compress(lines)):
        found = read_list(body, "https://news.example/urllist.txt")
        assert found is not None
        assert (found.kind, [e.url for e in found.entries]) == (
            "sitemap",
            ["https://news.example/1", "https://news.example/2?a=1&b=2"],
        )


def test_text_that_only_names_addresses_is_no_list() -> None:
    for text in (
        "See https://news.example/1\nhttps://news.example/2",
        "https://news.example/1\nand more",
        "plain text",
    ):
        assert read_list(text.encode(), BASE) is None


@pytest.mark.parametrize("column", ["\t2026-11-24", " | The old quay closes", "\t"])
def test_a_list_of_addresses_may_have_other_columns_and_a_line_that_is_none(column: str) -> None:
    lines = [f"https://news.example/{n}{column}" for n in range(10)]
    for text in (lines, [*lines, "10 addresses"]):
        found = read_list("\n".join(text).encode(), BASE)
        assert found is not None
        assert [e.url for e in found.entries] == [f"https://news.example/{n}" for n in range(10)]


def test_robots_txt_is_a_list_of_the_sitemaps_that_it_names() -> None:
    text = b"User-agent: *\nAllow: /\n\nSitemap: https://news.example/a.xml\nsitemap:/b.xml # all\n"
    found = read_list(text, "https://news.example/robots.txt")
    assert found is not None
    assert (found.kind, [e.url for e in found.entries]) == (
        "index",
        ["https://news.example/a.xml", "https://news.example/b.xml"],
    )
    assert read_list(b"User-agent: *\nDisallow: /\n", "https://news.example/robots.txt") is None


def test_a_json_feed() -> None:
    items = [
        {"id": "1", "url": "https://news.example/1", "date_published": "2026-03-02T03:04:05Z"},
        {"id": "https://news.example/2"},
        {"id": "3", "external_url": "/3"},
        "no item",
    ]
    found = read_list(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode(), BASE)
    assert found is not None
    assert [e.url for e in found.entries] == [f"https://news.example/{n}" for n in (1, 2, 3)]
    assert found.entries[0].date == datetime(2026, 3, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffurl;title\r\nhttps://news.example/1;One\r\nhttps://news.example/2;Two\r\n",
        '["https://news.example/1", "https://news.example/2"]',
        '[{"id": 1, "link": "https://news.example/1"}, {"id": 2, "link": "https://news.example/2"}]',
        '{"url": "https://news.example/1"}\n{"url": "https://news.example/2"}\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_tables_and_json_that_name_addresses(text: str, encoding: str) -> None:
    found = read_list(text.encode(encoding), "https://news.example/export")
    assert found is not None
    assert [e.url for e in found.entries] == ["https://news.example/1", "https://news.example/2"]


@pytest.mark.parametrize(
    "text",
    ['[{"link": "https://news.example/1"}, {"id": 2}]', "[]", '{"url": "https://news.example/1", "next": [', "[1"],
)
def test_json_that_names_other_things_is_no_list(text: str) -> None:
    assert read_list(text.encode(), BASE) is None
