"""Metrics as the collectors read them."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import ROOT, SAMPLE, Run, Scrapy

SEEDS = "url=https://www.harbourpost.example/2023/06/03/flood-barrier-budget/,http://gone.example/"


def crawl(scrapy: Scrapy, setting: str) -> Run:
    replay = f"RELATED_REPLAY={SAMPLE / 'web.warc.gz'}"
    return scrapy("crawl", "related", "-a", SEEDS, "-a", "depth=0", "-s", replay, "-s", setting)


def test_prometheus_reads_what_came_of_the_run(scrapy: Scrapy, tmp_path: Path) -> None:
    (tmp_path / "related.prom").symlink_to(tmp_path / "written.prom")
    run = crawl(scrapy, f"RELATED_METRICS_FILE={tmp_path / 'related.prom'}")
    assert (tmp_path / "related.prom").is_symlink()
    assert run.status == 4, run.err
    families = text_string_to_metric_families((tmp_path / "related.prom").read_text())
    found = {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}
    assert found["related_news_pages", "articles"] == found["related_news_pages", "failures"] == 1
    assert found["related_news_failures", "http"] == 1
    assert found["related_news_answers", "404"] == 1
    assert found["related_news_seeds", "failed"] == 1
    reasons = {reason for name, *labels in found for reason in labels if name == "related_news_failures"}
    assert {"http", "timeout"} <= reasons
    assert reasons.isdisjoint({"since", "language", "match", "relevance"})
    assert found["related_news_skipped", "since"] == 0
    assert (found["related_news_running",], found["related_news_exit_status",]) == (0, 4)
    assert found["related_news_bytes",] == run.manifest["bytes"]
    documented = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert [name for name, *_ in found if f"`{name}`" not in documented] == []


def test_statsd_gets_the_same_as_gauges(scrapy: Scrapy) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(1)
        crawl(scrapy, f"RELATED_STATSD=127.0.0.1:{server.getsockname()[1]}")
        lines = set()
        try:
            while True:
                lines.add(server.recv(4096).decode())
        except TimeoutError:
            pass
    assert {"related_news.pages.articles:1|g", "related_news.running:0|g", "related_news.exit_status:4|g"} <= lines


def test_a_wrong_address_or_file_is_a_usage_error(scrapy: Scrapy) -> None:
    assert "takes HOST:PORT" in crawl(scrapy, "RELATED_STATSD=host:many").err
    assert "ends with .prom" in crawl(scrapy, "RELATED_METRICS_FILE=metrics.txt").err


@pytest.mark.parametrize("place", ["/proc/related.prom", "/no/such/related.prom", "{folder}/file/related.prom"])
def test_a_file_that_cannot_be_written_is_noticed_before_the_crawl(scrapy: Scrapy, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.prom").mkdir()
    for path in (place.format(folder=tmp_path), tmp_path / "folder.prom"):
        run = crawl(scrapy, f"RELATED_METRICS_FILE={path}")
        assert (run.status, run.err.count("\n"), run.folder.exists()) == (2, 1, False)
        assert f"RELATED_METRICS_FILE: '{path}' is not allowed" in run.err
