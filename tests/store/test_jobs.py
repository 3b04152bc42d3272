"""Which job a command is, whose its folders are, and what keeps it from being begun."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import asdict, replace
from pathlib import Path
from threading import Barrier

import pytest
from scrapy import Request

from crawler.request_meta import RUNS, Tried
from crawler.store.base import StoreError, Story
from crawler.store.feeds import FeedError
from crawler.store.jobdir import JobError
from crawler.store.output import OutputError, prepare_output
from crawler.store.sqlite import SqliteStore
from crawler.store.visits import Visit
from crawler.urls.canonical import page_id
from tests.store.test_checkpoints import opened


@pytest.mark.parametrize(
    ("arguments", "settings", "message"),
    [
        ({"depth": "3"}, {}, r"argument depth: '3', and '2' when the job"),
        ({}, {}, r"argument depth: not given, and '2'"),
        ({"depth": "2", "scope": "site"}, {}, r"argument scope: 'site', and not given"),
        ({"depth": "2"}, {"RELATED_OUTPUT": "/elsewhere"}, r"folder is .*not '/elsewhere'"),
        ({"depth": "2"}, {"RELATED_STORE": "sqlite:////elsewhere.db"}, r"store is .*not 'sqlite:////elsewhere.db'"),
    ],
)
def test_a_job_is_gone_on_with_by_the_same_command_only(
    arguments: dict[str, str], settings: dict[str, str], message: str, tmp_path: Path
) -> None:
    opened(tmp_path, {"depth": "2"}).close()
    with pytest.raises(JobError, match=message) as raised:
        opened(tmp_path, arguments, **settings)
    assert "\n" not in str(raised.value)
    opened(tmp_path, {"depth": "2"}, RELATED_OUTPUT=None).close()


def test_the_feeds_that_a_user_adds_must_be_such_as_can_be_cut_back(tmp_path: Path) -> None:
    for uri, options, message in (
        ("all.jsonl", {"format": "jsonlines", "overwrite": True}, "-O"),
        ("all.csv", {"format": "csv"}, "JSON Lines"),
        ("s3://bucket/all.jsonl", {"format": "jsonlines"}, "local"),
        ("%(time)s.jsonl", {"format": "jsonlines"}, "one for the whole job"),
    ):
        with pytest.raises(JobError, match=message):
            opened(tmp_path, feeds={uri: options})
    mine = tmp_path / "mine.jsonl"
    mine.write_bytes(b"from before\n")
    feeds = {str(mine): {"format": "jsonlines", "overwrite": False}}
    job = opened(tmp_path, feeds=feeds)
    feed = job.feeds.open(mine, overwrite=False)
    feed.write(b"lost\n")
    feed.write_out(durable=False)
    job.close()
    opened(tmp_path, feeds=feeds).close()
    assert mine.read_bytes() == b"from before\n"
    with pytest.raises(JobError, match=r"other\.jsonl: not there when the job"):
        opened(tmp_path, feeds={str(tmp_path / "other.jsonl"): {"format": "jsonlines"}})


def test_a_record_file_belongs_to_the_job_that_began_it(tmp_path: Path) -> None:
    warc = tmp_path / "crawl.warc"
    job = opened(tmp_path, RELATED_RECORD=str(warc))
    job.feeds.open(warc, overwrite=False).write(b"record")
    job.checkpoint()
    job.close()
    warc.write_bytes(b"recordhalf a rec")
    opened(tmp_path, RELATED_RECORD=str(warc)).close()
    assert warc.read_bytes() == b"record"
    with pytest.raises(JobError, match=r"RELATED_RECORD: .* exists"):
        opened(tmp_path, RELATED_RECORD=str(warc), JOBDIR=str(tmp_path / "other"), RELATED_OUTPUT=str(tmp_path / "o"))
    assert warc.read_bytes() == b"record"


def test_a_job_and_a_store_serve_one_crawl_at_a_time(tmp_path: Path) -> None:
    job = opened(tmp_path)
    with pytest.raises(StoreError, match=r"JOBDIR .* in use"):
        opened(tmp_path)
    with pytest.raises(StoreError, match="the store is in use by another crawl; name another with RELATED_STORE"):
        opened(tmp_path, JOBDIR=str(tmp_path / "second"), RELATED_OUTPUT=str(tmp_path / "second run"))
    beside = opened(tmp_path, JOBDIR=None, RELATED_OUTPUT=str(tmp_path / "third run"))
    beside.checkpoint()
    beside.close()
    job.checkpoint()
    assert job.fault is None
    job.close()


def test_a_job_whose_store_is_gone_says_so(tmp_path: Path) -> None:
    opened(tmp_path).close()
    for path in tmp_path.glob("store.db*"):
        path.unlink()
    with pytest.raises(JobError, match=r"the store of this job, .*, is gone"):
        opened(tmp_path)


def test_a_job_folder_that_holds_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / "job.json").write_text(json.dumps(["not", "a", "job"]))
    with pytest.raises(JobError, match=r"job\.json cannot be read"):
        opened(tmp_path)


def test_an_output_folder_serves_one_crawl_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    for jobdir in (None, str(tmp_path / "job")):
        job = opened(tmp_path, JOBDIR=jobdir)
        job.feeds.open(tmp_path / "run" / "articles.jsonl", overwrite=True).write(b"one\n")
        job.checkpoint()
        for other in (None, str(tmp_path / "other job")):
            with pytest.raises(OutputError, match=r"^output folder .*run: in use by another crawl$"):
                opened(tmp_path, JOBDIR=other, RELATED_STORE=f"sqlite:///{tmp_path / 'other.db'}")
        assert (tmp_path / "run" / "articles.jsonl").read_bytes() == b"one\n"
        job.close()
    opened(tmp_path).close()


def test_two_runs_of_one_second_have_a_folder_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    together = Barrier(8)

    def folder(_: int) -> Path:
        together.wait()
        with ExitStack() as open_files:
            return prepare_output(None, "related", open_files)

    with ThreadPoolExecutor(8) as threads:
        for _ in range(5):
            assert len(set(threads.map(folder, range(8)))) == 8


def test_a_feed_that_cannot_be_written_is_told_before_the_run_has_a_folder(tmp_path: Path) -> None:
    taken = tmp_path / "taken.jl"
    taken.mkdir()
    for jobdir in (None, str(tmp_path / "job")):
        with pytest.raises(FeedError, match=r"taken\.jl: cannot be written"):
            opened(tmp_path, feeds={str(taken): {"format": "jl"}}, JOBDIR=jobdir)
        assert not (tmp_path / "run").exists()


def test_a_job_whose_frontier_was_pruned_is_not_gone_on_with(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as job:
        page = page_id("https://news.example/1.html")
        job.memory().add(Story(page, "0" * 64, page))
        job.visits().met(page, 4e9)
        job.visits().put(Visit(page, "story", "", fetched=4e9))
        job.checkpoint()
    store = SqliteStore(tmp_path / "store.db")
    store.prune(3e9)
    store.close()
    with pytest.raises(JobError, match=r"^JOBDIR .*job: .*store\.db knows nothing of this job; .* another JOBDIR$"):
        opened(tmp_path)


def test_a_run_that_cannot_begin_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(opened(tmp_path, RELATED_OUTPUT=None)) as job:
        first = job.folder
        job.feeds.open(first / "articles.jsonl", overwrite=True)
    only_read(tmp_path / "store.db")
    for jobdir in (None, str(tmp_path / "job")):
        with pytest.raises(StoreError, match=r"store\.db: cannot be written \(.* may only be read\)"):
            opened(tmp_path, RELATED_OUTPUT=None, JOBDIR=jobdir)
        assert list(first.parent.iterdir()) == [first]


def only_read(store: Path) -> None:
    """Give a store's file a version of the format that SQLite reads and does not write."""
    with store.open("r+b") as file:
        file.seek(18)
        file.write(b"\3")


def test_a_run_whose_store_cannot_be_opened_leaves_the_feeds_of_the_run_before(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "articles.jsonl").write_bytes(b"before\n")
    (tmp_path / "store.db").write_bytes(b"no store, " * 1000)
    for jobdir in (None, str(tmp_path / "job")):
        with pytest.raises(StoreError):
            opened(tmp_path, JOBDIR=jobdir)
        assert [path.name for path in (tmp_path / "run").iterdir()] == ["articles.jsonl"]


def test_a_job_whose_identity_holds_a_password_goes_on(tmp_path: Path) -> None:
    """Releases before wrote arguments as they were given."""
    opened(tmp_path, {"url": "https://a.example/x"}).close()
    [identity] = (tmp_path / "job").glob("*.json")
    identity.write_text(identity.read_text().replace("https://a.example", "https://ann:secret@a.example"))
    opened(tmp_path, {"url": "https://a.example/x"}).close()


def test_a_recurring_jobs_next_run_takes_over_what_waited_for_hosts_that_did_not_answer(tmp_path: Path) -> None:
    given = {"mode": "new"}
    first = opened(tmp_path, given, RELATED_OUTPUT=None)
    first.frontier.add("dead.example", 0, "request")
    first.finish("unreachable")
    first.close()
    whole_job = (tmp_path / "job" / "job.json").read_bytes()
    killed = opened(tmp_path, given, RELATED_OUTPUT=None)
    killed.close()
    (tmp_path / "job" / "job.json").write_bytes(whole_job)  # as if it was killed before its folder was told
    second = opened(tmp_path, given, RELATED_OUTPUT=None)
    assert (second.identity.follows, second.frontier.waiting()) == (first.run_id, ["request"])
    lease = second.frontier.lease(lambda host: True)
    assert lease is not None
    second.frontier.done(lease.number)
    second.finish("unreachable")
    second.close()
    third = opened(tmp_path, given, RELATED_OUTPUT=None)
    assert third.frontier.waiting() == []
    third.finish("finished")
    third.close()
    with closing(SqliteStore(tmp_path / "store.db")) as store:
        assert store.frontier(first.run_id).waiting() == [], "what was taken over is forgotten in the run after"


def test_a_run_that_ended_with_all_its_stories_leaves_nothing_to_the_next(tmp_path: Path) -> None:
    first = opened(tmp_path, {"mode": "new"}, RELATED_OUTPUT=None)
    first.frontier.add("news.example", 0, "more than max_articles")
    first.finish("finished")
    first.close()
    second = opened(tmp_path, {"mode": "new"}, RELATED_OUTPUT=None)
    assert (second.identity.follows, second.frontier.waiting()) == ("", [])
    second.close()


def test_a_page_is_tried_anew_in_each_run_that_takes_it_over_but_not_for_ever() -> None:
    request = Request("http://dead.example/")
    Tried.note(request, "connection", "refused")
    for number in range(2, RUNS + 3):
        tried = Tried.of(request)
        assert tried is not None
        request.meta["tried"] = asdict(replace(tried, postponed=3))
        for _ in range(2):  # the second time it is this run's own
            tried = Tried.of(request)
            assert tried is not None
            tried.begin_run(request, f"run {number}")
            begun = Tried.of(request)
            assert begun is not None
            assert (begun.postponed, begun.runs) == ((0, number) if number <= RUNS else (3, RUNS))
