"""Answers that end before their Content-Length, from a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.archive.test_reader import record, write
from tests.conftest import Run, Scrapy
from tests.web.site import page, story

WHOLE = page("The story of the quay", story(1)).body


@contextmanager
def server(bodies: list[bytes]) -> Iterator[tuple[str, list[str]]]:
    """Answers each request for a page with the next body, the last one over again; all claim to be longer."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/robots.txt":
                self.send_error(404)
                return
            body = bodies[min(len(asked), len(bodies) - 1)]
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(WHOLE) + 500))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}", asked
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def crawl(scrapy: Scrapy, bodies: list[bytes]) -> tuple[Run, int]:
    with server(bodies) as (base, asked):
        own = ("-s", "RELATED_ALLOW_PRIVATE=127.0.0.1", "-s", "DOWNLOAD_DELAY=0", "-L", "INFO")
        run = scrapy("crawl", "related", "-a", f"url={base}/2026/03/04/quay.html", *own)
        return run, len(asked)


def test_a_page_that_is_cut_off_once_is_asked_for_again(scrapy: Scrapy) -> None:
    run, asked = crawl(scrapy, [WHOLE[:-200], WHOLE])
    assert (asked, len(run.feed("articles"))) == (2, 1)
    assert "quay.html: shorter than its Content-Length, and whole" in run.err


def test_a_page_that_is_always_cut_off_is_a_failure_after_two_tries(scrapy: Scrapy) -> None:
    run, asked = crawl(scrapy, [WHOLE[:-200]])
    assert (asked, run.feed("articles")) == (2, [])
    assert [(f["reason"], "cut off" in f["detail"]) for f in run.feed("failures")] == [("connection", True)]


@pytest.mark.parametrize("spider", ["archive", "related"])
def test_what_an_archive_has_of_a_cut_off_page_is_read_and_said_to_be_cut_off(
    tmp_path: Path, scrapy: Scrapy, spider: str
) -> None:
    url = "https://news.example/2026/03/04/quay.html"
    head = f"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: {len(WHOLE)}"
    path = write(tmp_path, "a.warc", record(head, WHOLE[:-200], url=url))
    source = ("-a", f"path={path}") if spider == "archive" else ("-a", f"url={url}", "-s", f"RELATED_REPLAY={path}")
    run = scrapy("crawl", spider, *source)
    assert run.status == 0
    assert len(run.feed("articles")) == 1
    assert f"{url} ({path}:0) is cut off: what came of it is read" in run.err
