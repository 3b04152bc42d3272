"""Small things that cost an hour: what is mistyped is answered with what to type, a file opens where it is opened."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, Scrapy
from tests.web.ferry import PAGE, STORY, URL

SEED = "https://www.harbourpost.example/2023/06/03/flood-barrier-budget/"
REPLAY = ("-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}")


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (("related", SEED), f"a URL is given as -a url={SEED}"),
        (("related", "-a", f"url={SEED}", "-a", "since=2999-01-01"), "it takes a date that is past"),
        (("related", "-a", f"url={SEED}", "-s", "SPIDERMON_ENABLED=maybe"), "SPIDERMON_ENABLED"),
        (("related", "-a", f"url={SEED}", "--logfile", "/no/such/crawl.log"), "'/no/such/crawl.log' cannot be written"),
        (("related", "-a", f"urls={SEED}"), "argument urls: unknown; is it url?"),
    ],
)
def test_a_mistake_is_answered_with_what_to_type(scrapy: Scrapy, args: tuple[str, ...], answer: str) -> None:
    run = scrapy("crawl", *args)
    assert (run.status, run.err.count("\n")) == (2, 1), run.err
    assert answer in run.err


def test_credentials_in_a_url_are_written_nowhere(scrapy: Scrapy, tmp_path: Path) -> None:
    seed = SEED.replace("https://", "https://ann:s3cret@")
    seeds = tmp_path / "seeds.txt"
    seeds.write_text(f"{seed}\nhttps://ann:s3cret@[::1/\n")
    given = ("-a", f"url={seed}", "-a", f"urls_file={seeds}", "-a", "depth=0", "-s", f"JOBDIR={tmp_path / 'job'}")
    run = scrapy("crawl", "related", *given, *REPLAY, "-L", "DEBUG")
    assert (run.status, run.manifest["arguments"]["url"]) == (0, SEED)
    assert "s3cret" not in run.err + run.out
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path != seeds]
    assert [path for path in written if b"s3cret" in path.read_bytes()] == []
    again = scrapy("crawl", "related", *given, *REPLAY)
    assert (again.status, "this job is done" in again.err) == (0, True)


def test_a_private_address_is_answered_with_the_setting_that_opens_it(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "related", "-a", "url=http://127.0.0.1:9/")
    assert run.status == 1
    assert "RELATED_ALLOW_PRIVATE" in run.feed("failures")[0]["detail"]


def test_the_mistyped_folder_of_a_store_is_asked_about(scrapy: Scrapy, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    wrong = ("-s", f"RELATED_STORE=sqlite:///{tmp_path}/nwes/store.db")
    run = scrapy("explain", "LICENSE", *wrong)
    assert (run.status, run.err.count("\n")) == (2, 1)
    assert f"does not exist; is it {tmp_path / 'news'}?" in run.err
    assert not (tmp_path / "nwes").exists()


def test_a_bad_line_is_passed_over_or_refused_by_its_number(scrapy: Scrapy, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds.txt"
    seeds.write_text(f"{SEED}\r\nharbour post\r\n", encoding="utf-16")
    given = ("crawl", "related", "-a", f"urls_file={seeds}", "-a", "depth=0", *REPLAY)
    passed, refused = scrapy(*given), scrapy(*given, "-s", "RELATED_SEED_LINES=refuse")
    assert (passed.status, len(passed.feed("articles"))) == (0, 1)
    warned = r"^\S+ crawl: argument urls_file: .*'harbour post' in line 2: left out$"
    assert re.search(warned, passed.err, re.M), passed.err
    assert (refused.status, "'harbour post' in line 2" in refused.err) == (2, True)


def test_standard_output_alone_gets_the_format_of_the_feeds(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "related", "-a", f"url={SEED}", "-a", "depth=0", *REPLAY, "-o", "-")
    assert run.status == 0, run.err
    assert [json.loads(line) for line in run.out.splitlines()] == run.feed("articles")


def test_a_csv_opens_in_excel_and_links_can_be_had_as_one(scrapy: Scrapy, tmp_path: Path) -> None:
    files = [tmp_path / "stories.csv", tmp_path / "links.csv"]
    outputs = [word for file in files for word in ("-O", str(file))]
    run = scrapy("crawl", "related", "-a", f"url={SEED}", "-a", "depth=0", *REPLAY, *outputs)
    assert run.status == 0, run.err
    stories, links = (list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())) for file in files)
    assert all(file.read_bytes().startswith(b"\xef\xbb\xbf") for file in files)
    assert stories[0]["title"] == run.feed("articles")[0]["title"]
    assert [link["url"] for link in links] == [link["url"] for link in run.feed("links")]


def test_explain_cuts_no_url_in_a_pipe_and_gives_the_final_text(scrapy: Scrapy, tmp_path: Path) -> None:
    page, long = tmp_path / "ferry.html", "https://news.example/2024/05/03/" + "a-long-way-to-the-island-" * 9
    page.write_text(PAGE.replace('href="', f'href="{long}?', 1), encoding="utf-8")
    plain = scrapy("explain", str(page), "--url", URL, "--all")
    text = scrapy("explain", str(page), "--url", URL, "--text")
    document = json.loads(scrapy("explain", str(page), "--url", URL, "--json").out)
    assert "…" not in plain.out
    assert text.out.rstrip("\n") == document["text"]
    assert all(paragraph in text.out for paragraph in STORY)
