"""RELATED_RECORD and RELATED_REPLAY: what a live crawl recorded, replayed, gives the same stories, http and https."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run, Scrapy
from tests.web.site import Reply, page, serve, story

LIVE = (
    "-s",
    "DOWNLOAD_DELAY=0.01",
    "-s",
    "DOWNLOAD_VERIFY_CERTIFICATES=False",
    "-s",
    "RELATED_ALLOW_PRIVATE=127.0.0.1",
)
WEB = {
    "/robots.txt": Reply(b"User-agent: *\nDisallow: /private\n", headers={"Content-Type": "text/plain"}),
    "/1": page(
        "The first case of the archive",
        story(1),
        {"/2": "The second case of the archive", "/moved": "A case that was moved"},
    ),
    "/2": page(
        "The second case of the archive",
        story(2),
        {"/gone": "A case that is gone", "/private": "A case kept from robots"},
    ),
    "/moved": Reply(status=301, headers={"Location": "{base}/3"}),
    "/3": page("The third case of the archive", story(3)),
    "/private": page("A case kept from robots", story(4)),
}


def stories(run: Run) -> list[tuple[str, str, str]]:
    return sorted((a["requested_url"], a["title"], a["text"]) for a in run.feed("articles"))


@pytest.mark.parametrize("secure", [False, True])
def test_a_recorded_crawl_replays_alike(scrapy: Scrapy, tmp_path: Path, secure: bool) -> None:
    warc = tmp_path / "crawl.warc.gz"
    with serve(WEB, tls=tmp_path if secure else None) as site:
        seed = ("crawl", "related", "-a", f"url={site.base}/1", "-a", "depth=3")
        live = scrapy(*seed, *LIVE, "-s", f"RELATED_RECORD={warc}", output="live")
        assert live.status == 0, live.err
        assert sorted(site.paths()) == ["/1", "/2", "/3", "/gone", "/moved"]
        assert all(agent.startswith("related-news-crawler/") for _, agent in site.asked)
    reasons = {f["url"].rsplit("/", 1)[1]: f["reason"] for f in live.feed("failures")}
    assert reasons == {"gone": "http", "private": "robots"}

    one = scrapy(*seed, "-s", f"RELATED_REPLAY={warc}", output="one")
    two = scrapy(*seed, "-s", f"RELATED_REPLAY={warc}", output="two")
    assert one.status == 0, one.err
    assert stories(one) == stories(live)
    assert len(stories(one)) == 3
    for name in ("articles", "links", "duplicates", "failures"):
        first, second = ((r.folder / f"{name}.jsonl").read_text().replace(r.manifest["run_id"], "") for r in (one, two))
        assert first == second
    dates = {a["url"]: a["crawl"]["fetched_at"] for a in live.feed("articles")}
    assert {a["url"]: a["crawl"]["fetched_at"] for a in one.feed("articles")} == dates


def test_a_record_file_is_never_overwritten(scrapy: Scrapy, tmp_path: Path) -> None:
    warc = tmp_path / "crawl.warc.gz"
    warc.write_bytes(b"something dear")
    run = scrapy("crawl", "related", "-a", "url=http://127.0.0.1:9/", "-s", f"RELATED_RECORD={warc}")
    assert run.status == 2
    assert "RELATED_RECORD" in run.err
    assert warc.read_bytes() == b"something dear"


def test_a_redirect_to_a_raw_address_is_replayed_to_the_same_one(scrapy: Scrapy, tmp_path: Path) -> None:
    warc = tmp_path / "crawl.warc.gz"
    raw = "{base}/caf\u00e9/\u6e21\u8f6e?a=1;b=2".encode().decode("latin-1")  # sent as it is, byte for byte
    target = "/caf%C3%A9/%E6%B8%A1%E8%BD%AE?a=1;b=2"
    web = {"/moved": Reply(status=302, headers={"Location": raw}), target: page("The case of the ferry", story(5))}
    with serve(web) as site:
        seed = ("crawl", "related", "-a", f"url={site.base}/moved")
        live = scrapy(*seed, *LIVE, "-s", f"RELATED_RECORD={warc}", output="live")
        assert [path for path in site.paths() if path != "/moved"] == [target]
    again = scrapy(*seed, "-s", f"RELATED_REPLAY={warc}", output="again")
    assert len(stories(live)) == 1
    assert stories(again) == stories(live)
