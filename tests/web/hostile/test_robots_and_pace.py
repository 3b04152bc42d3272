"""robots.txt as hosts really serve it, and hosts that are slow, busy or broken: each host is an address of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from crawler.extensions.verdict import SEEDS_FAILED
from tests.web.hostile.crawl import Run, crawl
from tests.web.hostile.pages import page
from tests.web.hostile.server import Serve, Server, answer, endless, head, redirect, reset_after, silence

STORY = "/2024/05/03/story-of-the-harbour-office.html"
OTHER = "/2024/05/03/other-of-the-harbour-office.html"
_LARGE = b"User-agent: *\nDisallow: " + OTHER.encode() + b"\n" + b"# filler\n" * 60_000 + b"Disallow: /\n"


def _text(body: bytes | str, status: int = 200, **more: str) -> Serve:
    return answer(body, "text/plain", status, **more)


ROBOTS: dict[str, tuple[Serve, dict[str, str]]] = {
    # host: (robots.txt, {page: what comes of it})
    "disallow": (_text(f"User-agent: *\nDisallow: {STORY}"), {STORY: "robots", OTHER: "article"}),
    "longest": (_text("User-agent: *\nDisallow: /\nAllow: /2024/*/03/story"), {STORY: "article", OTHER: "robots"}),
    "bom-crlf": (
        _text(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: " + STORY.encode() + b"\r\n"),
        {STORY: "robots", OTHER: "article"},
    ),
    "own-group": (
        _text(f"User-agent: *\nDisallow: /\n\nUser-agent: Related-News-Crawler/2\nDisallow: {OTHER}"),
        {STORY: "article", OTHER: "robots"},
    ),
    "redirected": (redirect("/elsewhere/robots.txt"), {STORY: "robots"}),
    "too-large": (_text(_LARGE), {STORY: "article", OTHER: "robots"}),
    "endless": (
        endless(head(None, "text/plain") + _LARGE[:99], b"# and on\n" * 4096),
        {STORY: "article", OTHER: "robots"},
    ),
    "hanging": (silence, {STORY: "robots-unreachable"}),
    "broken": (_text("User-agent: *\nAllow: /", 503), {STORY: "robots-unreachable"}),
    "busy": (_text("", 429, Retry_After="0"), {STORY: "robots-unreachable"}),
    "reset": (reset_after(head(100, "text/plain")), {STORY: "robots-unreachable"}),
    "missing": (_text("User-agent: *\nDisallow: /", 404), {STORY: "article"}),
    "forbidden": (_text("no", 403), {STORY: "article"}),
}


class Hosts:
    """A server for each entry of ROBOTS, and some more."""

    def __init__(self) -> None:
        self.servers = {name: Server(f"127.0.0.{n}") for n, name in enumerate([*ROBOTS, "failing"], 1)}
        for name, (robots, pages) in ROBOTS.items():
            server = self.servers[name]
            server.pages["/robots.txt"] = robots
            for path in pages:
                server.pages[path] = answer(page(f"{name}{path[12:17]}"))
        elsewhere = _text(f"User-agent: *\nDisallow: {STORY}")
        self.servers["redirected"].pages["/elsewhere/robots.txt"] = elsewhere
        failing = self.servers["failing"]
        failing.pages["/robots.txt"] = _text("", 404)
        failing.fallback = reset_after(b"")
        self.failing = [f"{failing.base}/2024/05/03/failing-{n}-of-the-office.html" for n in range(60)]

    def urls(self) -> list[str]:
        """Every page to ask for."""
        listed = [self.servers[name].base + path for name, (_, pages) in ROBOTS.items() for path in pages]
        return [*listed, *self.failing]


@pytest.fixture(scope="module")
def hosts() -> Iterator[Hosts]:
    found = Hosts()
    yield found
    for server in found.servers.values():
        server.close()


@pytest.fixture(scope="module")
def run(hosts: Hosts, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return crawl(tmp_path_factory.mktemp("robots"), {"url": ",".join(hosts.urls())}, {"RELATED_HOST_FAILURES": "4"})


def test_each_robots_txt_means_what_rfc_9309_says(hosts: Hosts, run: Run) -> None:
    assert run.status == SEEDS_FAILED, run.log[-3000:]
    came = {a["requested_url"]: "article" for a in run.feed("articles")}
    came |= {f["url"]: f["reason"] for f in run.feed("failures")}
    got = {name: {p: came[hosts.servers[name].base + p] for p in pages} for name, (_, pages) in ROBOTS.items()}
    assert got == {name: pages for name, (_, pages) in ROBOTS.items()}


def test_what_is_not_allowed_is_not_asked(hosts: Hosts, run: Run) -> None:
    for name, (_, pages) in ROBOTS.items():
        for path, outcome in pages.items():
            assert hosts.servers[name].asked[path] == (outcome == "article"), (name, path)


def test_robots_txt_is_asked_for_once(hosts: Hosts, run: Run) -> None:
    assert hosts.servers["disallow"].asked["/robots.txt"] == 1
    assert hosts.servers["missing"].asked["/robots.txt"] == 1


def test_an_unreachable_robots_txt_is_warned_of(hosts: Hosts, run: Run) -> None:
    for name in ("hanging", "broken", "busy", "reset"):
        assert any(f"{hosts.servers[name].base}/robots.txt cannot be read" in w for w in run.warnings()), name


def test_the_rights_of_an_article_say_what_robots_txt_said(run: Run) -> None:
    assert {a["rights"]["robots"] for a in run.feed("articles")} == {"allow"}


def test_a_host_that_keeps_failing_rests_and_what_was_not_tried_is_no_failure(hosts: Hosts, run: Run) -> None:
    asked = sum(n for path, n in hosts.servers["failing"].asked.items() if "failing" in path)
    assert asked <= 60  # 60 pages, two attempts each, would be 120; it answered once, so 40 failures are enough
    failed = [f for f in run.feed("failures") if f["url"] in hosts.failing]
    counts = json.loads((run.folder / "out" / "manifest.json").read_text())["counts"]
    assert len(failed) + counts["frontier_left_reason"]["unreachable"] == 60
    tried = {path for path, n in hosts.servers["failing"].asked.items() if "failing" in path}
    assert {f["url"].removeprefix(hosts.servers["failing"].base) for f in failed} == tried
    assert any("failing" not in w and f"{hosts.servers['failing'].host} does not answer" in w for w in run.warnings())


def test_a_crawl_delay_is_kept_and_holds_nobody_up(tmp_path_factory: pytest.TempPathFactory) -> None:
    slow, fast, silent = Server("127.0.0.1"), Server("127.0.0.2"), Server("127.0.0.3")
    slow.pages["/robots.txt"] = _text("User-agent: *\nCrawl-delay: 1.5")
    silent.fallback = silence
    urls = [f"{s.base}/2024/05/03/{n}-of-the-harbour-office.html" for n in range(3) for s in (silent, slow, fast)]
    for s, name in ((slow, "slow"), (fast, "fast")):
        for n in range(3):
            s.pages[f"/2024/05/03/{n}-of-the-harbour-office.html"] = answer(page(f"{name}{n}"))
    run = crawl(tmp_path_factory.mktemp("pace"), {"url": ",".join(urls)})
    assert len(run.feed("articles")) == 6
    at = [when for when, path in slow.times if "harbour" in path]
    # Between robots.txt and the last page lie two delays: a request handed over late, on a busy machine, adds to it.
    allowed_at = next(when for when, path in slow.times if path == "/robots.txt")
    assert at[-1] - allowed_at >= 2.99
    last_fast = max(when for when, path in fast.times)
    assert last_fast < at[-1]
    for server in (slow, fast, silent):
        server.close()
