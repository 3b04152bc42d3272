"""Spidermon at the end of a run: what it calls wrong, and what it leaves alone."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from crawler.store.sqlite import SqliteStore
from tests.conftest import SAMPLE, Run, Scrapy

SEED = "url=https://www.harbourpost.example/2023/06/03/flood-barrier-budget/"
spidermon = pytest.mark.skipif(find_spec("spidermon") is None, reason="Spidermon is not installed (extra: monitor)")


def crawl(scrapy: Scrapy, seed: str = SEED) -> Run:
    return scrapy(
        "crawl", "related", "-a", seed, "-a", "depth=0", "-s", f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}",
        "-s", "SPIDERMON_ENABLED=True",
    )  # fmt: skip


@spidermon
def test_a_good_run_passes(scrapy: Scrapy) -> None:
    run = crawl(scrapy)
    assert run.status == 0, run.err
    assert "Monitors: 5 of 5 passed" in run.err
    assert run.manifest["monitors"] == {"ran": 5, "failed": []}


@spidermon
def test_a_run_without_stories_is_called_wrong(scrapy: Scrapy) -> None:
    assert "no stories" in crawl(scrapy, "url=http://gone.example/").err


@spidermon
def test_a_sudden_drop_is_called_wrong(scrapy: Scrapy, tmp_path: Path) -> None:
    arguments = {"url": SEED.partition("=")[2], "depth": "0"}
    store = SqliteStore(tmp_path / "store.db")
    with store.transaction():
        for n in range(6):
            note = json.dumps({"spider": "related", "arguments": arguments, "counts": {"articles": 40}})
            store.note_run(f"earlier{n}", 1e9 + n, note)
    store.close()
    run = crawl(scrapy)
    assert "1 story; the last runs had 40" in run.err
    [failed] = run.manifest["monitors"]["failed"]
    assert "1 story; the last runs had 40" in failed["detail"]
    assert (run.status, run.manifest["exit_status"]) == (6, 6)


@pytest.mark.skipif(find_spec("spidermon") is not None, reason="Spidermon is installed")
def test_without_spidermon_it_is_one_line_that_says_what_to_install(scrapy: Scrapy) -> None:
    run = crawl(scrapy)
    assert (run.status, run.err.count("\n"), "[monitor]" in run.err) == (2, 1, True)
