"""How a run ends as whoever started it sees it: exit status, manifest, summary."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crawler.store.sqlite import SqliteStore
from docs.hooks import reference
from sample.warc import Answer, write_warc
from tests.conftest import ROOT, SAMPLE, Run, Scrapy, clean_environment
from tests.web.news import NewsWeb, serve
from tests.web.process import Crawl, stopped_crawl

SEED = "https://www.harbourpost.example/2023/06/03/flood-barrier-budget/"
GONE = "http://gone.example/"
REPLAY = f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}"


def crawl(scrapy: Scrapy, *seeds: str, settings: tuple[str, ...] = (), arguments: tuple[str, ...] = ()) -> Run:
    given = [word for one in (f"url={','.join(seeds)}", "depth=0", *arguments) for word in ("-a", one)]
    return scrapy("crawl", "related", *given, *(word for one in (REPLAY, *settings) for word in ("-s", one)))


def test_a_seed_that_could_not_be_read_is_status_4_and_stands_in_the_manifest(scrapy: Scrapy) -> None:
    run = crawl(scrapy, SEED, GONE)
    assert run.status == 4
    assert run.manifest["seeds"] == [
        {"url": SEED, "status": "read", "kind": "article", "articles": 1, "reason": None},
        {"url": GONE, "status": "failed", "kind": None, "articles": 0, "reason": "http"},
    ]
    assert run.manifest["sites"] == {
        "gone.example": {"asked": 1, "articles": 0, "failures": 1},
        "harbourpost.example": {"asked": 1, "articles": 1, "failures": 0},
    }
    assert run.manifest["statuses"] == {"200": 1, "404": 1}
    assert run.manifest["bytes"] > 1000


def test_so_many_seeds_may_fail_as_the_setting_says(scrapy: Scrapy) -> None:
    assert crawl(scrapy, SEED, GONE, settings=("RELATED_SEEDS_MAY_FAIL=1",)).status == 0
    assert crawl(scrapy, SEED, GONE, settings=("RELATED_SEEDS_MAY_FAIL=50%",)).status == 0
    assert crawl(scrapy, SEED, GONE, settings=("RELATED_SEEDS_MAY_FAIL=49%",)).status == 4


def test_every_count_has_its_key_where_there_was_none(scrapy: Scrapy) -> None:
    counts = crawl(scrapy, GONE).manifest["counts"]
    assert set(reference.stat_names()) <= set(counts), "what the reference lists"
    assert {name for name, value in counts.items() if value == {}} == {"removed_rule"}, "whose rules are no fixed list"
    assert [counts[name] for name in ("articles", "links", "duplicates", "skipped", "failures")] == [0, 0, 0, 0, 1]
    assert counts["failures_reason"]["robots-unreachable"] == counts["links_reason"]["followed"] == 0
    assert counts["skipped_reason"] == {"since": 0, "language": 0, "match": 0, "relevance": 0}


def test_what_since_and_language_leave_out_is_skipped_and_has_not_failed(scrapy: Scrapy) -> None:
    for argument, reason in (("since=2026-01-01", "since"), ("language=zh", "language")):
        run = crawl(scrapy, SEED, arguments=(argument,))
        assert run.status == 0
        assert [(line["url"], line["reason"]) for line in run.feed("skipped")] == [(SEED, reason)]
        assert (run.feed("failures"), run.feed("articles")) == ([], [])
        assert run.manifest["seeds"][0]["status"] == "read"


def test_the_summary_is_the_manifest_as_one_document(scrapy: Scrapy, tmp_path: Path) -> None:
    run = crawl(scrapy, SEED, settings=("RELATED_SUMMARY=-",))
    assert json.loads(run.out) == run.manifest
    crawl(scrapy, GONE, settings=(f"RELATED_SUMMARY={tmp_path / 'summary.json'}",))
    assert json.loads((tmp_path / "summary.json").read_text())["exit_status"] == 1


@pytest.mark.parametrize("place", ["/proc/summary.json", "/no/such/summary.json", "{folder}"])
def test_a_summary_that_cannot_be_written_is_noticed_before_the_crawl(
    scrapy: Scrapy, tmp_path: Path, place: str
) -> None:
    path = place.format(folder=tmp_path)
    run = crawl(scrapy, SEED, settings=(f"RELATED_SUMMARY={path}",))
    assert (run.status, run.err.count("\n"), run.folder.exists()) == (2, 1, False)
    assert f"RELATED_SUMMARY: '{path}' is not allowed" in run.err


def test_a_summary_goes_into_a_pipe_as_it_is(scrapy: Scrapy, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_text)
        run = crawl(scrapy, SEED, settings=(f"RELATED_SUMMARY={pipe}",))
        assert json.loads(read.result(60)) == run.manifest
    assert pipe.is_fifo()


@pytest.mark.parametrize(("output", "said"), [("/dev/full", "No space left on device"), (None, "Bad file descriptor")])
def test_a_standard_output_that_takes_nothing_is_named_and_status_3(
    tmp_path: Path, output: str | None, said: str
) -> None:
    words = [sys.executable, "-m", "crawler", "crawl", "related", "-a", f"url={SEED}", "-a", "depth=0"]
    words += ["-s", REPLAY, "-s", "RELATED_SUMMARY=-", "-L", "ERROR"]
    redirection = ">&-" if output is None else f"> {output}"
    shell = ["sh", "-c", f'"$@" {redirection}', "sh", *words]
    environment = {**clean_environment(), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(shell, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True, timeout=300)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    assert f"standard output: cannot be written ({said})" in done.stderr
    assert list(tmp_path.glob("output/related/2*/manifest.json")) != []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_summary_whose_device_is_full_is_named_and_status_3(scrapy: Scrapy) -> None:
    run = crawl(scrapy, SEED, settings=("RELATED_SUMMARY=/dev/full",))
    assert run.status == 3
    assert "/dev/full: cannot be written (No space left on device)" in run.err


def test_a_run_whose_log_is_a_file_says_beside_it_only_that_it_failed(scrapy: Scrapy, tmp_path: Path) -> None:
    log = ("--logfile", str(tmp_path / "crawl.log"))
    start = ("crawl", "related", "-a", "depth=0", "-s", REPLAY, *log)
    assert scrapy(*start, "-a", f"url={SEED}").err == ""
    failed = scrapy(*start, "-a", f"url={SEED},{GONE}")
    assert failed.status == 4
    assert failed.err.splitlines() == [
        f"scrapy crawl: run {failed.manifest['run_id']} is over with exit status 4: more seeds failed than"
        f" RELATED_SEEDS_MAY_FAIL allows; the log is {log[1]}",
        f"scrapy crawl: seed {GONE}: could not be read (http)",
    ]
    wrong = scrapy(*start, "-a", f"url={SEED}", "-s", "RELATED_LINKS_LIMIT=none")
    assert (wrong.status, wrong.err.count("\n"), "RELATED_LINKS_LIMIT" in wrong.err) == (2, 1, True)
    last = Path(log[1]).read_text().splitlines()[-1]
    assert " ERROR " in last
    assert "The crawl could not begin: setting RELATED_LINKS_LIMIT: 'none' is not allowed" in last
    scrapy(*start, "-a", f"url={SEED}", "-s", "RELATED_LINKS_LIMIT=none", "-s", "RELATED_LOG_JSON=True")
    document = json.loads(Path(log[1]).read_text().splitlines()[-1])
    assert (document["level"], "RELATED_LINKS_LIMIT" in document["message"]) == ("ERROR", True)
    nowhere = scrapy(*start, "-a", "url=nowhere")
    assert (nowhere.status, nowhere.err.count("\n"), "'nowhere'" in nowhere.err) == (2, 1, True), nowhere.err
    assert "The crawl could not begin: argument url: 'nowhere'" in Path(log[1]).read_text().splitlines()[-1]
    loud = scrapy(*start, "-a", f"url={SEED}", "-L", "LOUD")
    assert (loud.status, loud.err.count("\n"), "LOG_LEVEL" in loud.err) == (2, 1, True)


def test_a_run_that_could_not_begin_has_a_summary_that_says_why(scrapy: Scrapy) -> None:
    start = ("crawl", "related", "-a", f"url={SEED}", "-s", "RELATED_SUMMARY=-")
    wrong, unwritable = scrapy(*start, "-s", "RELATED_LINKS_LIMIT=none"), scrapy(*start, output="/proc/none/run")
    by_lines = scrapy(*start, "-s", "RELATED_LINKS_LIMIT=none", "-s", "RELATED_LOG_JSON=True")
    assert (by_lines.out.count("\n"), json.loads(by_lines.out)) == (1, json.loads(wrong.out))
    neither = scrapy(*start, "-s", "RELATED_LOG_JSON=perhaps")
    assert (neither.status, json.loads(neither.out)["exit_status"]) == (2, 2)
    assert (wrong.status, unwritable.status) == (2, 3)
    for run, named in ((wrong, "'none'"), (unwritable, "/proc/none/run")):
        summary = json.loads(run.out)
        assert summary["exit_status"] == run.status
        assert named in summary["error"]


def test_a_run_that_a_signal_stopped_is_status_5_and_goes_on(tmp_path: Path) -> None:
    with serve(NewsWeb(60, latency=0.1)) as news:
        crawl = stopped_crawl(tmp_path, news)
        crawl.arguments += ["-s", "RELATED_PROGRESS=on"]
        assert crawl.begin().end() == 0
        manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["finish_reason"] == "finished"
    said = r"related: (\d+) pages in all; (\d+) of them in [\d.]+ s, since the run went on"
    [(pages, later)] = re.findall(said, crawl.log)
    outcomes = ("articles", "duplicates", "skipped", "failures")
    assert 0 < int(later) < int(pages) == sum(manifest["counts"][name] for name in outcomes)
    assert "is over (finished, exit status 0), all its starts together: " in crawl.log
    assert sum(site["articles"] for site in manifest["sites"].values()) == manifest["counts"]["articles"]
    assert manifest["seeds"][0]["articles"] == manifest["counts"]["articles"]


def test_where_two_statuses_hold_the_smaller_is_given_and_both_are_named(tmp_path: Path) -> None:
    with serve(NewsWeb(60, latency=0.1)) as news:
        crawl = Crawl(tmp_path, f"url={news.base}/no/such.html,{news.first} depth=99", RETRY_ENABLED=False)
        crawl.arguments += ["-s", "RELATED_PROGRESS=on"]
        crawl.begin().until(lambda: news.asked.total() > 8)
        crawl.signal(signal.SIGTERM)
        assert crawl.end() == 4
        manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
        stopped_again = crawl.begin().end()
    assert (manifest["exit_status"], manifest["exit_statuses"]) == (4, [4, 5])
    both = "exit status 4: more seeds failed than RELATED_SEEDS_MAY_FAIL allows; also 5: it was stopped"
    assert f"is over (shutdown, {both})" in crawl.log
    assert f"\n{both}\n" in crawl.log, "the summary has it too"
    assert stopped_again == 4, "gone on with, the seed has failed all the same"


def test_a_run_without_any_seed_names_that_alone(scrapy: Scrapy) -> None:
    run = crawl(scrapy, GONE)
    assert (run.status, run.manifest["exit_statuses"]) == (1, [1]), "that seeds failed is said by 1"
    assert crawl(scrapy, SEED).manifest["exit_statuses"] == []


def test_a_file_that_could_not_be_brought_to_its_place_is_status_3(scrapy: Scrapy) -> None:
    given = ("-a", f"url={SEED}", "-a", "depth=0", "-s", REPLAY, "-O", "ftp://127.0.0.1:9/stories.jsonl")
    run = scrapy("crawl", "related", *given)
    assert (run.status, run.manifest["exit_status"], len(run.feed("articles"))) == (3, 3, 1)
    assert "exit status 3: the store or the output could not be written" in run.err


def test_a_finished_job_of_mode_new_begins_a_new_run_and_one_of_mode_all_is_done(tmp_path: Path) -> None:
    with serve(NewsWeb(4)) as news:
        jobs = {}
        for mode in ("new", "all"):
            (tmp_path / mode).mkdir()
            jobs[mode] = Crawl(tmp_path / mode, f"url={news.first} depth=9 mode={mode}", RETRY_ENABLED=False)
            assert jobs[mode].begin().end() == 0
        before = {mode: json.loads((tmp_path / mode / "run/manifest.json").read_text()) for mode in jobs}
        assert [job.begin().end() for job in jobs.values()] == [0, 0]
        after = {mode: json.loads((tmp_path / mode / "run/manifest.json").read_text()) for mode in jobs}
    assert after["all"] == before["all"]
    assert "this job is done" in jobs["all"].log
    assert after["new"]["run_id"] != before["new"]["run_id"]
    assert before["new"]["counts"]["articles"] == 4
    assert (after["new"]["counts"]["articles"], after["new"]["seeds"][0]["status"]) == (0, "known")


def test_what_is_no_page_in_an_archive_is_counted_and_has_not_failed(scrapy: Scrapy, tmp_path: Path) -> None:
    news = NewsWeb(2, hosts=("news.example",), port=80)
    write_warc(
        tmp_path / "web.warc.gz",
        [
            Answer("http://news.example/robots.txt", b"User-agent: *\n", content_type="text/plain"),
            Answer("http://news.example/feed", b"<rss version='2.0'/>", content_type="application/rss+xml"),
            Answer("http://news.example/a.png", b"\x89PNG\r\n\x1a\n" + bytes(90), content_type="image/png"),
            Answer("http://news.example/old", b"", status=301),
            Answer(news.first, news.answer(news.path(0)).body),
        ],
    )
    run = scrapy("crawl", "archive", "-a", f"path={tmp_path / 'web.warc.gz'}")
    assert run.status == 0
    assert run.manifest["counts"]["not_pages"] == {"robots": 1, "redirect": 1, "not-html": 2}
    assert (len(run.feed("articles")), run.feed("failures")) == (1, [])
    assert "WARNING" not in run.err


def test_ctrl_c_while_the_process_ends_leaves_the_status_that_the_run_wrote(tmp_path: Path) -> None:
    """The interpreter drops handlers of signals before the objects of modules, of which one presses Ctrl-C here."""
    code = """
import os, signal, sys
from crawler.cli import main

class Late:
    def __del__(self, kill=os.kill, process=os.getpid(), number=signal.SIGINT):
        kill(process, number)

sys.modules["late"] = Late()
main(["related-news", *sys.argv[1:]])
"""
    words = [sys.executable, "-c", code, "crawl", "related", "-a", f"url={SEED}", "-a", "depth=0", "-s", REPLAY]
    environment = {**clean_environment(), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True, timeout=300)
    assert (done.returncode, "exit status 0" in done.stderr) == (0, True), done.stderr


def test_the_first_signal_says_what_it_waits_for_and_the_second_ends_at_once(tmp_path: Path) -> None:
    with serve(NewsWeb(5000, latency=8)) as news:
        crawl = Crawl(tmp_path, f"url={news.first} depth=99", RETRY_ENABLED=False, JOBDIR="")
        crawl.begin().until(lambda: news.at_once > 0)  # a page was asked for and has not come
        crawl.signal(signal.SIGINT)
        crawl.until(lambda: "Stopping: waits for 1 page at hand, 15 s each at most" in crawl.log)
        assert "it cannot be gone on with" in crawl.log
        crawl.signal(signal.SIGINT)
        assert crawl.end() == 5
    [run] = SqliteStore(tmp_path / "store.db").last_runs(9)
    assert run.note["stop_reason"] in ("killed", "shutdown")  # whichever of the two signals got through first
    assert "Traceback" not in crawl.log
