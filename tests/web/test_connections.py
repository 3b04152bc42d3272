"""Connections, names and encodings as a server, a proxy or the system sees them."""

from __future__ import annotations

import gzip
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.handlers.connections import most_idle
from tests.conftest import ROOT, clean_environment, read_lines
from tests.web.hostile.crawl import crawl as hostile_crawl
from tests.web.hostile.server import Server, answer, head, raw
from tests.web.process import Crawl
from tests.web.site import page, story

SEED = "/2026/03/05/story-of-the-harbour.html"
_FAST = {"RELATED_ALLOW_PRIVATE": "127.0.0.0/8", "JOBDIR": "", "RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 30}


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server("0.0.0.0")
    found.fallback = answer(page("A story of the harbour", story(3)).body)
    yield found
    found.close()


def test_a_header_line_of_200_kib_is_read(tmp_path: Path, server: Server) -> None:
    long = answer(page("A story", story(4)).body, Content_Security_Policy="img-src " + "a.example " * 20_000)
    server.pages[SEED] = long
    found = Crawl(tmp_path, f"url=http://127.0.0.1:{server.port}{SEED}", **_FAST).begin()
    assert found.end() == 0
    assert found.feed("articles") == [SEED]
    assert server.asked[SEED] == 1


def test_a_feed_that_is_shorter_than_announced_and_ends_as_it_should_is_read_at_once(
    tmp_path: Path, server: Server
) -> None:
    link = f"http://127.0.0.1:{server.port}{SEED}"
    feed = f"<rss version='2.0'><channel><item><title>T</title><link>{link}</link></item></channel></rss>\n".encode()
    server.pages["/feed"] = raw(head(len(feed) + 99, "application/rss+xml") + feed)
    found = Crawl(tmp_path, f"url=http://127.0.0.1:{server.port}/feed depth=0", **_FAST).begin()
    assert found.end() == 0
    assert found.feed("articles") == [SEED]
    assert server.asked["/feed"] == 1


def test_answers_come_compressed_where_the_server_can(tmp_path: Path, server: Server) -> None:
    body = page("A story", story(5)).body
    asked: list[str] = []

    def serve(connection: object, request: object) -> None:
        asked.append(request.headers.get("accept-encoding", ""))  # type: ignore[attr-defined]
        answer(gzip.compress(body), Content_Encoding="gzip")(connection, request)  # type: ignore[arg-type]

    server.pages[SEED] = serve
    found = Crawl(tmp_path, f"url=http://127.0.0.1:{server.port}{SEED}", **_FAST).begin()
    assert found.end() == 0
    assert found.feed("articles") == [SEED]
    assert "gzip" in asked[0]


def test_a_crawl_of_many_hosts_gets_by_with_256_open_files(tmp_path: Path, server: Server) -> None:
    hosts = [f"127.1.{n // 200}.{1 + n % 200}" for n in range(300)]
    (tmp_path / "urls").write_text("\n".join(f"http://{host}:{server.port}/story-{host}.html" for host in hosts))
    arguments = Crawl(
        tmp_path, f"urls_file={tmp_path / 'urls'} depth=0 max_articles=400", **_FAST, RELATED_DEDUPE_ENABLED=False
    ).arguments
    command = [sys.executable, "-m", "scrapy", *arguments]
    most = 0
    with (tmp_path / "log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, env=clean_environment(),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256)),
        )  # fmt: skip
        while process.poll() is None:
            most = max(most, open_files(process.pid))
            time.sleep(0.02)
    assert process.returncode == 0
    assert "Too many open files" not in (tmp_path / "log").read_text()
    assert len(read_lines(tmp_path / "run" / "articles.jsonl")) == 300
    assert 20 < most < 200


def open_files(pid: int) -> int:
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0


def test_few_files_leave_room_for_few_idle_connections() -> None:
    assert most_idle(256) == 16
    assert most_idle(4096) == 256
    assert most_idle(64) == 1


def test_behind_a_proxy_nobody_waits_for_names_that_are_not_known_here(tmp_path: Path) -> None:
    """The machine's look-ups take a second each, as where no name server answers; the proxy knows every name."""
    proxy = Server("127.0.0.1")
    urls = [f"http://host-{n}.test/2026/03/05/story-{n}.html" for n in range(12)]
    for n, url in enumerate(urls):
        proxy.pages[url] = answer(page(f"Story {n}", story(n + 1)).body)
    names = ";".join(f"host-{n}.test=~1" for n in range(12))
    run = hostile_crawl(tmp_path, {"url": ",".join(urls), "depth": "0"}, {}, names=names, proxy=proxy.base)
    proxy.close()
    assert {a["requested_url"] for a in run.feed("articles")} == set(urls)
    looked_up = run.log.count("looked up")
    assert looked_up <= 12, "each name once at most"
