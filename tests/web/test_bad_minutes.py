"""The network has a bad minute: hosts that go and come back, robots.txt that fails, a crawl begun offline."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.extensions.verdict import NO_SEED, SEEDS_FAILED
from tests.conftest import read_lines
from tests.web.hostile.server import Serve, Server, answer, first_then, raw, reset_after
from tests.web.process import Crawl
from tests.web.site import page, story

PAGES = 12


def path(number: int) -> str:
    return f"/2026/03/05/story-{number}.html"


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    """Hosts, each with some stories that say where they are and a seed that leads to all of them."""
    found = [Server(f"127.0.0.{number}") for number in range(21, 25)]
    for server in found:
        stories = {path(n): page(f"Story {n} of {server.host}", story(n + 100 * server.port)) for n in range(PAGES)}
        links = {server.base + name: f"Story {name} about the harbour office" for name in stories}
        server.pages = {name: answer(reply.body) for name, reply in stories.items()}
        server.pages["/"] = answer(page("The seed of all", story(7 + server.port), links).body)
        server.pages["/robots.txt"] = answer("User-agent: *\nAllow: /", "text/plain")
    yield found
    for server in found:
        server.close()


def crawl(folder: Path, servers: list[Server], arguments: str = "depth=1", **settings: object) -> Crawl:
    """A job over some hosts, or with the seeds that its arguments name, and with a clock whose seconds are short."""
    options = {
        "ROBOTSTXT_OBEY": True, "RELATED_ALLOW_PRIVATE": "127.0.0.0/8", "DOWNLOAD_DELAY": 0.05, "RETRY_TIMES": 1,
        "RELATED_WAIT_LIMIT": 1, "RELATED_ROBOTS_RETRY": "1,2,4", "DOWNLOAD_TIMEOUT": 30,
    }  # fmt: skip
    seeds = f"url={','.join(server.base + '/' for server in servers)} " if servers else ""
    return Crawl(folder, seeds + arguments, **(options | settings))


def outcomes(found: Crawl) -> Counter[str]:
    """What was written of each page: feed -> lines."""
    return Counter({name: len(found.feed(name)) for name in ("articles", "duplicates", "failures")})


def manifest(found: Crawl) -> dict[str, Any]:
    return dict(json.loads((found.folder / "run" / "manifest.json").read_text()))


def asked(server: Server) -> int:
    return sum(count for name, count in server.asked.items() if "story" in name)


def test_a_host_that_goes_and_comes_back_loses_nothing(tmp_path: Path, servers: list[Server]) -> None:
    found = crawl(tmp_path, servers[:2]).begin()
    found.until(lambda: asked(servers[0]) >= 3)
    servers[0].down()
    found.until(lambda: "127.0.0.21 does not answer" in found.log)
    time.sleep(1)
    servers[0].up()
    assert found.end() == 0
    assert outcomes(found) == {"articles": 2 * (PAGES + 1), "duplicates": 0, "failures": 0}
    assert manifest(found)["finish_reason"] == "finished"


def test_a_host_that_is_away_when_it_is_first_asked_loses_nothing(tmp_path: Path, servers: list[Server]) -> None:
    stories = {servers[1].base + path(n): f"Story {n} about the harbour office" for n in range(PAGES)}
    servers[0].pages["/"] = answer(page("The seed of all", story(7), stories).body)
    servers[1].down()
    found = crawl(tmp_path, servers[:1]).begin()
    found.until(lambda: found.log.count("127.0.0.22 does not answer") >= 2)
    servers[1].up()
    assert found.end() == 0
    assert outcomes(found) == {"articles": PAGES + 1, "duplicates": 0, "failures": 0}
    assert manifest(found)["finish_reason"] == "finished"
    assert manifest(found)["counts"]["host_rests"] == found.log.count("127.0.0.22 does not answer")


def test_a_host_that_stays_away_leaves_its_pages_in_the_frontier(tmp_path: Path, servers: list[Server]) -> None:
    found = crawl(tmp_path, servers[:2]).begin()
    found.until(lambda: asked(servers[0]) >= 3)
    servers[0].down()
    assert found.end() == 0
    left = manifest(found)["counts"]["frontier_left"]
    assert manifest(found)["finish_reason"] == "unreachable"
    assert outcomes(found) == {"articles": 2 * (PAGES + 1) - left, "duplicates": 0, "failures": 0}
    assert f"{left} requests are left, for 127.0.0.21: the same command goes on with them" in found.log
    servers[0].up()
    assert found.begin().end() == 0
    assert outcomes(found) == {"articles": 2 * (PAGES + 1), "duplicates": 0, "failures": 0}
    assert set(Counter(found.feed("articles")).values()) <= {1, 2}  # each path on each host


def feed(*addresses: str) -> Serve:
    """A feed that leads to some pages."""
    items = "".join(f"<item><title>About {a}</title><link>{a}</link></item>" for a in addresses)
    return answer(f"<rss version='2.0'><channel>{items}</channel></rss>", "application/rss+xml")


@pytest.mark.parametrize("mode", ["new", "refresh"])
def test_a_dead_host_keeps_a_recurring_job_from_nothing_and_is_read_once_it_is_back(
    tmp_path: Path, servers: list[Server], mode: str
) -> None:
    alive, dead = servers[:2]
    onward = {dead.base + path(5): "Story 5 about the harbour office"}
    alive.pages[path(0)] = answer(page("Story 0", story(100), onward).body)
    alive.pages[path(3)] = answer(page("Story 3", story(103), onward).body)
    alive.pages["/feed"] = feed(*(alive.base + path(n) for n in range(3)))
    dead.down()
    found = crawl(tmp_path, [], f"url={alive.base}/feed depth=1 mode={mode}")
    assert found.begin().end() == 0
    assert (manifest(found)["finish_reason"], found.feed("articles")) == ("unreachable", [path(0), path(1), path(2)])
    alive.pages["/feed"] = feed(*(alive.base + path(n) for n in range(5)))
    assert found.begin().end() == 0
    assert (manifest(found)["finish_reason"], found.feed("articles")) == ("unreachable", [path(3), path(4)])
    assert manifest(found)["counts"]["frontier_left"] == 1
    dead.up()
    assert found.begin().end() == 0
    assert (manifest(found)["finish_reason"], found.feed("articles")) == ("finished", [path(5)])
    assert found.begin().end() == 0
    assert outcomes(found).total() == 0, "nothing is asked for or taken over twice"
    assert dead.asked[path(5)] == 1


def test_a_seed_that_waits_for_its_host_was_not_read(tmp_path: Path, servers: list[Server]) -> None:
    servers[1].down()
    found = crawl(tmp_path, servers[:2], RELATED_ROBOTS_RETRY="1,300")  # the second rest is too long to wait for
    assert found.begin().end() == SEEDS_FAILED
    assert manifest(found)["finish_reason"] == "unreachable"
    assert [(seed["status"], seed["reason"]) for seed in manifest(found)["seeds"]] == [
        ("read", None),
        ("failed", "connection"),
    ]
    servers[1].up()
    assert found.begin().end() == 0
    assert outcomes(found) == {"articles": 2 * (PAGES + 1), "duplicates": 0, "failures": 0}


def test_without_a_job_what_was_tried_is_a_failure_and_what_was_not_is_left(
    tmp_path: Path, servers: list[Server]
) -> None:
    found = crawl(tmp_path, servers[:2], JOBDIR="").begin()
    found.until(lambda: asked(servers[0]) >= 3)
    servers[0].down()
    assert found.end() == 0
    failures = read_lines(tmp_path / "run" / "failures.jsonl")
    left = manifest(found)["counts"]["frontier_left"]
    assert failures
    assert left
    assert {(f["reason"], "127.0.0.21" in f["url"], f["attempts"] > 1) for f in failures} == {
        ("connection", True, True)
    }
    assert outcomes(found).total() + left == 2 * (PAGES + 1)


def test_when_all_hosts_fail_at_once_the_crawl_pauses(tmp_path: Path, servers: list[Server]) -> None:
    found = crawl(tmp_path, servers).begin()
    found.until(lambda: all(asked(server) >= 3 for server in servers))
    for server in servers:
        server.down()
    found.until(lambda: "The crawl pauses" in found.log)
    time.sleep(0.5)
    for server in servers:
        server.up()
    assert found.end() == 0
    assert outcomes(found) == {"articles": 4 * (PAGES + 1), "duplicates": 0, "failures": 0}
    assert "answers: the crawl goes on" in found.log


@pytest.mark.parametrize("hosts", [1, 4])
def test_a_job_begun_offline_is_open_and_goes_on(tmp_path: Path, servers: list[Server], hosts: int) -> None:
    for server in servers:
        server.down()
    found = crawl(tmp_path, servers[:hosts]).begin()
    assert found.end() == 1
    assert outcomes(found).total() == 0
    for server in servers:
        server.up()
    assert found.begin().end() == 0
    assert outcomes(found) == {"articles": hosts * (PAGES + 1), "duplicates": 0, "failures": 0}


@pytest.mark.parametrize("fault", ["status", "reset"])
def test_a_robots_txt_that_fails_for_a_moment_closes_the_host_for_a_moment(
    tmp_path: Path, servers: list[Server], fault: str
) -> None:
    [server, *_] = servers
    failing = answer(b"", status=503) if fault == "status" else reset_after(b"")
    server.pages["/robots.txt"] = first_then(4, failing, server.pages["/robots.txt"])
    found = crawl(tmp_path, [server]).begin()
    assert found.end() == 0
    assert outcomes(found) == {"articles": PAGES + 1, "duplicates": 0, "failures": 0}


def test_a_robots_txt_that_keeps_failing_is_a_failure_with_its_own_reason(
    tmp_path: Path, servers: list[Server]
) -> None:
    servers[0].pages["/robots.txt"] = answer(b"", status=503)
    found = crawl(tmp_path, servers[:2], JOBDIR="", RELATED_ROBOTS_RETRY="100").begin()
    assert found.end() == SEEDS_FAILED
    [failure] = read_lines(tmp_path / "run" / "failures.jsonl")
    assert (failure["reason"], failure["url"]) == ("robots-unreachable", servers[0].base + "/")
    assert servers[0].asked["/"] == 0


def test_what_came_of_a_robots_txt_that_was_cut_off_counts(tmp_path: Path, servers: list[Server]) -> None:
    rules = f"User-agent: *\nDisallow: {path(3)}\n".encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 900\r\n\r\n"
    servers[0].pages["/robots.txt"] = raw(head + rules)
    servers[1].pages["/robots.txt"] = reset_after(head + rules)
    found = crawl(tmp_path, servers[:2]).begin()
    assert found.end() == 0
    assert found.feed("failures") == [path(3)] * 2
    assert {line["reason"] for line in read_lines(tmp_path / "run" / "failures.jsonl")} == {"robots"}


def test_a_crawl_delay_is_kept_after_a_restart(tmp_path: Path, servers: list[Server]) -> None:
    [server, *_] = servers
    server.pages["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 0.7", "text/plain")
    found = crawl(tmp_path, [server]).begin()
    found.until(lambda: asked(server) >= 3)
    found.until(lambda: found.stories_in_store() > 0)  # a checkpoint holds what is known of the host
    found.signal(9)
    found.end()
    begun = time.monotonic()
    assert found.begin().end() == 0
    assert server.asked["/robots.txt"] == 1
    at = [when for when, name in server.times if when > begun]
    assert len(at) >= 4
    # The server may note a request late, and the next one in time: only all delays together have a lower bound.
    assert at[-1] - begun >= 0.7 * (len(at) - 1)


def test_the_networks_failures_do_not_use_up_the_retries_of_a_pages_own(tmp_path: Path, servers: list[Server]) -> None:
    [server, *_] = servers
    flaky, hopeless = path(3), path(4)
    good, broken, reset = server.pages[flaky], answer(b"", status=500), reset_after(b"HTTP/1.1 200 X\r\n")
    server.pages[flaky] = first_then(2, reset, first_then(4, broken, good))
    server.pages[hopeless] = lambda to, request: (reset if request.times % 2 else broken)(to, request)
    found = crawl(tmp_path, [server], RETRY_TIMES=2).begin()
    assert found.end() == 0
    assert found.feed("failures") == [hopeless]
    assert len(found.feed("articles")) == PAGES
    assert (server.asked[flaky], server.asked[hopeless]) == (5, 4)
    [failure] = read_lines(tmp_path / "run" / "failures.jsonl")
    assert failure["attempts"] == 4


def test_without_a_job_nobody_waits_for_a_link_to_a_dead_host(tmp_path: Path, servers: list[Server]) -> None:
    server, dead = servers[:2]
    dead.down()
    link = {dead.base + path(0): "What was said about the harbour office"}
    server.pages["/"] = answer(page("The seed of all", story(7), link).body)
    found = crawl(tmp_path, [server], JOBDIR="", RELATED_WAIT_LIMIT=1000).begin()
    assert found.end() == 0
    assert found.feed("failures") == [path(0)]
    assert "Gave up " + dead.base in found.log


def test_a_dead_seed_alone_ends_at_once(tmp_path: Path, servers: list[Server]) -> None:
    servers[0].down()
    found = crawl(tmp_path, servers[:1], JOBDIR="", RELATED_WAIT_LIMIT=1000).begin()
    assert found.end() == NO_SEED
    assert len(found.feed("failures")) == 1
