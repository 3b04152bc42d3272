"""Lists whose tags do not match: what is read of them, and that none keeps the crawl busy."""

from __future__ import annotations

import pytest

from crawler.pages.dom.limits import time_limit
from crawler.pages.seed_lists.read import read_list
from tests.pages.seed_lists.lists import BASE, urls

BROKEN = "<rss><channel></title>"
STORY = "<item><link>https://news.example/story</link></item>"


def test_an_entry_without_an_end_does_not_hide_those_after_it() -> None:
    assert urls(f"{BROKEN}<url><loc>https://news.example/lost</loc>{STORY}") == ("https://news.example/story",)


def test_what_stands_within_an_entry_is_part_of_it() -> None:
    within = "<item><url><loc>https://news.example/image</loc></url><link>https://news.example/a</link></item>"
    assert urls(f"{BROKEN}{within}{STORY}") == ("https://news.example/a", "https://news.example/story")


def test_an_end_in_other_letters_ends_an_entry() -> None:
    assert urls(f"{BROKEN}<Item><Link>https://news.example/a</LINK></iTEM >{STORY}") == (
        "https://news.example/a",
        "https://news.example/story",
    )


@pytest.mark.parametrize("quote", ["<![CDATA[{}]]>", "\n  <![CDATA[{}]]>  ", "  {}\n"])
def test_spaces_around_a_link_are_not_part_of_it(quote: str) -> None:
    link = quote.format("https://news.example/a")
    assert urls(f"{BROKEN}<item><link>{link}</link ></item>") == ("https://news.example/a",)


SPACES = " " * 3900
LONG_ATTRIBUTE = f"<link {'a' * 3900}/>"


@pytest.mark.parametrize(
    "entries",
    [
        "<item>" * 40_000,
        "<item><link>https://news.example/1</link>" * 20_000,
        "<item/>" * 50_000,
        f"<item><link>{' ' * 200_000}<b></item>",
        f"<item><link>{SPACES}<b></item>" * 500,
        f"<item><link>{SPACES}<![CDATA[{SPACES}" * 300 + "]]></item>",
        "<item>" + "<![CDATA[" * 100_000 + "</item>",
        f"<item>{LONG_ATTRIBUTE * 1000}</item>",
    ],
    ids=["no-end", "no-end-links", "empty", "spaces", "spaces-often", "quoted-spaces", "no-quote-end", "attributes"],
)
def test_a_list_of_what_never_ends_is_read_in_time(entries: str) -> None:
    with time_limit(4):  # of processor time: it takes a tenth of a second, and took minutes where each was read on
        seeds = read_list(f"{BROKEN}{STORY}{entries}".encode(), BASE)
    assert seeds is not None
    assert seeds.entries[0].url == "https://news.example/story"
