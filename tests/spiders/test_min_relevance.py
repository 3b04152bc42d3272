"""`min_relevance`: links are not followed, and pages not written, that are less likely on their seed's topic."""

from __future__ import annotations

import pytest

from tests.conftest import Run, Scrapy
from tests.web.site import page, serve

TIDE = "\n".join(
    f"The tidal plant in the bay fed {n} homes last winter, and its turbines turned at low tide and high tide. "
    f"Engineer {n} of the tidal plant inspects the turbines of the bay before each spring tide."
    for n in range(21, 27)
)
LIPSTICK = "\n".join(
    f"Colour number {n} goes with weddings, a shopkeeper told our magazine, since no guest wants plain red again. "
    f"Lipstick shade {n} survives dinner, kisses, rain or long speeches, make-up artists promise without blushing."
    for n in range(31, 37)
)
WEB = {
    "/seed.html": page(
        "Tidal plant opens in the bay",
        TIDE,
        {
            "/turbines.html": "Turbines of the tidal plant in the bay inspected",
            "/lured.html": "High time for colour, at home and by the bay",
            "/lipstick.html": "Ten lipsticks to wear this spring",
        },
    ),
    "/turbines.html": page(
        "Turbines of the tidal plant inspected",
        "\n".join(
            f"Divers looked at turbine {n} of the tidal plant at low tide, and found the bay's sand in its bearings. "
            f"Turbine {n} will turn again with the spring tide, the engineers of the plant in the bay expect."
            for n in range(1, 7)
        ),
    ),
    "/lured.html": page("Lipsticks of the season", LIPSTICK),
    "/lipstick.html": page("Ten lipsticks", LIPSTICK.replace("weddings", "parties")),
}


@pytest.fixture
def run(scrapy: Scrapy) -> Run:
    with serve(WEB) as site:
        found = scrapy(
            "crawl", "related", "-a", f"url={site.base}/seed.html", "-a", "min_relevance=0.65",
            "-s", "RELATED_ALLOW_PRIVATE=127.0.0.1", "-s", "DOWNLOAD_DELAY=0",
        )  # fmt: skip
    assert found.status == 0, found.err
    return found


def test_links_and_pages_off_the_topic_are_left_out_and_say_so(run: Run) -> None:
    assert {a["title"]: a["relevance"] >= 0.65 for a in run.feed("articles")} == {
        "Tidal plant opens in the bay": True,
        "Turbines of the tidal plant inspected": True,
    }
    reasons = {link["url"].rpartition("/")[2]: link["reason"] for link in run.feed("links")}
    assert reasons == {"turbines.html": None, "lured.html": None, "lipstick.html": "relevance"}
    [skipped] = run.feed("skipped")
    assert (skipped["url"].rpartition("/")[2], skipped["reason"]) == ("lured.html", "relevance")
    assert "relevance 0." in skipped["detail"]
    assert run.feed("failures") == []


def test_relevance_and_priority_are_two_numbers(run: Run) -> None:
    links = run.feed("links")
    assert run.feed("articles")[0]["relevance"] == 1.0
    assert all(0 <= link["relevance"] <= 1 and 0 <= link["priority"] <= 1 for link in links)
    assert any(link["relevance"] != link["priority"] for link in links)
