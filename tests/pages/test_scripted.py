"""Which pages are taken to be drawn by scripts: those that hold no story and have a script, and look for no robot."""

from __future__ import annotations

import pytest

from crawler.pages.article import extract
from crawler.pages.scripted import is_drawn_by_scripts
from tests.web.site import page, story

APP = "<script src='/app.js'></script>"
ROOT = "<div id='root'></div>"
FOOT = "<footer><p>© 2026 Harbour Post. All rights reserved.</p><a href='/imprint'>Imprint</a></footer>"
MENU = "<nav><a href='/'>Home</a> <a href='/politics'>Politics</a> <a href='/sport'>Sport</a></nav>"


def judged(body: str, title: str = "Harbour Post") -> bool:
    html = f"<!doctype html><html lang='en'><head><title>{title}</title></head><body>{body}</body></html>"
    return is_drawn_by_scripts(extract(html, "https://news.example/2026/03/04/story.html"))


@pytest.mark.parametrize(
    "body",
    [
        ROOT + APP,
        ROOT + "<script type='module'>draw()</script>",
        f"<noscript>You need to enable JavaScript to run this app.</noscript>{ROOT}{APP}",
        f"<p>Bitte aktivieren Sie JavaScript, um diese Seite zu lesen.</p>{APP}",
        f"{MENU}<div id='root'>Loading…</div>{APP}",
        ROOT + FOOT + APP,
    ],
    ids=["frame", "module", "noscript", "notice", "loading", "foot"],
)
def test_a_frame_that_scripts_fill(body: str) -> None:
    assert judged(body)


def test_without_a_script_nothing_would_fill_it() -> None:
    assert not judged(ROOT)
    assert not judged(ROOT + "<script type='application/ld+json'>{}</script>")


def test_a_page_with_a_story_is_none_whatever_scripts_it_has() -> None:
    html = page("The harbour reopens on Monday", story(1)).body.replace(b"</body>", APP.encode() + b"</body>")
    assert not is_drawn_by_scripts(extract(html, "https://news.example/2026/03/04/story.html"))


def test_a_short_story_is_one() -> None:
    assert not judged(f"<article><h1>Ferry late</h1><p>The noon ferry left at one.</p></article>{APP}", "Ferry late")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"),
        ("Harbour Post", "<p>Please enable JavaScript. We are checking that you are human.</p>"),
        ("Harbour Post", "<p>Please enable JavaScript.</p><div class='g-recaptcha'></div>"),
        ("Access Denied", "<p>You do not have permission to access this page.</p>"),
        ("Harbour Post", "<h1>Before you continue</h1><p>We and our 81 partners store and access information.</p>"),
    ],
)
def test_a_wall_that_asks_for_more_than_scripts_is_left_alone(title: str, body: str) -> None:
    assert not judged(body + APP, title)
