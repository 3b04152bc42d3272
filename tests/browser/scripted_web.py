"""A web of pages that scripts draw, and of scripts that would do what a page may not."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Mapping

from crawler.browser.program import NAMES
from tests.web.hostile.server import Asked, Server, answer
from tests.web.site import page, story

CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
NO_CHROMIUM = "no Chromium on this machine; on Debian: apt-get install chromium"

DRAW = """
function draw(story) {
    document.title = story.title;
    const text = story.text.map(one => `<p>${one}</p>`).join('');
    const links = (story.related || []).map(([url, title]) => `<li><a href="${url}">${title}</a></li>`).join('');
    const list = links ? `<section class="related"><h3>Related</h3><ul>${links}</ul></section>` : '';
    document.getElementById('root').innerHTML = `<article><h1>${story.title}</h1>${text}</article>${list}`;
}
const get = url => fetch(url).then(answer => answer.json());
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const tick = async times => { for (let n = 0; n < times; n++) { await get('/tick'); await pause(80) } };
"""
"""A script that all pages share."""


def shell(script: str, *, title: str = "Harbour Post", lang: str = "en") -> str:
    """A page as its server sends it: a frame, the shared script, and one of its own."""
    return (
        f"<!doctype html><html lang='{lang}'><head><title>{title}</title></head><body><div id='root'></div>"
        f"<script src='/draw.js'></script><script>{script}</script></body></html>"
    )


def told(number: int, related: Mapping[str, str] | None = None) -> str:
    """A story as data."""
    title = f"Harbour case {number} comes before the council"
    links = list((related or {}).items())
    return json.dumps({"title": title, "text": story(number).split("\n"), "related": links})


class ScriptedWeb:
    """Its server, one that may not be asked, and a socket that hears what comes by UDP."""

    def __init__(self) -> None:
        self.server = Server("127.0.0.1")
        self.inside = Server("127.0.0.2")
        self.inside.fallback = answer(b'{"secret": true}', "application/json", Access_Control_Allow_Origin="*")
        self.heard = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.heard.bind(("127.0.0.1", 0))
        self.heard.setblocking(False)
        self.seen: dict[str, dict[str, str]] = {}
        """Path -> the headers with which it was last asked for."""
        self.add("/draw.js", DRAW, "text/javascript")
        self.add("/robots.txt", "User-agent: *\nDisallow: /closed/\n", "text/plain")

    @property
    def base(self) -> str:
        return self.server.base

    def add(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", **more: str) -> None:
        """A path that answers, and notes how it was asked."""
        reply = answer(body, kind, **more)

        def serve(connection: socket.socket, asked: Asked) -> None:
            self.seen[asked.path] = asked.headers
            reply(connection, asked)

        self.server.pages[path] = serve

    def story(self, path: str, number: int, script: str = "", related: Mapping[str, str] | None = None) -> None:
        """A page that draws a story once another script of its own is done, whatever that comes to."""
        self.add(path, shell(f"(async () => {{ try {{ {script} }} catch (e) {{}} draw(await get('/data{path}')) }})()"))
        self.add(f"/data{path}", told(number, related), "application/json")

    def plain(self, path: str, number: int) -> None:
        """A page that needs no script, and has one."""
        body = page(f"Harbour case {number} is told without scripts", story(number)).body
        self.add(path, body.replace(b"</body>", b"<script src='/draw.js'></script></body>"))

    def heard_by_udp(self) -> bytes:
        """What came by UDP."""
        try:
            return self.heard.recv(100)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        self.server.close()
        self.inside.close()
        self.heard.close()
