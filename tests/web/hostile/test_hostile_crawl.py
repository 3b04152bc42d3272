"""One crawl of a good site whose pages link to every hostile one: what is good comes out, once, and the run ends."""

from __future__ import annotations

import re
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from jsonschema import Draft202012Validator

from crawler.items import FEEDS
from crawler.items.schema import schema
from tests.web.hostile.crawl import Run, crawl
from tests.web.hostile.pages import Case, page
from tests.web.hostile.server import Asked, Server, answer
from tests.web.hostile.site import cases, inside
from tests.web.hostile.texts import ENCODED

GOOD = [f"/2024/05/03/good-{n}-of-the-harbour-office.html" for n in range(20)]
VARIANTS = ["?utm_source=x&utm_medium=y", "?phpsessid=7f3a", "#part", "?fbclid=abc"]
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass
class Web:
    """The servers, the cases they serve, and the crawl of them."""

    site: Server
    canary: Server
    cases: list[Case]
    run: Run

    def url(self, path: str) -> str:
        return self.site.base + path


def _build(site: Server, canary: Server) -> list[Case]:
    listed = cases(site, canary.base)
    for case in listed:
        site.pages[case.path] = case.serve
    for n, path in enumerate(GOOD):
        onward = [(GOOD[(n + 1) % len(GOOD)], "The next good story of the harbour office")]
        site.pages[path] = answer(page(f"good-{n}", links=onward))
    links = [(case.path, f"What the harbour office said about {case.name}") for case in listed]
    links += [(path, f"A good story of the harbour office, number {n}") for n, path in enumerate(GOOD)]
    links += [(GOOD[0] + variant, "A good story under another address") for variant in VARIANTS]
    links += [(link, "What lies inside the office") for link in inside(canary.base)]
    links += [(site.base.replace("//", "//user:secret@") + GOOD[1], "A story behind a password")]
    links += _traps(site)
    site.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /private/\n", "text/plain")
    site.pages["/2024/05/03/seed-of-the-harbour-office.html"] = answer(page("seed", links=links))
    return listed


def _traps(site: Server) -> list[tuple[str, str]]:
    """A calendar, a path without end, and session ids in paths: each page leads to ten more."""

    def trap(connection: socket.socket, asked: Asked) -> None:
        folder, _, file = asked.path.rpartition("/")
        if folder == "/calendar":
            number = int(file.split("-")[2].split(".")[0])
            onward = [f"/calendar/appointments-2024-{number * 10 + n}.html" for n in range(10)]
        else:
            onward = [f"{folder}/archive/story-{n}-of-the-deep-office.html" for n in range(3)]
        answer(page("trap", links=[(url, f"More of {url[-30:]}") for url in onward]))(connection, asked)

    def serve(connection: socket.socket, asked: Asked) -> None:
        trapped = asked.path.startswith(("/calendar/", "/deep/"))
        (trap if trapped else answer(b"", status=404))(connection, asked)

    site.fallback = serve
    return [
        ("/calendar/appointments-2024-1.html", "Calendar of the harbour office"),
        ("/deep/archive/story-1-of-the-deep-office.html", "Archive of the harbour office"),
    ]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    site, canary = Server(), Server("127.0.0.100")
    canary.fallback = answer(page("canary"))
    listed = _build(site, canary)
    folder = tmp_path_factory.mktemp("hostile")
    seed = f"{site.base}/2024/05/03/seed-of-the-harbour-office.html"
    yield Web(site, canary, listed, crawl(folder, {"url": seed, "depth": "4", "max_articles": "500"}))
    site.close()
    canary.close()


def test_the_run_ends_by_itself_within_time_and_memory(web: Web) -> None:
    assert web.run.status == 0, web.run.log[-3000:]
    assert "Traceback" not in web.run.log
    assert web.run.peak_mb < 600
    assert web.run.processor < 60


def test_every_good_article_comes_out_once(web: Web) -> None:
    counted = Counter(a["requested_url"].partition("?")[0] for a in web.run.feed("articles"))
    assert {web.url(path): counted[web.url(path)] for path in GOOD} == {web.url(path): 1 for path in GOOD}
    titles = Counter(a["title"] for a in web.run.feed("articles"))
    assert not [title for title, n in titles.items() if n > 1]


def test_every_hostile_page_comes_to_what_it_should(web: Web) -> None:
    came: dict[str, str] = {a["requested_url"]: "article" for a in web.run.feed("articles")}
    came |= {f["url"]: f["reason"] for f in web.run.feed("failures")}
    came |= {d["requested_url"]: "duplicate" for d in web.run.feed("duplicates")}
    got = {case.name: came.get(web.url(case.path)) for case in web.cases}
    wrong = {c.name: (c.expect, got[c.name]) for c in web.cases if c.expect != "any" and got[c.name] != c.expect}
    assert not wrong
    assert not [name for name, outcome in got.items() if outcome is None]


def test_each_page_given_up_has_one_warning_with_url_and_reason(web: Web) -> None:
    warnings = web.run.warnings()
    for failure in web.run.feed("failures"):
        if failure["status"] in (404, 410) or failure["reason"] == "not-found":  # taken away: that is no warning
            continue
        naming = [w for w in warnings if re.search(re.escape(failure["url"][:1000]) + r"[ :]", w) and "Gave up" in w]
        assert len(naming) == 1, (failure, naming)
        assert failure["reason"] in naming[0]


def test_nothing_inside_was_asked(web: Web) -> None:
    assert web.canary.connections == 0
    for link in web.run.feed("links"):
        assert not link["url"].startswith(("file:", "data:", "javascript:", "gopher:", "ftp:")) or not link["followed"]


def test_feeds_are_json_lines_that_carry_nothing_that_acts(web: Web) -> None:
    for name, data in web.run.raw.items():
        assert data.endswith(b"\n") or not data
        assert not FORBIDDEN.search(data.decode("utf-8")), name
        assert len(data.decode("utf-8").splitlines()) == data.count(b"\n")
        check = Draft202012Validator(schema(FEEDS[name]))
        for record in web.run.feed(name):
            check.validate(record)
    assert not FORBIDDEN.search(web.run.log.replace("\r", ""))


def test_no_password_is_written_or_sent(web: Web) -> None:
    assert b"secret" not in b"".join(web.run.raw.values())
    assert not any("secret" in w for w in web.run.warnings())


def test_texts_are_read_in_their_encoding(web: Web) -> None:
    by_url = {a["requested_url"]: a for a in web.run.feed("articles")}
    for case in web.cases:
        if case.name in ENCODED:
            article = by_url[web.url(case.path)]
            assert ENCODED[case.name][2][0][:40] in article["text"], case.name
            assert article["crawl"]["encoding"]


def test_formulas_and_markup_stay_text(web: Web) -> None:
    article = next(a for a in web.run.feed("articles") if "formula-of" in a["url"])
    assert article["title"].startswith("=cmd|")


def test_a_claimed_identity_takes_nothing_from_anybody(web: Web) -> None:
    for article in web.run.feed("articles"):
        assert article["canonical_url"].startswith("https://127.0.0.1")


def test_a_page_under_many_addresses_is_asked_for_once(web: Web) -> None:
    asked = [path for path in web.site.asked if path.startswith(GOOD[0])]
    assert len(asked) == 1
    assert web.site.asked[GOOD[1]] == 1


def test_traps_are_bounded(web: Web) -> None:
    assert sum(n for path, n in web.site.asked.items() if path.startswith("/calendar/")) <= 80
    deep = [path for path in web.site.asked if path.startswith("/deep/")]
    assert max(path.count("archive") for path in deep) <= 2
    assert any(link["reason"] == "limit" for link in web.run.feed("links"))


def test_a_forged_second_answer_is_nobodys_page(web: Web) -> None:
    assert not [a for a in web.run.feed("articles") if "Forged" in a["title"]]


def test_busy_hosts_are_waited_for(web: Web) -> None:
    path = next(c.path for c in web.cases if c.name == "busy-seconds")
    first, second = (at for at, asked in web.site.times if asked == path)
    assert second - first >= 1.0
    assert web.site.asked[next(c.path for c in web.cases if c.name == "busy-tomorrow")] == 1
    assert web.site.asked[next(c.path for c in web.cases if c.name == "busy-for-ever")] == 2
