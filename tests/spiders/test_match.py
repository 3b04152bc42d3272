"""`match=WORDS`: only what says one of the words is followed and written, and what is left out says so."""

from __future__ import annotations

from crawler.items import Link
from crawler.spiders.selection import Selection
from crawler.text.phrases import Phrases
from tests.conftest import Run, Scrapy
from tests.web.site import page, serve, story

WEB = {
    "/1.html": page(
        "The Selene runs aground",
        story(1),
        {
            "/2.html": "Second Selene inquiry opens today",
            "/3.html": "Bakers strike over the price of flour",
        },
    ),
    "/2.html": page("An inquiry opens", story(2), {"/4.html": "Three nights aboard the selene, by one who was there"}),
    "/3.html": page("Bakers strike", story(3)),
    "/4.html": page("Three nights", story(4) + "\nThe “Selene” lies still."),
}


def _crawl(scrapy: Scrapy, seed: str, *args: str) -> Run:
    with serve(WEB) as site:
        run = scrapy(
            "crawl", "related", "-a", f"url={site.base}{seed}", "-a", "match=selene,crane point", *args,
            "-s", "RELATED_ALLOW_PRIVATE=127.0.0.1", "-s", "DOWNLOAD_DELAY=0", "-s", "RELATED_PROGRESS=on",
        )  # fmt: skip
    assert run.status == 0, run.err
    return run


def test_only_what_says_a_word_is_followed_and_written(scrapy: Scrapy) -> None:
    run = _crawl(scrapy, "/1.html")
    assert [a["title"] for a in run.feed("articles")] == ["The Selene runs aground", "Three nights"]
    assert {link["title"]: link["reason"] for link in run.feed("links")} == {
        "Second Selene inquiry opens today": None,
        "Bakers strike over the price of flour": "match",
        "Three nights aboard the selene, by one who was there": None,
    }
    [skipped] = run.feed("skipped")
    assert (skipped["url"].rpartition("/")[2], skipped["depth"], skipped["reason"]) == ("2.html", 1, "match")
    assert (skipped["parent_url"].rpartition("/")[2], skipped["at"][:2]) == ("1.html", "20")
    assert "An inquiry opens" in skipped["detail"]
    assert run.feed("failures") == []
    assert run.manifest["counts"]["skipped"] == 1
    assert run.manifest["counts"]["skipped_reason"] == {"since": 0, "language": 0, "match": 1, "relevance": 0}
    assert "related: 3 pages" in run.err


def test_a_page_left_out_is_open_to_a_run_that_wants_it(scrapy: Scrapy) -> None:
    with serve(WEB) as site:

        def new(words: str, output: str) -> list[str]:
            run = scrapy(
                "crawl", "related", "-a", f"url={site.base}/3.html", "-a", f"match={words}", "-a", "mode=new",
                "-s", "RELATED_ALLOW_PRIVATE=127.0.0.1", "-s", "DOWNLOAD_DELAY=0", output=output,
            )  # fmt: skip
            return [a["title"] for a in run.feed("articles")]

        assert new("selene", "first") == []
        assert new("bakers", "second") == ["Bakers strike"]


def test_the_articles_of_a_front_page_must_say_it_too() -> None:
    selection = Selection(match=Phrases(["月神號"]))
    link = Link(url="https://a.example/1", source_url="https://a.example/", title="月神号港口外搁浅", target_id="x")
    assert selection.refuses_as_seed(link, "") is None
    assert selection.refuses(link, "https://a.example/", 0, "") is None
    link.title, link.snippet = "總預算徹夜表決", None
    assert selection.refuses_as_seed(link, "") == selection.refuses(link, "https://a.example/", 0, "") == "match"
    link.snippet = "月神號之外的議題"
    assert selection.refuses_as_seed(link, "") is None
