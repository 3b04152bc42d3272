"""Order, bounds and stopping, as the servers and the feeds see them."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.news import NewsWeb
from tests.web.news import serve as serve_news
from tests.web.process import LONGEST, Crawl
from tests.web.site import Reply, Site
from tests.web.site import serve as serve_site

BEST_FIRST = ["/0", "/8", "/7", "/6", "/99", "/5", "/4", "/3", "/2", "/1"]


@pytest.fixture
def numbers() -> Iterator[Site]:
    with serve_site({path: Reply(b"<p>page") for path in BEST_FIRST}) as site:
        yield site


@pytest.fixture
def news() -> Iterator[NewsWeb]:
    with serve_news(NewsWeb(60, latency=0.02)) as web:
        yield web


def order(folder: Path, site: Site, **settings: object) -> Crawl:
    return Crawl(folder, f"url={site.base}", SPIDER_MODULES="tests.web.probe", **settings)


def test_a_request_is_held_until_everything_it_led_to_is_through(tmp_path: Path, numbers: Site) -> None:
    """Pins what the scheduler takes for done: it reads Scrapy's own sets, which no signal announces."""
    assert order(tmp_path, numbers, CONCURRENT_REQUESTS_PER_DOMAIN=8).begin().end() == 0
    probe = json.loads((tmp_path / "run" / "probe.json").read_text())
    assert {stage: set(held) for stage, held in probe["held"].items()} == {
        "reached": {True}, "left": {True}, "received": {False}, "scraped": {True},
    }  # fmt: skip
    assert probe["left"] == [0]


def test_the_best_goes_next_even_where_a_host_must_wait(tmp_path: Path, numbers: Site) -> None:
    assert order(tmp_path, numbers, DOWNLOAD_DELAY=1).begin().end() == 0  # longer than a page's reading ever takes
    assert numbers.paths() == BEST_FIRST


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_order_goes_on_where_a_crawl_was_stopped(tmp_path: Path, numbers: Site, number: int) -> None:
    crawl = order(tmp_path, numbers, DOWNLOAD_DELAY=1).begin()
    crawl.until(lambda: len(numbers.paths()) == 4)
    crawl.signal(number)
    assert crawl.end() == (5 if number == signal.SIGTERM else -number)  # 5: stopped, and it can go on
    assert crawl.begin().end() == 0
    asked = numbers.paths()
    assert list(dict.fromkeys(asked)) == BEST_FIRST
    assert asked == BEST_FIRST or number == signal.SIGKILL
    assert sorted(crawl.feed("failures")) == sorted(BEST_FIRST)


def test_ctrl_c_does_not_wait_for_what_waits(tmp_path: Path, numbers: Site) -> None:
    crawl = order(tmp_path, numbers, DOWNLOAD_DELAY=2 * LONGEST).begin()  # end() does not wait so long
    crawl.until(lambda: numbers.paths() == ["/0"])
    time.sleep(0.3)
    crawl.signal(signal.SIGINT)
    assert crawl.end() == 5


def test_one_host_is_asked_one_at_a_time_without_a_delay_too(tmp_path: Path, news: NewsWeb) -> None:
    assert Crawl(tmp_path, f"url={news.first} depth=9").begin().end() == 0
    assert news.at_once == 1


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL])
def test_max_articles_is_exact_over_restarts(tmp_path: Path, news: NewsWeb, stop: int) -> None:
    arguments = f"url={news.first} depth=9 max_articles=23"
    crawl = Crawl(tmp_path, arguments, CONCURRENT_REQUESTS_PER_DOMAIN=16).begin()
    crawl.until(lambda: news.asked.total() >= 12)
    crawl.signal(stop)
    crawl.end()
    assert crawl.begin().end() == 0
    assert len(crawl.feed("articles")) == 23
    asked = news.asked.total()
    assert crawl.begin().end() == 0
    assert (len(crawl.feed("articles")), news.asked.total()) == (23, asked)


@pytest.mark.parametrize("signals", [[signal.SIGINT], [signal.SIGINT, signal.SIGINT]])
def test_a_stopped_crawl_goes_on_and_loses_nothing(tmp_path: Path, news: NewsWeb, signals: list[int]) -> None:
    arguments = f"url={news.first} depth=9"
    crawl = Crawl(tmp_path, arguments, CONCURRENT_REQUESTS_PER_DOMAIN=4, RETRY_ENABLED=False).begin()
    crawl.until(lambda: news.asked.total() >= 20)
    for number in signals:
        crawl.signal(number)
        time.sleep(0.02)
    crawl.end()
    stopped = news.asked.total()
    assert stopped < 55
    assert crawl.begin().end() == 0
    found = Counter(crawl.feed("articles") + crawl.feed("duplicates") + crawl.feed("failures"))
    assert set(found.values()) == {1}
    assert set(found) == {news.path(number) for number in range(news.pages)}
    if len(signals) == 1:
        assert set(news.asked.values()) == {1}
