"""A component of the user's own that cannot be started is one line that names it, and nothing of it is a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.store.sqlite import SqliteStore
from tests.conftest import ROOT, SAMPLE, Run, Scrapy
from tests.plugins.test_plugins import install
from tests.test_cli import related_news

HERE = "tests.web.failing_components"
FAULT = f"component {HERE}.Fails: cannot be started (ValueError: no key of the service)"
STORE = """
class ForgetfulStore:
    def __init__(self, url):
        raise RuntimeError("no such shelf")
"""


def crawl(scrapy: Scrapy, tmp_path: Path, setting: str) -> Run:
    given = ("-a", "url=http://gone.example/", "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}")
    return scrapy("crawl", "related", *given, "-s", setting, "-s", f"RELATED_SUMMARY={tmp_path / 'summary.json'}")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (f'ITEM_PIPELINES={{"{HERE}.Fails": 500}}', FAULT),
        (f'EXTENSIONS={{"{HERE}.Fails": 500}}', FAULT),
        (f'DOWNLOADER_MIDDLEWARES={{"{HERE}.Fails": 500}}', FAULT),
        (f'SPIDER_MIDDLEWARES={{"{HERE}.Fails": 500}}', FAULT),
        (f'ADDONS={{"{HERE}.Fails": 500}}', FAULT),
        (f"LOG_FORMATTER={HERE}.Fails", FAULT),
        (f"LOG_FORMATTER={HERE}.Missing", f"component {HERE}.Missing: cannot be started (NameError: "),
    ],
)
def test_it_is_named_with_what_it_raised(scrapy: Scrapy, tmp_path: Path, setting: str, said: str) -> None:
    run = crawl(scrapy, tmp_path, setting)
    assert (run.status, run.err.count("\n"), said in run.err) == (2, 1, True), run.err
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert (summary["exit_status"], said in summary["error"]) == (2, True)
    store = SqliteStore(tmp_path / "store.db")
    assert [one.note["stop_reason"] for one in store.last_runs(9)] == ["usage"]
    store.close()


def test_so_is_one_that_fails_as_the_spider_is_opened(scrapy: Scrapy, tmp_path: Path) -> None:
    run = crawl(scrapy, tmp_path, f'ITEM_PIPELINES={{"{HERE}.FailsLater": 500}}')
    last = run.err.splitlines()[-1]
    assert run.status == 2
    assert f"component {HERE}.FailsLater: cannot be started (OSError: the service is away)" in last


@pytest.mark.parametrize("name", ["Fails", "FailsLater"])
def test_latest_stays_with_the_run_before(tmp_path: Path, name: str) -> None:
    page = "https://www.harbourpost.example/2023/06/03/flood-barrier-budget/"
    words = ("crawl", "related", "-a", f"url={page}", "-a", "depth=0", "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}")
    assert related_news(*words, folder=tmp_path).returncode == 0
    [first] = (tmp_path / "output/related").glob("2*")
    assert related_news(*words, "-s", f'ITEM_PIPELINES={{"{HERE}.{name}": 500}}', folder=tmp_path).returncode == 2
    assert sorted((tmp_path / "output/related").iterdir()) == [first, first.with_name("latest")]
    assert first.with_name("latest").resolve() == first.resolve()


def test_a_store_of_a_plugins_is_named_too(tmp_path: Path) -> None:
    module = tmp_path / "gazette.py"
    module.write_text(STORE, encoding="utf-8")
    site = install(tmp_path / "site", module)
    environment = {"PYTHONPATH": f"{site}:{ROOT}"}
    store = ("-s", "RELATED_STORE=forgetful://")
    crawl = ("crawl", "related", "-a", "url=http://gone.example/", *store)
    for words in (crawl, ("store", *store)):
        run = related_news(*words, folder=tmp_path, **environment)
        assert (run.returncode, run.stderr.count("\n")) == (2, 1), run.stderr
        assert "plugin store forgetful: cannot be opened (RuntimeError: no such shelf)" in run.stderr
