"""A made news web in which time goes by: feeds, front pages and articles are what they are at `now`.

Two sites on loopback. `first` prints stories of its own; `second` prints copies of some of them, retitled and trimmed,
hours later. Stories are corrected, moved and deleted by a script that follows from the seed. Every page has a part
that changes from hour to hour and is no story; a third of the pages has an ETag, a third a Last-Modified, a third
neither.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

START = datetime(2026, 3, 2, tzinfo=UTC)
_VOCABULARY = """
harbour council bridge winter market ferry teacher engine river budget glass museum signal orchard copper station
valley doctor letter canvas rocket farmer island meadow lantern captain kitchen thunder silver garden forest
border ticket pension railway chapel library turbine factory village mayor concert minister weather pilot nurse
carpet hospital tunnel mountain timber honey compass window ladder bakery anchor desert saddle pepper marble
opened closed found rebuilt promised counted carried painted moved weighed crossed repaired measured refused sold
"""
_WORDS = _VOCABULARY.split()
_REPEATED = "The desk of this paper answers letters from readers of every district on the weekdays of each month."
_FEED = 25
_FRONT = 12


@dataclass
class Made:
    """A story and what becomes of it; times are hours since START."""

    number: int
    born: float
    corrected: list[float] = field(default_factory=list)
    moved: float | None = None
    deleted: float | None = None
    copied: float | None = None
    related: list[int] = field(default_factory=list)

    def version(self, now: float) -> int:
        """1, and one more for each correction."""
        return 1 + sum(at <= now for at in self.corrected)

    def path(self, now: float) -> str:
        """Where it is."""
        day = START + timedelta(hours=self.born)
        new = "archive/" if self.moved is not None and self.moved <= now else ""
        return f"/{new}{day:%Y/%m/%d}/story-{self.number}.html"


def script(hours: int, stories: int, seed: int = 1) -> list[Made]:
    """What happens: a tenth of the stories is there at the start, the rest comes hour by hour."""
    chance = random.Random(seed)
    made = [Made(n, 0.0) for n in range(stories // 10)]
    made += [
        Made(len(made) + n, at)
        for n, at in enumerate(sorted(chance.uniform(0, hours) for _ in range(stories - len(made))))
    ]
    for one in made:
        if chance.random() < 0.2:
            one.corrected = [one.born + chance.expovariate(1 / 8) + 0.1]
            if chance.random() < 0.3:
                one.corrected.append(one.corrected[0] + 24 + chance.expovariate(1 / 24))
        fate = chance.random()
        if fate < 0.05:
            one.moved = one.born + chance.uniform(5, 72)
        elif fate < 0.1:
            one.deleted = one.born + chance.uniform(5, 72)
        elif fate < 0.25:
            one.copied = one.born + chance.uniform(2, 12)
        one.related = chance.sample(range(one.number), min(one.number, 3))
    return made


def text(one: Made, now: float) -> list[str]:
    """The paragraphs of a story: a correction changes one of them and adds one."""
    chance = random.Random(f"story {one.number}")
    found = [" ".join(chance.choices(_WORDS, k=28)).capitalize() + "." for _ in range(7)]
    for number in range(1, one.version(now)):
        found[number] = found[number].replace(" ", " not ", 1)
        found.append(f"Correction {number}: an earlier version of story {one.number} misnamed the {_WORDS[number]}.")
    return found


def title(one: Made) -> str:
    """A story's headline."""
    return " ".join(random.Random(f"title {one.number}").choices(_WORDS, k=7)).capitalize()


@dataclass
class WeekWeb:
    """The two sites, at `now` hours since START."""

    stories: list[Made]
    now: float = 0.0
    first: str = ""
    second: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    """What was asked for, by kind: page, unmodified, list, other."""
    visits: dict[int, list[tuple[float, int]]] = field(default_factory=dict)
    """Story -> when its page was asked for, and the version that it had."""

    def answer(self, site: str, path: str, known: dict[str, str]) -> tuple[int, dict[str, str], str]:
        """Status, headers and body."""
        if path in ("/feed", "/"):
            self.asked["list"] += 1
            return (
                200,
                {"Content-Type": "application/rss+xml" if path == "/feed" else "text/html"},
                self._list(site, path),
            )
        number = path.rpartition("-")[2].removesuffix(".html")
        one = self.stories[int(number)] if number.isdigit() and int(number) < len(self.stories) else None
        if one is None or one.born > self.now:
            self.asked["other"] += 1
            return 404, {}, "nothing here"
        return self._copy(one) if site == "second" else self._story(one, path, known)

    def _story(self, one: Made, path: str, known: dict[str, str]) -> tuple[int, dict[str, str], str]:
        self.visits.setdefault(one.number, []).append((self.now, one.version(self.now)))
        self.asked["page"] += 1
        if one.deleted is not None and one.deleted <= self.now:
            return 410, {}, "gone"
        if path != one.path(self.now):
            return 301, {"Location": one.path(self.now)}, ""
        changed = max([one.born, *(at for at in one.corrected if at <= self.now)])
        headers = {"Content-Type": "text/html; charset=utf-8"}
        if one.number % 3 == 0:
            headers["ETag"] = f'"{one.number}-{one.version(self.now)}"'
        elif one.number % 3 == 1:
            headers["Last-Modified"] = format_datetime(START + timedelta(hours=changed), usegmt=True)
        same = known.get("if-none-match", "") == headers.get("ETag", "-")
        if same or known.get("if-modified-since", "") == headers.get("Last-Modified", "-"):
            self.asked["unmodified"] += 1
            return 304, headers, ""
        return 200, headers, self._page(title(one), [*text(one, self.now), _REPEATED], one.born, one.related)

    def _copy(self, one: Made) -> tuple[int, dict[str, str], str]:
        self.asked["copy"] += 1
        if one.copied is None or one.copied > self.now:
            return 404, {}, "nothing here"
        paragraphs = text(one, 0)[:6]
        return 200, {"Content-Type": "text/html"}, self._page(f"{title(one)}, report says", paragraphs, one.copied, [])

    def _page(self, headline: str, paragraphs: list[str], born: float, related: list[int]) -> str:
        links = "".join(self._item(self.stories[n]) for n in related)
        block = f"<section class='related'><h3>Related</h3><ul>{links}</ul></section>" if links else ""
        date = (START + timedelta(hours=born)).strftime("%Y-%m-%dT%H:%M:%SZ")
        body = "".join(f"<p>{p}</p>" for p in paragraphs)
        return (
            f"<!doctype html><html lang='en'><head><title>{headline}</title><meta property='og:type' content='article'>"
            f"<meta property='article:published_time' content='{date}'></head><body><article><h1>{headline}</h1>{body}"
            f"</article>{block}<aside><p>It is hour {self.now:.0f} of the week.</p></aside></body></html>"
        )

    def _list(self, site: str, path: str) -> str:
        there = [s for s in reversed(self.stories) if s.born <= self.now]
        if site == "second":
            there = sorted(
                (s for s in there if s.copied is not None and s.copied <= self.now), key=lambda s: -(s.copied or 0)
            )
            links = [(f"{self.second}/wire/story-{s.number}.html", title(s)) for s in there]
        else:
            there = [s for s in there if s.deleted is None or s.deleted > self.now]
            links = [(self.first + s.path(self.now), title(s)) for s in there]
        if path == "/feed":
            items = "".join(f"<item><title>{t}</title><link>{url}</link></item>" for url, t in links[:_FEED])
            return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
        items = "".join(f"<li><h3><a href='{url}'>{t}</a></h3></li>" for url, t in links[:_FRONT])
        return f"<!doctype html><html lang='en'><head><title>News</title></head><body><ul>{items}</ul></body></html>"

    def _item(self, one: Made) -> str:
        return f"<li><a href='{self.first}{one.path(one.born)}'>{title(one)}</a></li>"


@contextmanager
def served(web: WeekWeb) -> Iterator[WeekWeb]:
    """The web on two addresses of loopback until the block ends."""
    servers = []
    for site, host in (("first", "127.0.0.1"), ("second", "127.0.0.2")):
        server = ThreadingHTTPServer((host, 0), _handler(web, site))
        setattr(web, site, f"http://{host}:{server.server_port}")
        servers.append(server)
    threads = [threading.Thread(target=s.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True) for s in servers]
    for thread in threads:
        thread.start()
    try:
        yield web
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def _handler(web: WeekWeb, site: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            known = {name.lower(): value for name, value in self.headers.items()}
            status, headers, body = web.answer(site, self.path, known)
            content = body.encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
