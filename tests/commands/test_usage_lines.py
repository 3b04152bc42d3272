"""What is given wrong is one line that names it, whatever the command, and status 2."""

from __future__ import annotations

import json
import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE, Run, Scrapy, clean_environment
from tests.web.ferry import PAGE, URL

SEED = "https://www.harbourpost.example/2023/06/03/flood-barrier-budget/"
CRAWL = ("crawl", "related", "-a", f"url={SEED}", "-a", "depth=0", "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}")
COMMANDS = {
    "crawl": CRAWL,
    "explain": ("explain", "LICENSE"),
    "report": ("report",),
    "dataset": ("dataset", "sample", "-o", "news"),
    "schema": ("schema",),
    "store": ("store",),
    "completion": ("completion", "bash"),
}


def check_refused(run: Run, *said: str, status: int = 2) -> None:
    assert (run.status, run.out, run.err.count("\n")) == (status, "", 1), run.err
    assert all(word in run.err for word in said), run.err
    assert "Errno" not in run.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_mistyped_setting_is_answered_with_the_nearest_name_by_every_command(scrapy: Scrapy, command: str) -> None:
    check_refused(
        scrapy(*COMMANDS[command], "-s", "RELATED_STROE=sqlite:///x.db"), f" {command}: ", "is it RELATED_STORE?"
    )
    asked = scrapy(*COMMANDS[command], "-s", "JOBDRI=jobs/a")
    assert "setting JOBDRI: unknown to Scrapy and here; is it JOBDIR?" in asked.err


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_that_nobody_knows_is_named_by_every_command(scrapy: Scrapy, command: str) -> None:
    check_refused(scrapy(*COMMANDS[command], "--loglevle=INFO"), f" {command}: option --loglevle=INFO: unknown")
    check_refused(scrapy(*COMMANDS[command], "-s", "LOG_LEVEL"), "use -s NAME=VALUE")
    check_refused(scrapy(*COMMANDS[command], "--pidfile", "/no/such/pid"), "--pidfile", "'/no/such/pid'")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("store", "--backup"), "option --backup: no value is given; it takes FILE"),
        (("report", "-o"), "option -o/--output: no value is given; it takes FILE"),
        (("dataset", "sample", "-o"), "option -o/--output: no value is given; it takes DIR"),
        (("crawl", "related", "-a"), "option -a: no value is given; it takes NAME=VALUE"),
        (("crawl", "related", "-o"), "option -o/--output: no value is given; it takes FILE"),
        (("store", "--check", "--health"), "option --health: not allowed with option --check"),
        (("store", "--json=yes"), "option --json: it takes no value, and is given 'yes'"),
    ],
)
def test_an_option_without_its_value_is_one_line(scrapy: Scrapy, args: tuple[str, ...], said: str) -> None:
    check_refused(scrapy(*args), said)


def test_an_unset_variable_asks_no_network_in_place_of_an_archive(scrapy: Scrapy) -> None:
    unset = ("-s", "RELATED_REPLAY=")
    check_refused(scrapy(*CRAWL[:-2], *unset), "setting RELATED_REPLAY: '' is not allowed; it takes WARC")
    check_refused(scrapy("explain", SEED, *unset), "setting RELATED_REPLAY: '' is not allowed; it takes WARC")


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_of_a_run_is_no_folder(scrapy: Scrapy, name: str, tmp_path: Path) -> None:
    check_refused(scrapy("report", name), f"report: {name!r}: names no folder")
    check_refused(scrapy("dataset", name, "-o", str(tmp_path / "news")), f"dataset: {name!r}: names no folder")
    check_refused(scrapy("schema", name), "unknown")
    assert not (tmp_path / "news").exists()


@pytest.fixture
def made(scrapy: Scrapy) -> str:
    run = scrapy(*CRAWL)
    assert run.status == 0, run.err
    return str(run.folder)


def test_a_report_that_cannot_be_written_is_one_plain_line(scrapy: Scrapy, made: str, tmp_path: Path) -> None:
    for odd in ("", "-", str(tmp_path)):
        check_refused(scrapy("report", made, "-o", odd), f"option -o: {odd!r} is not allowed")
    unwritable = f"{made}/articles.jsonl/report.html"
    check_refused(scrapy("report", made, "-o", unwritable), f"{unwritable}: cannot be written", status=3)
    check_refused(scrapy("report", made, "-o", "/no/such/report.html"), "/no/such/report.html: cannot", status=3)
    if Path("/dev/full").exists():
        check_refused(scrapy("report", made, "-o", "/dev/full"), "/dev/full: cannot be written (No space", status=3)


def test_a_report_without_a_story_says_where_there_may_be_some(scrapy: Scrapy, tmp_path: Path) -> None:
    empty = scrapy(*CRAWL, "-a", "match=nowhere to be read")
    report = scrapy("report", str(empty.folder), "-o", str(tmp_path / "report.html"))
    assert (report.status, report.out.split(": ")[1][:9], report.err.count("\n")) == (0, "0 stories", 1)
    assert "the folder above several runs shows all of them together" in report.err


def test_a_data_set_that_cannot_be_written_is_one_plain_line(scrapy: Scrapy, made: str, tmp_path: Path) -> None:
    check_refused(scrapy("dataset", made, "-o", ""), "where to?")
    check_refused(scrapy("dataset", made, "-o", f"{made}/articles.jsonl"), "new or empty folder")
    below_a_file = f"{made}/articles.jsonl/news"
    check_refused(scrapy("dataset", made, "-o", below_a_file), f"{below_a_file}", "cannot be written", status=3)
    check_refused(scrapy("dataset", made, "-o", str(tmp_path / ("n" * 300))), "cannot be written", status=3)


def test_a_data_set_that_failed_leaves_its_folder_as_it_was(scrapy: Scrapy, made: str, tmp_path: Path) -> None:
    new, empty = tmp_path / "new", tmp_path / "empty"
    empty.mkdir()
    links = Path(made) / "links.jsonl"
    good = links.read_bytes()
    links.write_bytes(good + b'{"torn')
    formats = ("--formats", "jsonl,parquet,csv,gexf,graphml")
    for folder in (new, empty):
        check_refused(scrapy("dataset", made, "-o", str(folder), *formats), "links.jsonl", status=3)
    assert (new.exists(), list(empty.iterdir())) == (False, [])
    links.write_bytes(good)
    assert scrapy("dataset", made, "-o", str(empty), *formats).status == 0


def test_a_feed_that_is_no_text_is_named_with_its_line(scrapy: Scrapy, made: str, tmp_path: Path) -> None:
    feed = Path(made) / "articles.jsonl"
    feed.write_bytes(feed.read_bytes() + b'{"title": "\xff"}\n')
    check_refused(scrapy("report", made), f"{feed}:2: not a JSON line", status=3)
    feed.unlink()
    feed.mkdir()
    check_refused(scrapy("dataset", made, "-o", str(tmp_path / "news")), "no articles.jsonl")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_feed_that_may_not_be_read_is_named(scrapy: Scrapy, made: str) -> None:
    (Path(made) / "links.jsonl").chmod(0)
    check_refused(scrapy("report", made), "links.jsonl: cannot be read", status=3)


def test_explain_gives_the_text_in_the_document_where_both_are_asked_for(scrapy: Scrapy, tmp_path: Path) -> None:
    page = tmp_path / "ferry.html"
    page.write_text(PAGE, encoding="utf-8")
    text = scrapy("explain", str(page), "--url", URL, "--text").out
    both = json.loads(scrapy("explain", str(page), "--url", URL, "--text", "--json").out)
    assert both["text"] == text.rstrip("\n")
    assert {"fields", "body", "links"} <= set(both)


@pytest.mark.parametrize(
    ("format", "reader", "status"),
    [
        ("csv", "head -c 9", 0),
        ("jsonl", "true", 0),
        ("jsonl", "cat >/dev/null", 0),
        ("jsonl", "", 3),
        ("csv", ">&-", 3),
    ],
)
def test_records_go_to_standard_output_and_who_stops_reading_ends_no_crawl(
    tmp_path: Path, format: str, reader: str, status: int
) -> None:
    words = ["related-news", *CRAWL, "-o", f"-:{format}", "-L", "ERROR"]
    python = [sys.executable, "-c", f"import crawler.cli; crawler.cli.main({words!r})"]
    pipe = f'"$@" | {reader}' if reader and ">&" not in reader else f'"$@" {reader or "> /dev/full"}'
    shell = ["bash", "-c", f"{pipe}; exit ${{PIPESTATUS[0]}}", "bash", *python]
    environment = {**clean_environment(), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(shell, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr
    assert done.stderr.count("\n") == (status == 3), done.stderr
    assert ("standard output: cannot be written" in done.stderr) == (status == 3)


@pytest.mark.parametrize("format", ["csv", "xml"])
def test_appending_keeps_a_table_a_table_and_refuses_what_is_one_document(
    scrapy: Scrapy, tmp_path: Path, format: str
) -> None:
    file = tmp_path / f"stories.{format}"
    assert scrapy(*CRAWL, "-o", str(file), output="first").status == 0
    once = file.read_bytes()
    again = scrapy(*CRAWL, "-o", str(file), output="second")
    if format == "xml":
        check_refused(again, f"output {file}: exists", "-O in place of -o")
        assert file.read_bytes() == once
        return
    _, _, line = once.partition(b"\r\n")
    assert again.status == 0, again.err
    assert file.read_bytes().startswith(once)
    assert len(file.read_bytes()) == len(once) + len(line)
    assert file.read_bytes().count(b"previous_text_hash") == file.read_bytes().count(b"\xef\xbb\xbf") == 1


def test_a_table_with_other_columns_is_not_appended_to(scrapy: Scrapy, tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    assert scrapy(*CRAWL, "-o", str(file), output="first").status == 0
    assert scrapy(*CRAWL, "-o", str(file), output="second").status == 0
    other = tmp_path / "stories.csv"
    file.rename(other)
    before = other.read_bytes()
    check_refused(scrapy(*CRAWL, "-o", str(other), output="third"), f"output {other}: has other columns")
    assert other.read_bytes() == before


def test_every_format_that_is_offered_holds_the_articles(scrapy: Scrapy, tmp_path: Path) -> None:
    formats = ("jsonl", "json", "csv", "xml", "pickle", "marshal")
    files = [tmp_path / f"articles.{name}" for name in formats]
    feeds = json.dumps({str(file): {"format": name} for file, name in zip(files, formats, strict=True)})
    found = scrapy(*CRAWL, "-s", f"FEEDS={feeds}", output="all")
    assert (found.status, "Traceback" in found.err) == (0, False), found.err
    [first, *_] = [json.loads(line) for line in files[0].read_text().splitlines()]
    assert marshal.loads(files[-1].read_bytes()) == first
    assert all(first["title"].encode() in file.read_bytes() for file in files if file.suffix not in (".json",))
    assert json.loads(files[1].read_text())[0]["title"] == first["title"]
