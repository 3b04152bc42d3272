"""Pages that only scripts draw, in a crawl with a real Chromium on a web of the test's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.scripted_web import CHROMIUM, NO_CHROMIUM, ScriptedWeb, shell, told
from tests.conftest import Run, scrapy_in

pytest.importorskip("scrapy_playwright", reason="the extra `browser` is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)

ESCAPES = """
const inside = 'http://127.0.0.2:INSIDE';
const tried = [
    fetch(`${inside}/fetched`), fetch('/to-inside'), fetch(`${inside}/posted`, {method: 'POST', body: 'x'}),
    import(`${inside}/imported.js`), fetch('http://localhost:INSIDE/named'), fetch('file:///etc/passwd'),
];
try { new WebSocket(`ws://127.0.0.2:INSIDE/socket`); } catch (e) {}
try { new WebTransport(`https://127.0.0.1:UDP/transport`); } catch (e) {}
try { new EventSource(`${inside}/events`); } catch (e) {}
navigator.sendBeacon(`${inside}/beacon`, 'x');
navigator.serviceWorker?.register('/worker.js').catch(() => 0);
const code = `fetch('${inside}/worker'); new WebSocket('ws://127.0.0.2:INSIDE/worker')`;
new Worker(URL.createObjectURL(new Blob([code])));
for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'stylesheet', 'icon', 'manifest']) {
    const link = document.createElement('link');
    Object.assign(link, {rel, href: `${inside}/${rel}`, as: 'script'});
    document.head.append(link);
}
for (const tag of ['img', 'iframe', 'video', 'embed', 'script']) {
    const element = document.createElement(tag);
    element.src = `${inside}/${tag}`;
    document.body.append(element);
}
const servers = [{urls: 'stun:127.0.0.1:UDP'},
    {urls: 'turn:127.0.0.2:INSIDE?transport=tcp', username: 'x', credential: 'x'}];
const call = new RTCPeerConnection({iceServers: servers});
call.createDataChannel('x');
await call.setLocalDescription(await call.createOffer());
window.open(`${inside}/window`);
await Promise.allSettled(tried);
await tick(12);
"""
"""Every way that a script knows to an address that is not allowed, and to one past every proxy, by UDP."""

LEAVES = """
open('/window.html');
const file = document.createElement('a');
Object.assign(file, {href: '/file.zip', download: 'x'});
file.click();
alert('stop');
setTimeout(() => { location = '/elsewhere.html' }, 50);
await tick(6);
"""

FILLS = """
document.documentElement.hidden = true;
while (true) document.body.append('字'.repeat(1e7) + Math.random());
"""


@pytest.fixture(scope="module")
def web() -> Iterator[ScriptedWeb]:
    made = ScriptedWeb()
    fill(made)
    yield made
    made.close()


def fill(web: ScriptedWeb) -> None:
    """The pages: each draws a story unless its name says what keeps it from that."""
    related = {"/second.html": "The council hears case 2", "/plain.html": "The council tells case 3 plainly"}
    web.story("/first.html", 1, related=related)
    web.story("/second.html", 2)
    web.plain("/plain.html", 3)
    escapes = ESCAPES.replace("INSIDE", str(web.inside.port)).replace("UDP", str(web.heard.getsockname()[1]))
    web.story("/escapes.html", 4, escapes)
    web.add("/to-inside", b"", status=302, Location=f"{web.inside.base}/redirected")  # type: ignore[arg-type]
    web.add("/busy.html", shell("while (true) {}"))
    web.add("/endless.html", shell(f"draw({told(5)}); tick(1e9)"))
    web.add("/tick", "{}", "application/json")
    web.add("/memory.html", shell(FILLS))
    web.add("/long.html", shell("document.body.append('word '.repeat(3e5))"))
    web.story("/leaves.html", 6, LEAVES)
    web.add("/closed.html", shell("get('/closed/data').then(draw)"))
    web.add("/closed/data", told(7), "application/json")
    web.add("/posts.html", shell("fetch('/graph', {method: 'POST', body: '{}'}).then(a => a.json()).then(draw)"))
    web.add("/graph", told(8), "application/json")
    check = "<p>Enable JavaScript to continue</p><script src='/draw.js'></script>"
    web.add("/check.html", f"<title>Just a moment...</title>{check}")
    web.add("/empty.html", "<html><head><title>Nothing</title></head><body></body></html>")
    web.story("/many.html", 9, "await Promise.allSettled([...Array(120).keys()].map(n => fetch(`/many/${n}`)))")
    chinese = "draw({title: '渡轮码头重新开放', text: Array(6).fill('渡轮公司表示，新码头将于周一开放。')})"
    web.add("/chinese.html", shell(chinese, lang="zh").encode("gb18030"), "text/html; charset=gb18030")
    web.add("/moved.html", b"", status=301, Location="/second-moved.html")  # type: ignore[arg-type]
    web.story("/second-moved.html", 11)
    parts = "for (const n of [1, 2]) { await (await fetch(`/part/${n}`)).text(); await get(`/got/${n}`) }"
    web.add("/heavy.html", shell(f"draw({told(12)}); (async () => {{ {parts} }})()"))
    for number in (1, 2):
        web.add(f"/part/{number}", b"x" * 600_000, "text/plain")
        web.add(f"/got/{number}", "{}", "application/json")


PATIENT = (
    "first", "escapes", "memory", "long", "leaves", "closed", "posts", "check", "empty", "many", "chinese",
    "moved", "heavy",
)  # fmt: skip
IMPATIENT = ("busy", "endless")


@pytest.fixture(scope="module")
def run(web: ScriptedWeb, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A crawl of the pages that come to an end by themselves."""
    return draw(tmp_path_factory.mktemp("patient"), web, PATIENT, seconds=60)


@pytest.fixture(scope="module")
def short_run(web: ScriptedWeb, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A crawl of those that do not."""
    return draw(tmp_path_factory.mktemp("impatient"), web, IMPATIENT, seconds=5)


def draw(folder: Path, web: ScriptedWeb, pages: Iterable[str], seconds: int) -> Run:
    """A crawl of some pages, three drawn at a time; seconds: for each."""
    seeds = ",".join(f"{web.base}/{name}.html" for name in pages)
    settings = {
        "RELATED_BROWSER": True, "RELATED_BROWSER_SECONDS": seconds, "RELATED_BROWSER_PAGES": 3, "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_MAXSIZE": 1_000_000, "RELATED_ALLOW_PRIVATE": "127.0.0.1", "RELATED_CONTACT": "desk@harbour.example",
        "RELATED_SEEDS_MAY_FAIL": "100%", "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
    }  # fmt: skip
    given = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    found = scrapy_in(folder)("crawl", "related", "-a", f"url={seeds}", *given)
    assert found.status == 0, found.err
    return found


def stories(run: Run) -> dict[str, dict[str, Any]]:
    """The last part of a story's address -> the story."""
    return {story["requested_url"].rpartition("/")[2]: story for story in run.feed("articles")}


def failures(run: Run) -> dict[str, dict[str, Any]]:
    return {failure["url"].rpartition("/")[2]: failure for failure in run.feed("failures")}


def test_a_page_that_scripts_draw_gives_its_story_and_its_related_links(run: Run) -> None:
    story = stories(run)["first.html"]
    assert story["title"] == "Harbour case 1 comes before the council"
    assert story["text"].startswith("On the 1 day of case 1")
    assert story["crawl"]["drawn"] is True
    links = [(link["url"].rpartition("/")[2], link["kind"]) for link in run.feed("links") if link["rank"]]
    assert links == [("second.html", "related"), ("plain.html", "related")]
    assert "second.html" in stories(run)


def test_a_page_with_a_story_of_its_own_is_asked_for_once_and_not_drawn(run: Run, web: ScriptedWeb) -> None:
    assert stories(run)["plain.html"]["crawl"]["drawn"] is False
    assert web.server.asked["/plain.html"] == 1


def test_a_page_is_asked_for_at_most_once_more_and_its_scripts_once_a_site(run: Run, web: ScriptedWeb) -> None:
    asked = web.server.asked
    assert {path: asked[path] for path in ("/first.html", "/second.html", "/posts.html", "/memory.html")} == {
        "/first.html": 2, "/second.html": 2, "/posts.html": 2, "/memory.html": 2
    }  # fmt: skip
    assert asked["/draw.js"] <= 3  # as many as are drawn at a time


def test_what_looks_for_robots_or_has_no_scripts_is_not_asked_again(run: Run, web: ScriptedWeb) -> None:
    assert failures(run)["check.html"]["reason"] == "wall"
    assert failures(run)["empty.html"]["reason"] == "not-article"
    assert web.server.asked["/check.html"] == web.server.asked["/empty.html"] == 1


def test_nothing_that_a_script_tries_reaches_an_address_that_is_not_allowed(run: Run, web: ScriptedWeb) -> None:
    assert "escapes.html" in stories(run)
    assert web.server.asked["/to-inside"] == 1
    assert web.inside.connections == 0
    assert web.heard_by_udp() == b""


def test_a_script_that_never_pauses_costs_its_own_page_alone(short_run: Run) -> None:
    assert failures(short_run)["busy.html"]["reason"] == "timeout"
    assert "5 s" in failures(short_run)["busy.html"]["detail"]


def test_of_a_page_that_never_comes_to_rest_what_is_there_in_time_counts(short_run: Run) -> None:
    assert stories(short_run)["endless.html"]["title"] == "Harbour case 5 comes before the council"


def test_a_page_that_fills_memory_is_stopped(run: Run) -> None:
    assert failures(run)["memory.html"]["reason"] == "browser"


def test_a_page_that_grows_beyond_the_bound_is_too_large(run: Run) -> None:
    assert failures(run)["long.html"]["reason"] == "too-large"


def test_windows_downloads_and_other_pages_are_not_opened(run: Run, web: ScriptedWeb) -> None:
    assert stories(run)["leaves.html"]["url"] == f"{web.base}/leaves.html"
    assert [path for path in web.server.asked if path in ("/window.html", "/file.zip", "/elsewhere.html")] == []


def test_robots_txt_holds_for_what_a_page_asks_for(run: Run, web: ScriptedWeb) -> None:
    failure = failures(run)["closed.html"]
    assert (failure["reason"], failure["attempts"]) == ("not-article", 1)
    assert failure["detail"] == (
        "no text of a story was found on the page, and no list of articles to start from, drawn by a browser"
    )
    assert web.server.asked["/closed/data"] == 0


def test_a_page_sends_nothing_but_questions(run: Run, web: ScriptedWeb) -> None:
    assert failures(run)["posts.html"]["reason"] == "not-article"
    assert web.server.asked["/graph"] == 0


def test_a_page_may_ask_for_a_hundred_things(run: Run, web: ScriptedWeb) -> None:
    assert 90 <= sum(path.startswith("/many/") for path in web.server.asked) <= 100


def test_all_that_a_page_asks_for_is_bounded_together(run: Run, web: ScriptedWeb) -> None:
    assert "heavy.html" in stories(run)
    assert (web.server.asked["/got/1"], web.server.asked["/got/2"]) == (1, 0)


def test_the_crawler_says_who_it_is_and_not_where_it_comes_from(run: Run, web: ScriptedWeb) -> None:
    for path in ("/second.html", "/data/second.html"):
        assert "desk@harbour.example" in web.seen[path]["user-agent"]
        assert not {"cookie", "referer", "sec-ch-ua"} & web.seen[path].keys()


def test_a_page_in_an_old_encoding_is_drawn_as_it_is_meant(run: Run) -> None:
    assert stories(run)["chinese.html"]["title"] == "渡轮码头重新开放"


def test_a_page_that_moved_keeps_its_addresses(run: Run, web: ScriptedWeb) -> None:
    story = stories(run)["moved.html"]
    assert story["url"] == f"{web.base}/second-moved.html"
    assert web.server.asked["/moved.html"] == 1


def test_the_manifest_counts_what_was_drawn(run: Run) -> None:
    drawn = run.manifest["counts"]["drawn"]
    failed = [f for f in run.feed("failures") if f["reason"] in ("timeout", "browser", "too-large")]
    told = [s for s in run.feed("articles") if s["crawl"]["drawn"]]
    assert (drawn["story"], drawn["failed"], drawn["no-story"]) == (len(told), len(failed), 3)
    assert drawn["asked"] == drawn["story"] + drawn["failed"] + drawn["no-story"]
    assert "Traceback" not in run.err
