"""A made news web on loopback, with everything that makes a crawl lose or repeat pages: `python -m tests.web.news`.

Every page follows from its number: what it is, what it says, what it links to. Stories, copies of stories, redirects,
missing pages, pages that fail once and pages that always fail, stories over two pages, and pages that a faulty spider
(tests/web/spider.py) stumbles over. Every answer takes `latency` seconds.
"""

from __future__ import annotations

import asyncio
import errno
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_VOCABULARY = """
harbour council bridge winter market ferry teacher engine river budget glass museum signal orchard copper station
valley doctor letter canvas rocket farmer island meadow lantern captain kitchen thunder silver garden forest
border ticket pension railway chapel library turbine factory village mayor concert minister weather pilot nurse
carpet hospital tunnel mountain timber honey compass window ladder bakery anchor desert saddle pepper marble
opened closed found rebuilt promised counted carried painted moved weighed crossed repaired measured refused sold
old narrow quiet heavy distant public empty early modern wooden northern spare formal bitter loyal
"""
_WORDS = _VOCABULARY.split()
_KINDS = {
    3: "go",
    5: "gone",
    8: "flaky",
    11: "copy",
    13: "broken",
    16: "nothing",
    18: "dropped",
    21: "long",
    23: "down",
}
"""Number modulo 25 -> what the page is; any other is a story."""


@dataclass(frozen=True)
class Answer:
    """What a path answers."""

    status: int = 200
    body: bytes = b""
    location: str = ""


@dataclass
class NewsWeb:
    """Some pages, the first of them a story from which all can be reached."""

    pages: int
    latency: float = 0.0
    hosts: tuple[str, ...] = ("127.0.0.1",)
    """Addresses on loopback that share the pages out among them."""
    port: int = 0
    robots_status: int = 404
    asked: Counter[str] = field(default_factory=Counter)
    """Path -> how often it was asked for."""
    asked_at: dict[str, list[float]] = field(default_factory=dict)
    """Host -> when it was asked, by the monotonic clock."""
    at_once: int = 0
    """The most requests that were under way at one time."""
    refuse: Callable[[str], None] = lambda host: None
    """Has a host refuse connections and break those that are open, until accept()."""
    accept: Callable[[str], None] = lambda host: None
    _under_way: int = 0

    @property
    def base(self) -> str:
        """Where the first page is."""
        return self.base_of(0)

    def base_of(self, number: int) -> str:
        """The scheme and host of a page."""
        return f"http://{self.hosts[number % len(self.hosts)]}:{self.port}"

    def path(self, number: int) -> str:
        """Where links to a page lead."""
        return f"/{self.kind(number)}/{number}.html"

    def url(self, number: int) -> str:
        """The whole address of a page."""
        return self.base_of(number) + self.path(number)

    @property
    def first(self) -> str:
        """The URL from which all can be reached."""
        return self.base + self.path(0)

    def kind(self, number: int) -> str:
        """What a page is."""
        return _KINDS.get(number % 25, "story") if number else "story"

    def links(self, number: int) -> list[int]:
        """The pages that a page links to: a tree, so that all are reached, and some at random."""
        tree = [n for n in range(3 * number + 1, 3 * number + 4) if n < self.pages]
        chance = random.Random(number)
        return list(dict.fromkeys([*tree, *(chance.randrange(self.pages) for _ in range(3))]))

    def parents(self) -> dict[int, list[int]]:
        """The pages that link to a page."""
        found: dict[int, list[int]] = {}
        for number in range(self.pages):
            for target in self.links(number):
                found.setdefault(target, []).append(number)
        return found

    def answer(self, path: str) -> Answer:
        """What a path answers at this time."""
        self.asked[path] += 1
        if path == "/robots.txt":
            return Answer(self.robots_status, b"")
        kind, _, name = path.strip("/").partition("/")
        number, _, part = name.removesuffix(".html").partition("-")
        if not number.isdigit() or int(number) >= self.pages or kind == "gone":
            return Answer(404, b"not here")
        if kind == "go":
            return Answer(302, location=f"/moved/{number}.html")
        if kind == "down" or (kind == "flaky" and self.asked[path] == 1):
            return Answer(500, b"later")  # not 503: that asks for patience, and a test has none
        return Answer(200, self._page(kind, int(number), part))

    async def take_time(self, path: str, host: str = "") -> Answer:
        """Answer after `latency` seconds; host: as the request names it."""
        self.asked_at.setdefault(host, []).append(time.monotonic())
        self._under_way += 1
        self.at_once = max(self.at_once, self._under_way)
        try:
            await asyncio.sleep(self.latency)
            return self.answer(path)
        finally:
            self._under_way -= 1

    def _page(self, kind: str, number: int, part: str) -> bytes:
        source = number - 1 if kind == "copy" else number
        title = f"{_sentence(random.Random(f'title {number}'), 7)}".rstrip(".")
        more = f"<link rel='next' href='/long/{number}-2.html'>" if kind == "long" and not part else ""
        text = "".join(f"<p>{_paragraph(source, n, part)}</p>" for n in range(6))
        items = "".join(
            f"<li><a href='{self.base_of(n)}{self.path(n)}'>{self._title(n)}</a></li>" for n in self.links(number)
        )
        html = (
            f"<!doctype html><html lang='en'><head><title>{title}</title>{more}"
            "<meta property='og:type' content='article'>"
            f"<meta property='article:published_time' content='2026-03-{1 + number % 28:02}T05:06:07Z'></head>"
            f"<body><article><h1>{title}</h1>{text}</article>"
            f"<section class='related'><h3>Related stories</h3><ul>{items}</ul></section></body></html>"
        )
        return html.encode()

    def _title(self, number: int) -> str:
        return _sentence(random.Random(f"title {number}"), 7).rstrip(".")


def _paragraph(number: int, place: int, part: str) -> str:
    chance = random.Random(f"{number} {place} {part}")
    return " ".join(_sentence(chance, chance.randrange(8, 16)) for _ in range(4))


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(words)).capitalize() + "."


@contextmanager
def serve(web: NewsWeb, port: int = 0) -> Iterator[NewsWeb]:
    """Serve a web on loopback, from a thread of its own, until the `with` block ends."""
    fixed = port or web.port
    loop = asyncio.new_event_loop()
    listening: dict[str, asyncio.Server] = {}
    talks: dict[str, set[asyncio.StreamWriter]] = {host: set() for host in web.hosts}

    async def accept(host: str) -> None:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            talks[host].add(writer)
            await _talk(web, reader, writer)
            talks[host].discard(writer)

        listening[host] = await asyncio.start_server(talk, host, web.port or port)
        web.port = listening[host].sockets[0].getsockname()[1]

    async def refuse(host: str) -> None:
        listening.pop(host).close()
        for writer in talks[host]:
            writer.transport.abort()

    while not _all_listen(web, loop, accept):
        if fixed or not listening:
            raise OSError(errno.EADDRINUSE, f"port {web.port} is taken")
        for host in list(listening):
            listening.pop(host).close()
        web.port = 0
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    web.accept = lambda host: asyncio.run_coroutine_threadsafe(accept(host), loop).result()
    web.refuse = lambda host: asyncio.run_coroutine_threadsafe(refuse(host), loop).result()
    try:
        yield web
    finally:
        for server in listening.values():
            loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end(loop), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _all_listen(
    web: NewsWeb, loop: asyncio.AbstractEventLoop, accept: Callable[[str], Coroutine[None, None, None]]
) -> bool:
    """Whether all hosts could have the port; another process may have that of the first on another address."""
    try:
        for host in web.hosts:
            loop.run_until_complete(accept(host))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return False
    return True


async def _end(loop: asyncio.AbstractEventLoop) -> None:
    """Let go of all conversations."""
    others = [task for task in asyncio.all_tasks(loop) if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _talk(web: NewsWeb, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the requests of one connection."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            host = head.lower().partition("\r\nhost:")[2].partition("\r\n")[0].strip()
            answer = await web.take_time(head.split(" ", 2)[1], host)
            where = f"Location: {answer.location}\r\n" if answer.location else ""
            writer.write(
                f"HTTP/1.1 {answer.status} Made\r\nContent-Type: text/html; charset=utf-8\r\n{where}"
                f"Content-Length: {len(answer.body)}\r\n\r\n".encode()
                + answer.body
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


if __name__ == "__main__":
    with serve(NewsWeb(700, latency=0.05), port=8765) as made:
        print(f"{made.first}", flush=True)
        threading.Event().wait()
