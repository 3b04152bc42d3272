"""A domain with endlessly many hosts, and hosts that reserve their rights."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.web.hostile.crawl import Run, crawl
from tests.web.hostile.pages import page
from tests.web.hostile.server import Server, answer

STORY = "/2024/05/03/{}-of-the-harbour-office.html"
RESERVED = {
    "noai": answer(page("noai", head_more='<meta name="robots" content="noai, noimageai">')),
    "noindex": answer(page("noindex"), X_Robots_Tag="noindex"),
    "tdm-header": answer(page("tdm-header"), tdm_reservation="1"),
    "tdm-meta": answer(page("tdm-meta", head_more='<meta name="tdm-reservation" content="1">')),
    "policy": answer(page("policy")),
}
FREE = {"free": answer(page("free", head_more='<meta name="robots" content="index, follow">'))}


@dataclass
class Web:
    """A server behind many names, and two crawls of it: one that only notes rights, one that obeys them."""

    server: Server
    noted: Run
    obeyed: Run

    def outcome(self, run: Run, name: str) -> str | None:
        """What came of a story."""
        path = STORY.format(name)
        found = {urlsplit(a["requested_url"]).path: "article" for a in run.feed("articles")}
        found |= {urlsplit(f["url"]).path: f["reason"] for f in run.feed("failures")}
        return found.get(path)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    server = Server()
    for name, serve in {**RESERVED, **FREE}.items():
        server.pages[STORY.format(name)] = serve
    policy = [{"location": STORY.format("policy"), "tdm-reservation": 1}]
    server.pages["/.well-known/tdmrep.json"] = answer(json.dumps(policy), "application/json")
    links = [
        (f"http://host{n}.trap.test:{server.port}{STORY.format(f'wild-{n}')}", f"The wild story number {n}")
        for n in range(30)
    ]
    server.pages[STORY.format("seed")] = answer(page("seed", links=links))
    for n in range(30):
        server.pages[STORY.format(f"wild-{n}")] = answer(page(f"wild-{n}"))
    seeds = [f"http://www.trap.test:{server.port}{STORY.format('seed')}"]
    seeds += [f"http://rights.test:{server.port}{STORY.format(name)}" for name in (*RESERVED, *FREE)]
    names = "*.trap.test=127.0.0.1;rights.test=127.0.0.1"
    settings = {"RELATED_SITE_HOSTS": "5"}
    runs = [
        crawl(tmp_path_factory.mktemp("rights"), {"url": ",".join(seeds)}, {**settings, **more}, names=names)
        for more in ({}, {"RELATED_OBEY_RIGHTS": "True"})
    ]
    yield Web(server, *runs)
    server.close()


def test_a_wildcard_domain_gets_no_more_hosts_than_a_real_one_has(web: Web) -> None:
    assert web.noted.status == 0, web.noted.log[-2000:]
    followed = [link for link in web.noted.feed("links") if link["followed"]]
    assert len({urlsplit(link["url"]).hostname for link in followed}) == 5
    left = [link for link in web.noted.feed("links") if "trap.test" in link["url"] and not link["followed"]]
    assert {link["reason"] for link in left} == {"limit"}
    assert len(left) == 25


def test_reservations_are_noted_as_observed(web: Web) -> None:
    rights = {urlsplit(a["requested_url"]).path: a["rights"] for a in web.noted.feed("articles")}
    assert rights[STORY.format("noai")]["meta"] == "noai, noimageai"
    assert rights[STORY.format("noindex")]["header"] == "noindex"
    assert rights[STORY.format("tdm-header")]["tdm"] == rights[STORY.format("tdm-meta")]["tdm"] == "1"
    assert all(web.outcome(web.noted, name) == "article" for name in (*RESERVED, *FREE))


def test_reservations_are_obeyed_where_that_is_asked_for(web: Web) -> None:
    assert {name: web.outcome(web.obeyed, name) for name in RESERVED} == dict.fromkeys(RESERVED, "robots")
    assert web.outcome(web.obeyed, "free") == "article"
