"""A made news web of any size for measuring speed: pages of 7 KB on several hosts of loopback, served by a process.

    python -m benchmarks.pageweb PAGES      prints the URL of the first page, then serves until it is ended

Page n offers pages 6n + 1 to 6n + 6 as related reading, so that every page is reached, and some at random again. Words
are drawn by rank as in real text, out of a vocabulary that grows with the number of pages.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

HOSTS = 16
"""Hosts that the pages are spread over: 127.0.0.2 and on."""
_CHILDREN = 6
_ONSETS = "bcdfghklmnprstvw"
_SYLLABLES = [onset + vowel for onset in (*_ONSETS, "br", "st", "tr") for vowel in ("a", "e", "i", "o", "u", "ai")]
_FUNCTION_WORDS = "the of and to in a that for on with as was at by from it is were has its after been said will"
_COMMON = _FUNCTION_WORDS.split(" ")


def _word(chance: random.Random) -> str:
    """A word by its rank: a third function words, the others with the long tail that real text has."""
    if chance.random() < 0.35:
        return chance.choice(_COMMON)
    rank = int(chance.paretovariate(0.8))
    letters = []
    number = rank * 2_654_435_761 % (1 << 32)
    for _ in range(2 + (rank > 300) + (rank > 20_000)):
        number, syllable = divmod(number, len(_SYLLABLES))
        letters.append(_SYLLABLES[syllable])
    return "".join(letters)


def _words(name: str, count: int) -> str:
    chance = random.Random(name)
    return " ".join(_word(chance) for _ in range(count)).capitalize()


@lru_cache(20_000)
def _title(number: int) -> str:
    return _words(f"title {number}", 8)


def _address(number: int, port: int) -> str:
    return f"http://127.0.0.{2 + number % HOSTS}:{port}/2026/03/story-{number}.html"


def page_of(number: int, pages: int, port: int) -> str:
    """One page: head with metadata, menu, story, related and other links, footer."""
    chance = random.Random(number)
    children = [n for n in range(_CHILDREN * number + 1, _CHILDREN * number + _CHILDREN + 1) if n < pages]
    related = children + [chance.randrange(pages) for _ in range(2)]
    story = [_words(f"{number} {n}", 60) + "." for n in range(8)]
    offered = [
        f'<li><a href="{_address(n, port)}">{_title(n)}</a><p>{_words(f"teaser {n}", 12)}</p></li>' for n in related
    ]
    menu = [f'<li><a href="/section/{name}">{name.capitalize()}</a></li>' for name in _SYLLABLES[:12]]
    latest = [
        f'<li><a href="{_address(n, port)}">{_title(n)}</a></li>' for n in (chance.randrange(pages) for _ in range(6))
    ]
    published = f"2026-03-{1 + number % 28:02d}T{number % 24:02d}:00:00+00:00"
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{_title(number)} | The Gazette</title>
<meta property="og:title" content="{_title(number)}"><meta property="og:type" content="article">
<meta property="og:site_name" content="The Gazette"><meta name="description" content="{story[0][:150]}">
<link rel="canonical" href="{_address(number, port)}"><script type="application/ld+json">{{"@type": "NewsArticle",
"headline": "{_title(number)}", "datePublished": "{published}", "author": {{"@type": "Person", "name": "Jane Doe"}}}}
</script></head><body><header><nav><ul>{"".join(menu)}</ul></nav></header><main><article><h1>{_title(number)}</h1>
<p class="byline">By Jane Doe</p><time datetime="{published}">March {1 + number % 28}, 2026</time>
<div class="story">{"".join(f"<p>{paragraph}</p>" for paragraph in story)}</div></article>
<section class="related"><h2>Related</h2><ul>{"".join(offered)}</ul></section></main>
<aside class="latest"><h2>Latest news</h2><ul>{"".join(latest)}</ul></aside>
<footer><p>Copyright 2026 The Gazette. All rights reserved.</p></footer></body></html>"""


def _answer(head: bytes, pages: int, port: int) -> bytes:
    path = head.split(b" ", 2)[1].decode("latin-1")
    number = path.rpartition("-")[2].removesuffix(".html")
    if number.isdigit() and int(number) < pages:
        status, kind, body = "200 OK", "text/html; charset=utf-8", page_of(int(number), pages, port).encode()
    else:
        status, kind, body = "404 Not Found", "text/plain", b""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


async def _serve(pages: int) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(_answer(await reader.readuntil(b"\r\n\r\n"), pages, port))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    first = await asyncio.start_server(talk, "127.0.0.2", 0)
    port = first.sockets[0].getsockname()[1]
    for n in range(1, HOSTS):
        await asyncio.start_server(talk, f"127.0.0.{2 + n}", port)
    print(_address(0, port), flush=True)
    await first.serve_forever()


@contextmanager
def serving(pages: int) -> Iterator[str]:
    """A process that serves the web: the URL of its first page."""
    command = [sys.executable, "-m", "benchmarks.pageweb", str(pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
