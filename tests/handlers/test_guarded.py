"""What the download handler does on connections that are really made."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT, clean_environment
from tests.web.hostile.server import Server, answer, endless, raw

ASK = """
import sys
from scrapy import Request
from scrapy.utils.reactor import install_reactor
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from scrapy.utils.test import get_crawler
from scrapy.utils.defer import deferred_from_coro
from twisted.internet import reactor
from crawler.handlers.guarded import GuardedHandler

crawler = get_crawler(settings_dict={"RELATED_ALLOW_PRIVATE": sys.argv[1], "DOWNLOAD_TIMEOUT": 5})
handler = GuardedHandler(crawler)

async def ask():
    for url in sys.argv[2:]:
        url, _, proxy = url.partition(" ")
        try:
            response = await handler.download_request(Request(url, meta={"proxy": proxy} if proxy else {}))
            print(response.status, len(response.body))
        except Exception as error:
            print(type(error).__name__, getattr(error, "reason", ""))
    await handler.close()

deferred_from_coro(ask()).addBoth(lambda _: reactor.stop())
reactor.run()
"""


def ask(allowed: str, *urls: str) -> list[str]:
    """What becomes of requests that go to the handler alone, past every check before it; "URL PROXY" for a proxy."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, allowed, *urls],
        cwd=ROOT,
        env=clean_environment() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def outcomes() -> list[str]:
    server = Server()
    server.pages["/page"] = answer(b"x" * 10)
    server.pages["/head"] = endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 1000)
    server.pages["/two"] = raw(
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz"
    )
    server.pages["http://name.invalid/page"] = answer(b"x" * 20)
    base = server.base
    found = [
        *ask("", f"{base}/page", f"{base.replace('127.0.0.1', 'localhost')}/page", f"http://name.invalid/page {base}"),
        str(server.asked["/page"]),
        *ask("127.0.0.1", f"{base}/page", f"{base}/head", f"{base}/two"),
        *ask("localhost", f"{base.replace('127.0.0.1', 'localhost')}/page"),
    ]
    server.close()
    return found


def test_a_connection_that_leads_inside_is_closed_before_anything_is_said(outcomes: list[str]) -> None:
    assert outcomes[:2] == ["PeerRefused address", "PeerRefused address"]
    assert outcomes[3] == "0"


def test_the_operators_proxy_is_exempt(outcomes: list[str]) -> None:
    assert outcomes[2] == "200 20"


def test_opened_addresses_and_names_are_asked(outcomes: list[str]) -> None:
    assert outcomes[4] == "200 10"
    assert outcomes[7] == "200 10"


def test_headers_without_end_are_given_up(outcomes: list[str]) -> None:
    assert outcomes[5] == "HeadTooLarge too-large"


def test_of_two_answers_the_first_counts(outcomes: list[str]) -> None:
    assert outcomes[6] == "200 3"
