"""`scrapy crawl` as a user meets it: one line and a status for what is wrong, nothing fetched, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings

from crawler.store.jobs import open_job
from tests.conftest import SAMPLE, Scrapy

URL = "url=http://127.0.0.1:9/a"


@pytest.mark.parametrize(
    ("args", "named"),
    [
        ((), ["related, archive"]),
        (("relatde", "-a", URL), ["relatde", "related, archive"]),
        (("related",), ["url"]),
        (("related", "-a", URL, "-a", "dept=1"), ["dept", "depth"]),
        (("related", "-a", URL, "-a", "depth=many"), ["depth", "'many'"]),
        (("related", "-a", "url"), ["'url'", "NAME=VALUE"]),
        (("related", "-a", "urls_file=/no/such"), ["/no/such"]),
        (("related", "-a", URL, "--bogus"), ["--bogus"]),
        (("related", "-a", URL, "-s", "RELATED_OUTPUTS=x"), ["RELATED_OUTPUTS", "RELATED_OUTPUT"]),
        (("related", "-a", URL, "-s", "RELATED_PROGRESS=maybe"), ["RELATED_PROGRESS", "auto"]),
        (("related", "-a", URL, "-s", "RELATED_REPLAY=/no/such.warc"), ["RELATED_REPLAY", "/no/such.warc"]),
        (("related", "-a", URL, "-s", "RELATED_DEDUPE_ENABLED=perhaps"), ["RELATED_DEDUPE_ENABLED", "True or False"]),
        (("related", "-a", URL, "-s", "RELATED_LINKS_LIMIT=0"), ["RELATED_LINKS_LIMIT", "'0'"]),
        (("related", "-a", URL, "-s", "RELATED_LINKS_LIMIT=²"), ["RELATED_LINKS_LIMIT", "'²'"]),
        (("related", "-a", URL, "-s", "DOWNLOAD_DELAY=soon"), ["DOWNLOAD_DELAY", "'soon'"]),
        (("related", "-a", URL, "-L", "LOUD"), ["LOG_LEVEL", "'LOUD'", "WARNING"]),
        (("related", "-a", URL, "-s", "RELATED_OUTPUT=/tmp/%(time)s"), ["RELATED_OUTPUT", "%(time)s"]),
        (("related", "-a", URL, "-s", "RELATED_STORE=mysql://x"), ["RELATED_STORE", "mysql://x", "sqlite:///"]),
        (
            ("related", "-a", URL, "-O", "x.docx"),
            ["-O 'x.docx'", "no format 'docx'", ".csv,", "NAME:FORMAT"],
        ),
        (("related", "-a", URL, "-o", "x:docx"), ["-o 'x:docx'", "no format 'docx'", ".csv, .json, .jsonl,"]),
        (("related", "-a", URL, "-o", "a.b/stories"), ["-o 'a.b/stories'", "says no format", ".csv, .json, .jsonl,"]),
        (("related", "-a", URL, "-o", "a.csv", "-O", "b.csv"), ["-O 'b.csv'", "not together with -o"]),
        (("related", "-a", URL, "-O", "foo://b/x.json"), ["foo://b/x.json", "file://, ftp://"]),
        (("related", "-a", URL, "-O", "s3://b/x.json"), ["s3://b/x.json", "pip install boto3"]),
        (("related", "-a", URL, "-O", "gs://b/x.json"), ["gs://b/x.json", "pip install google-cloud-storage"]),
        (("related", "-a", URL, "-s", 'FEEDS={"a.docx": {"format": "docx"}}'), ["FEEDS", "'a.docx'", ".jsonl"]),
        (("related", "-a", URL, "-s", 'FEEDS={"a.csv": 3}'), ["FEEDS", "'a.csv'", ".jsonl"]),
        (("related", "-a", URL, "-s", "FEEDS=[1]"), ["FEEDS", "'[1]'", "JSON object"]),
        (("related", "-a", URL, "-s", "ITEM_PIPELINES=a.B"), ["ITEM_PIPELINES", "'a.B'", "JSON object"]),
        (("archive", "-a", "path=/no/such/*.warc"), ["path", "/no/such/*.warc"]),
        (("archive", "-a", f"path={SAMPLE / 'seeds.txt'}"), ["seeds.txt", "not a WARC"]),
    ],
)
def test_bad_usage_is_one_line_and_status_2(
    args: tuple[str, ...], named: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    settings = get_project_settings()
    settings.set("RELATED_OUTPUT", str(folder), priority="cmdline")
    with pytest.raises(SystemExit) as stopped:
        execute(["scrapy", "crawl", *args], settings=settings)
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    assert (stopped.value.code, len(lines)) == (2, 1), lines
    assert all(word in lines[0] for word in named), lines[0]
    assert not folder.exists()


def test_bad_usage_from_a_shell_shows_no_traceback(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "related", "-a", "depth=3")
    assert (run.status, run.err.count("\n"), run.out) == (2, 1, "")


def test_an_output_folder_that_cannot_be_made_is_status_3(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "related", "-a", URL, output="/proc/nowhere/run")
    assert run.status == 3
    assert len(run.err.strip().splitlines()) == 1
    assert "/proc/nowhere/run" in run.err


@pytest.mark.parametrize(
    "given",
    [
        ("-s", "RELATED_RECORD=/proc/nowhere/file.warc"),
        ("-O", "/proc/nowhere/file.json"),
        ("-o", "file:///proc/nowhere/file.csv:csv"),
        ("-o", "/proc/nowhere/file.jsonl", "-s", "JOBDIR={folder}/job"),
    ],
)
def test_a_file_of_the_users_own_that_cannot_be_written_is_status_3(
    given: tuple[str, ...], scrapy: Scrapy, tmp_path: Path
) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "articles.jsonl").write_bytes(b"before\n")
    run = scrapy("crawl", "related", "-a", URL, *(word.format(folder=tmp_path) for word in given))
    assert (run.status, len(run.err.strip().splitlines())) == (3, 1), run.err
    assert "/proc/nowhere/file" in run.err
    assert [path.name for path in run.folder.iterdir()] == ["articles.jsonl"]


@pytest.mark.parametrize(
    "page", ["https://www.harbourpost.example/2023/06/03/flood-barrier-budget/", "http://gone.example/"]
)
def test_a_file_that_turns_out_not_to_be_writable_is_one_error_and_status_3(page: str, scrapy: Scrapy) -> None:
    replay = f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}"
    run = scrapy("crawl", "related", "-a", f"url={page}", "-s", replay, "-O", "/proc/nowhere/%(name)s.json")
    assert run.status == (1 if "gone" in page else 3), run.err  # where both hold, the smaller
    assert "Traceback" not in run.err
    assert run.err.count("/proc/nowhere/related.json: cannot be written") == 1


def test_an_output_folder_that_another_crawl_writes_is_status_3(scrapy: Scrapy, tmp_path: Path) -> None:
    settings = {
        "RELATED_OUTPUT": str(tmp_path / "run"),
        "RELATED_STORE": f"sqlite:///{tmp_path / 'store.db'}",
        "RELATED_RECORD": None,
        "JOBDIR": None,
    }
    other = open_job(settings, "related", {}, {})
    try:
        run = scrapy("crawl", "related", "-a", URL)
    finally:
        other.close()
    assert (run.status, len(run.err.strip().splitlines())) == (3, 1), run.err
    assert f"output folder {run.folder}: in use by another crawl" in run.err


def test_no_seed_that_can_be_read_is_status_1(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "related", "-a", "url=http://gone.example/", "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}")
    assert run.status == 1
    assert [(f["reason"], f["status"]) for f in run.feed("failures")] == [("http", 404)]
    assert "No seed could be read" in run.err


def test_seeds_may_come_from_standard_input(scrapy: Scrapy) -> None:
    seed = "https://www.harbourpost.example/2023/06/03/flood-barrier-budget/"
    run = scrapy(
        "crawl", "related", "-a", "urls_file=-", "-a", "depth=0", "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}",
        stdin=f"# one\n{seed}\n",
    )  # fmt: skip
    assert [a["requested_url"] for a in run.feed("articles")] == [seed]


def test_the_help_lists_the_arguments_of_both_spiders(scrapy: Scrapy) -> None:
    run = scrapy("crawl", "-h")
    assert run.status == 0
    assert all(word in run.out for word in ("urls_file=", "max_articles=", "min_relevance=", "path=", "default 200"))


def test_schema_prints_a_feed_or_says_which_there_are(scrapy: Scrapy) -> None:
    assert '"title": "Article"' in scrapy("schema", "articles").out
    assert '"links"' in scrapy("schema").out
    wrong = scrapy("schema", "article")
    assert (wrong.status, len(wrong.err.strip().splitlines())) == (2, 1)
    assert "articles, links" in wrong.err
