"""The whole way, as a newcomer takes it: the bundled sample web crawled by replay, and held against its truth."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from crawler.items import FEEDS
from crawler.items.schema import schema
from crawler.text.changes import changes
from crawler.text.timestamps import read_stamp
from crawler.urls.canonical import canonical
from tests.conftest import SAMPLE, Run, Scrapy, read_lines

SEED_PAGE = "http://www.meirijujiao.example/caijing/2023/0609/52317.html"


@pytest.fixture(scope="module")
def crawl(shared_scrapy: Scrapy) -> Run:
    return crawl_sample(shared_scrapy)


def crawl_sample(scrapy: Scrapy, *args: str, output: str = "run", cold: bool = False) -> Run:
    run = scrapy(
        "crawl", "related", "-a", f"urls_file={SAMPLE / 'seeds.txt'}", "-a", "depth=4",
        "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}", *args, output=output, cold=cold,
    )  # fmt: skip
    assert run.status == 0, run.err
    return run


def truth() -> dict[str, dict[str, Any]]:
    return {canonical(line["url"]): line for line in read_lines(SAMPLE / "truth.jsonl") if line["kind"] == "article"}


def test_the_crawl_reads_every_article_once_and_finds_every_copy(crawl: Run) -> None:
    articles, duplicates = crawl.feed("articles"), crawl.feed("duplicates")
    known = truth()
    read = {a["canonical_url"]: a for a in articles + duplicates}
    assert set(known) <= set(read)
    stories: dict[str, set[str]] = {}
    for url, line in known.items():
        stories.setdefault(line["story"], set()).add(read[url]["cluster_id"])
    assert {story: len(clusters) for story, clusters in stories.items() if len(clusters) != 1} == {}
    clusters = [a["cluster_id"] for a in articles]
    assert len(clusters) == len(set(clusters))


def test_the_copy_that_was_there_first_is_called_the_origin_although_it_was_read_later(crawl: Run) -> None:
    """Both publishers credit the agency, so the earlier of the two is the first; who credits the other is not."""
    articles = {a["cluster_id"]: a for a in crawl.feed("articles")}
    called = {d["title"]: d["origin"] for d in crawl.feed("duplicates") if d["method"] != "url"}
    earlier = {
        d["title"]: read_stamp(d["date_published"]) < read_stamp(articles[d["cluster_id"]]["date_published"])  # type: ignore[operator]
        for d in crawl.feed("duplicates")
        if d["site"] == "gridweekly.example" and d["method"] != "url"
    }
    assert True in earlier.values()
    assert {title: called[title] for title, first in earlier.items() if first} == dict.fromkeys(
        (title for title, first in earlier.items() if first), True
    )
    assert not any(d["origin"] for d in crawl.feed("duplicates") if d["site"] == "meirijujiao.example")


def test_a_copy_keeps_its_own_text_so_that_what_it_changed_can_be_seen(crawl: Run) -> None:
    stories = {a["id"]: a["text"] for a in crawl.feed("articles")}
    copies = {d["title"]: d for d in crawl.feed("duplicates")}
    taken_over = copies["青嶼港岸電泊位增至十二個 靠港船舶可“熄火”作業"]
    assert changes(stories[taken_over["duplicate_of"]], taken_over["text"]) != []
    for copy in copies.values():
        if copy["method"] == "url":
            assert copy["text"] is None
        elif copy["method"] == "exact":
            assert changes(stories[copy["duplicate_of"]], copy["text"]) == []


def test_every_url_asked_for_is_in_exactly_one_feed(crawl: Run) -> None:
    asked = Counter(
        line.get("requested_url") or line["url"]
        for feed in ("articles", "duplicates", "failures")
        for line in crawl.feed(feed)
    )
    assert {url: n for url, n in asked.items() if n != 1} == {}
    followed = {link["url"] for link in crawl.feed("links") if link["followed"]}
    assert followed <= set(asked)


def test_the_figures_of_the_manifest_add_up_as_the_readme_says(crawl: Run) -> None:
    manifest, counts = crawl.manifest, crawl.manifest["counts"]
    pages = sum(counts[feed] for feed in ("articles", "duplicates", "skipped", "failures"))
    further = sum(len(article["pages"][1:]) for article in crawl.feed("articles"))
    asked = sum(site["asked"] for site in manifest["sites"].values())
    redirects = manifest["statuses"]["301"]
    assert asked == pages + counts["seed_lists"] + further
    assert sum(manifest["statuses"].values()) == asked + redirects
    table = (
        (SAMPLE.parent / "README.md")
        .read_text(encoding="utf-8")
        .partition("| in manifest.json |")[2]
        .partition("\n\n")[0]
    )
    assert [int(row) for row in re.findall(r"\| (\d+) \|$", table, re.M)] == [pages, asked, asked + redirects]
    assert re.findall(r"\((\d+)\)", table) == [str(n) for n in (counts["seed_lists"], further, redirects)]


def test_the_feeds_fit_their_schema_and_the_manifest_counts_them(crawl: Run) -> None:
    for name, cls in FEEDS.items():
        validator = Draft202012Validator(schema(cls))
        lines = crawl.feed(name)
        for line in lines:
            assert [e.message for e in validator.iter_errors(line)] == []
        described = crawl.manifest["feeds"][name]
        data = (crawl.folder / f"{name}.jsonl").read_bytes()
        assert described == {
            "file": f"{name}.jsonl",
            "lines": len(lines),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    assert crawl.manifest["counts"]["articles"] == len(crawl.feed("articles"))
    assert crawl.manifest["finish_reason"] == "finished"
    assert crawl.manifest["arguments"]["depth"] == "4"


def test_the_log_warns_of_pages_alone(crawl: Run) -> None:
    assert [line for line in crawl.err.splitlines() if " WARNING scrapy" in line] == []


def test_the_seed_page_lists_itself_first_and_is_not_followed_there(crawl: Run) -> None:
    offered = [link for link in crawl.feed("links") if link["source_url"] == SEED_PAGE and link["kind"] == "related"]
    assert len(offered) == 20
    assert [link["rank"] for link in offered] == list(range(1, 21))
    assert (offered[0]["reason"], offered[0]["followed"]) == ("self", False)
    assert not any("{" in (link["snippet"] or "") for link in offered)


def test_edges_join_with_articles_and_copies(crawl: Run) -> None:
    ids = {line["id"] for feed in ("articles", "duplicates") for line in crawl.feed(feed)}
    joined = [link for link in crawl.feed("links") if link["target_id"] in ids]
    assert len(joined) > 100
    assert {link["source_id"] for link in crawl.feed("links")} <= ids


def test_two_replays_are_the_same_to_the_byte_but_for_the_run_id(scrapy: Scrapy) -> None:
    one, other = crawl_sample(scrapy, output="one"), crawl_sample(scrapy, output="other", cold=True)
    assert one.manifest["run_id"] != other.manifest["run_id"]
    for name in FEEDS:
        first = (one.folder / f"{name}.jsonl").read_text(encoding="utf-8")
        second = (other.folder / f"{name}.jsonl").read_text(encoding="utf-8")
        assert first.replace(one.manifest["run_id"], other.manifest["run_id"]) == second


def test_the_bound_on_articles_is_exact(scrapy: Scrapy) -> None:
    run = crawl_sample(scrapy, "-a", "max_articles=7")
    assert len(run.feed("articles")) == 7
    assert run.manifest["counts"]["frontier_left"] > 0


def test_the_archive_spider_accounts_for_every_record(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "archive", "-a", f"path={SAMPLE / 'web.warc.gz'}")
    assert run.status == 0, run.err
    from crawler.archive.reader import read

    records = sum(1 for _ in read(str(SAMPLE / "web.warc.gz")))
    no_pages = run.manifest["counts"]["not_pages"]
    assert (
        sum(len(run.feed(feed)) for feed in ("articles", "duplicates", "failures")) + sum(no_pages.values()) == records
    )
    assert {link["followed"] for link in run.feed("links")} == {False}


def test_output_file_of_scrapy_gets_articles_alone(scrapy: Scrapy, tmp_path: Any) -> None:
    own = tmp_path / "own.jsonl"
    run = crawl_sample(scrapy, "-O", str(own))
    assert own.read_bytes() == (run.folder / "articles.jsonl").read_bytes()
    assert run.feed("links")


def test_an_earlier_run_in_the_same_folder_is_kept(scrapy: Scrapy) -> None:
    first = crawl_sample(scrapy)
    before = (first.folder / "articles.jsonl").read_bytes()
    crawl_sample(scrapy, "-a", "max_articles=3")
    kept = list(first.folder.glob("earlier-*/articles.jsonl"))
    assert [p.read_bytes() for p in kept] == [before]
    assert len(first.feed("articles")) == 3


def test_lines_are_compact_json_with_readable_characters(crawl: Run) -> None:
    text = (crawl.folder / "articles.jsonl").read_text(encoding="utf-8")
    assert "標準化" in text
    assert "\\u6a19" not in text
    assert all(json.loads(line) for line in text.splitlines())


def test_a_story_on_two_pages_is_one_record(crawl: Run) -> None:
    [told] = [line for line in truth().values() if line["pages"]]
    [article] = [a for a in crawl.feed("articles") if a["pages"]]
    assert article["pages"] == told["pages"]
    assert article["text"].split("\n\n")[-1] == told["paragraphs"][-1]
    asked = {a["requested_url"] for feed in ("articles", "duplicates", "failures") for a in crawl.feed(feed)
             if "requested_url" in a}  # fmt: skip
    assert told["pages"][1] not in asked


def test_from_the_seed_page_adverts_come_after_every_other_link_of_its_related_list(scrapy: Scrapy) -> None:
    run = scrapy(
        "crawl", "related", "-a", f"url={SEED_PAGE}", "-a", "depth=4", "-L", "DEBUG",
        "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}",
    )  # fmt: skip
    asked = [canonical(url) for url in re.findall(r"Crawled \(\d+\) <GET (\S+)>", run.err)]
    offered = [link for link in run.feed("links") if link["source_url"] == SEED_PAGE and link["followed"]]
    order = sorted(offered, key=lambda link: asked.index(link["canonical_url"]))
    assert len(order) > 15
    assert [_is_spam(link) for link in order] == [False] * (len(order) - 3) + [True] * 3


def _is_spam(link: dict[str, Any]) -> bool:
    return any(word in link["title"] for word in ("csgo", "考駕照"))


def test_a_table_holds_values_that_can_be_read_back(scrapy: Scrapy, tmp_path: Any) -> None:
    run = crawl_sample(scrapy, "-a", "max_articles=3", "-O", str(tmp_path / "own.csv"))
    with (tmp_path / "own.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["title"] for row in rows] == [a["title"] for a in run.feed("articles")]
    for row, article in zip(rows, run.feed("articles"), strict=True):
        assert json.loads(row["authors"]) == article["authors"]
        assert json.loads(row["removed"]) == article["removed"]
        assert json.loads(row["crawl"])["depth"] == article["crawl"]["depth"]


def test_a_clean_run_warns_of_nothing(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "related", "-a", f"url={SEED_PAGE}", "-a", "depth=0", "-L", "WARNING",
                 "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}")  # fmt: skip
    assert (run.status, run.err) == (0, "")


def test_what_is_left_at_the_bound_says_so(scrapy: Scrapy) -> None:
    counts = crawl_sample(scrapy, "-a", "max_articles=7").manifest["counts"]
    assert counts["frontier_left_reason"] == {"budget": counts["frontier_left"], "unreachable": 0}


def test_the_manifest_holds_values_not_addresses(crawl: Run) -> None:
    settings = crawl.manifest["settings"]
    assert "0x" not in json.dumps(settings)
    assert "DOWNLOAD_SLOTS" not in settings


def test_no_password_of_a_setting_is_in_what_a_run_writes(scrapy: Scrapy) -> None:
    given = ("PROXY=http://ann:hunter2@proxy.example/", "FTP_PASSWORD=hunter2", "MAIL_PASS=hunter2", "FTP_USER=ann")
    run = crawl_sample(scrapy, "-a", "max_articles=1", *(word for one in given for word in ("-s", one)))
    shown = run.manifest["settings"]
    assert (shown["PROXY"], shown["FTP_USER"], shown["MAIL_PASS"]) == ("http://proxy.example/", "ann", "(set)")
    written = [path for path in run.folder.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"hunter2" in path.read_bytes()]
    assert "hunter2" not in run.out + run.err


def test_scrapys_own_commands_work_in_the_project(scrapy: Scrapy) -> None:
    run = scrapy("fetch", "--nolog", f"file://{SAMPLE / 'seeds.txt'}")
    assert "Traceback" not in run.err
    assert scrapy("list").out.split() == ["archive", "related"]


def test_the_readme_shows_what_make_crawl_prints(scrapy: Scrapy) -> None:
    run = scrapy(
        "crawl", "related", "-a", f"urls_file={SAMPLE / 'seeds.txt'}", "-a", "depth=3", "-L", "ERROR",
        "-s", "RELATED_PROGRESS=on", "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}",
    )  # fmt: skip
    printed = [
        line for line in run.err.replace("\r", "\n").split("\n") if line.startswith("  ") and "  " in line.strip()
    ]
    readme = (SAMPLE.parent / "README.md").read_text(encoding="utf-8")
    shown = readme[readme.index("$ make crawl") :].split("```")[0].splitlines()
    assert len(printed) >= 7
    assert [line for line in printed if line not in shown] == []


def test_the_readme_shows_records_as_they_come_out(crawl: Run) -> None:
    readme = (SAMPLE.parent / "README.md").read_text(encoding="utf-8")
    shown = json.loads(readme.partition("```json\n")[2].partition("```")[0])
    for feed, record in (("articles", shown["article"]), ("links", shown["link"])):
        assert any(_shows(line, record) for line in crawl.feed(feed)), feed


def _shows(line: dict[str, Any], part: dict[str, Any]) -> bool:
    return {key: line[key] for key in part} == part
