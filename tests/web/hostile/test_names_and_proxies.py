"""Names that lead inside, the first time or only the second, with and without the operator's proxy."""

from __future__ import annotations

from pathlib import Path

from tests.web.hostile.crawl import Run, crawl
from tests.web.hostile.pages import page
from tests.web.hostile.server import Server, answer

STORY = "/2024/05/03/story-of-the-harbour-office.html"


def _outcomes(run: Run) -> dict[str, str]:
    came = {a["requested_url"]: "article" for a in run.feed("articles")}
    return came | {f["url"]: f["reason"] for f in run.feed("failures")}


def test_a_name_that_leads_inside_is_refused_whenever_it_does(tmp_path: Path) -> None:
    inside = Server("127.0.0.100")
    inside.fallback = answer(page("inside"))
    port = inside.port
    inside_url, rebinding = f"http://inside.test:{port}{STORY}", f"http://rebinding.test:{port}{STORY}"
    opened = f"http://opened.test:{port}{STORY}"
    run = crawl(
        tmp_path,
        {"url": f"{inside_url},{rebinding},{opened}"},
        {"RELATED_ALLOW_PRIVATE": "opened.test", "DNSCACHE_ENABLED": "False"},
        # Looked up as public for robots.txt's check, as inside when it is connected to.
        names="inside.test=127.0.0.100;rebinding.test=198.41.0.4,127.0.0.100;opened.test=127.0.0.100",
    )
    assert _outcomes(run) == {inside_url: "address", rebinding: "address", opened: "article"}
    assert set(inside.asked) == {"/robots.txt", STORY}
    assert inside.asked[STORY] == 1
    inside.close()


def test_a_proxy_that_does_not_answer_is_named_wherever_its_silence_is_told(tmp_path: Path) -> None:
    dead = "http://127.0.0.1:9"
    run = crawl(
        tmp_path,
        {"url": "http://outside.test/story"},
        {"RELATED_ALLOW_PRIVATE": ""},
        names="outside.test=-",
        proxy=dead,
    )
    [failure] = run.feed("failures")
    assert f"through the proxy {dead}: " in failure["detail"]
    told = [w for w in run.warnings() if "outside.test" in w and "is over" not in w and "Gave up" not in w]
    assert told
    assert all(f"through the proxy {dead}: " in warning for warning in told), told


def test_behind_a_proxy_only_what_cannot_be_resolved_here_is_left_to_it(tmp_path: Path) -> None:
    proxy = Server("127.0.0.1")
    outside = f"http://outside.test{STORY}"
    proxy.pages[outside] = answer(page("outside"))
    inside = [f"http://{host}{STORY}" for host in ("inside.test", "127.0.0.100", "localhost", "2130706433", "[::1]")]
    run = crawl(
        tmp_path,
        {"url": ",".join([outside, *inside])},
        {"RELATED_ALLOW_PRIVATE": ""},
        names="outside.test=-;inside.test=10.0.0.5",
        proxy=proxy.base,
    )
    assert _outcomes(run) == {outside: "article", **dict.fromkeys(inside, "address")}
    assert set(proxy.asked) == {outside, "http://outside.test/robots.txt"}
    proxy.close()


def test_a_redirected_robots_txt_leads_nowhere_inside(tmp_path: Path) -> None:
    site, inside = Server("127.0.0.1"), Server("127.0.0.100")
    site.pages["/robots.txt"] = answer(b"", status=301, Location=f"{inside.base}/robots.txt")
    site.pages[STORY] = answer(page("site"))
    run = crawl(tmp_path, {"url": site.base + STORY})
    assert _outcomes(run) == {site.base + STORY: "address"}
    assert inside.connections == 0
    for server in (site, inside):
        server.close()
