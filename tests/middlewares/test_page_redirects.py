"""Where a page leads by itself."""

from __future__ import annotations

import pytest

from crawler.middlewares.page_redirects import find_refresh, parse_refresh
from crawler.pages.dom.limits import time_limit
from tests.conftest import Scrapy
from tests.web.site import HTML, Reply, page, serve, story

BASE = "https://news.example/old/page.html"
THERE = "https://news.example/there"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("0;url=/there", (THERE, 0)),
        ("0; URL='/there'", (THERE, 0)),
        ('0, url = "/there" and more', (THERE, 0)),
        ("0;/there", (THERE, 0)),
        ("0 /there", (THERE, 0)),
        (" 3.7 ; url=/there", (THERE, 3)),
        (";url=/there", (THERE, 0)),
        ("5;url='/there", (THERE, 5)),
        ("0;url=/th\nere", (THERE, 0)),
        ("0;url=//news.example/there", (THERE, 0)),
        ("300", None),
        ("300;", None),
        ("0;url=", None),
        ("0;url=javascript:alert(1)", None),
        ("soon;url=/there", None),
        ("0;url=http://host:abc/", None),
    ],
)
def test_the_content_of_a_refresh_is_read_as_browsers_read_it(content: str, found: tuple[str, float] | None) -> None:
    assert parse_refresh(content, BASE) == found


LONG = f"<p>{'A page of its own with text to read. ' * 30}</p>"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<meta http-equiv="refresh" content="0;url=/there">', THERE),
        ("<META content='0;/there' HTTP-EQUIV=Refresh />", THERE),
        ('<meta http-equiv="refresh" content="0; url=&quot;/there&quot;">', THERE),
        ('<base href="https://news.example/"><meta http-equiv="refresh" content="0; url=there">', THERE),
        ('<base href="http://host:abc/"><meta http-equiv="refresh" content="0;url=/there">', THERE),
        ('<noscript><meta http-equiv="refresh" content="0;url=/there"></noscript>', THERE),
        (f'<meta http-equiv="refresh" content="1;url=/there">{LONG}', THERE),
        ('<meta http-equiv="refresh" content="30;url=/there">Moved.', THERE),
        ('<meta http-equiv="refresh" content="0;url=page.html"><meta http-equiv="refresh" content="0;/there">', THERE),
        (f'<noscript><meta http-equiv="refresh" content="0;url=/there"></noscript>{LONG}', None),
        (f'<meta http-equiv="refresh" content="30;url=/there">{LONG}', None),
        ('<meta http-equiv="refresh" content="0;url=page.html#top">', None),
        ('<!-- <meta http-equiv="refresh" content="0;url=/there"> -->', None),
        ('<script>document.write(\'<meta http-equiv="refresh" content="0;url=/there">\')</script>', None),
        ('<textarea><meta http-equiv="refresh" content="0;url=/there"></textarea>', None),
        ('<meta name="refresh" content="0;url=/there">', None),
    ],
)
def test_a_page_leads_elsewhere_where_browsers_would_go(html: str, url: str | None) -> None:
    found = find_refresh(html.encode(), BASE)
    assert (found.url if found else None) == url


@pytest.mark.parametrize("html", ['<meta content="' * 20_000, "<meta " + f'"{"a" * 3990}" ' * 31 + ">"])
def test_tags_of_nothing_but_quotes_are_passed_over_quickly(html: str) -> None:
    with time_limit(3):  # of processor time: it takes a hundredth of a second
        assert find_refresh(b"refresh" + html.encode(), BASE) is None


def test_the_name_of_an_attribute_begins_where_no_other_name_goes_on() -> None:
    far = f'<meta data-{"x" * 30}-http-equiv="refresh" content="0;url=/there">'
    assert find_refresh(far.encode(), BASE) is None


def test_redirects_of_pages_are_followed_on_a_running_site(scrapy: Scrapy) -> None:
    ways = {
        "/noscript": b"<noscript><meta http-equiv='refresh' content=\"0;URL='/s1'\"></noscript>",
        "/bare": b'<meta http-equiv="refresh" content="0;/s2">',
        "/header": b"<p>Moved</p>",
        "/itself": page("A page that reloads itself", story(4)).body.replace(
            b"<head>", b'<head><meta http-equiv="refresh" content="4;url=/itself">'
        ),
    }
    web = {path: Reply(body) for path, body in ways.items()}
    web["/header"] = Reply(ways["/header"], headers={"Content-Type": HTML, "Refresh": "0; url=/s3"})
    web |= {f"/s{n}": page(f"The story behind redirect number {n}", story(n)) for n in (1, 2, 3)}
    with serve(web) as site:
        urls = ",".join(site.base + path for path in ways)
        own = ("-s", "RELATED_ALLOW_PRIVATE=127.0.0.1", "-s", "DOWNLOAD_DELAY=0")
        run = scrapy("crawl", "related", "-a", f"url={urls}", *own)
        assert sorted(a["url"].removeprefix(site.base) for a in run.feed("articles")) == [
            "/itself",
            "/s1",
            "/s2",
            "/s3",
        ]


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<script>window.location.href='/there';</script>", THERE),
        ('<script>top.location = "/there"</script>', THERE),
        ('<script>location.replace("https:\\/\\/news.example\\/there")</script>', THERE),
        ("<title>Moved</title><body onload=\"document.location.assign('/there')\">Please wait.", THERE),
        (f"<script>location.href='/there'</script>{LONG}", None),
        ("<script>if (top != self) location.href='/there'</script>", None),
        ("<script>location = old ? '/old' : '/there'</script>", None),
        ("<script>location.href='page.html#top'</script>", None),
        ("<script>location.href = next + '/there'</script>", None),
        ("<script>location.href='javascript:void(0)'</script>", None),
        ("<!-- <script>location.href='/there'</script> -->", None),
        ("<script>draw(await story()); location = '/there'</script>", None),
        ("<script>fetch('/story').then(draw); location = '/there'</script>", None),
        ("<script>new XMLHttpRequest(); location = '/there'</script>", None),
        ("<script>document.createElement('p'); location = '/there'</script>", None),
        ("<script>box.appendChild(text); location = '/there'</script>", None),
        ("<script>box.innerHTML = text; location = '/there'</script>", None),
        (f"<script>location.href='/there'</script><script>{'go();' * 800}</script>", None),
    ],
)
def test_a_script_that_does_nothing_else_leads_elsewhere(html: str, url: str | None) -> None:
    found = find_refresh(f"<html>{html}</html>".encode(), BASE)
    assert (found.url if found else None) == url


def test_a_refresh_in_a_page_of_two_bytes_a_character_is_found() -> None:
    html = '<html><meta http-equiv="refresh" content="0;url=/there"></html>'
    found = find_refresh(html.encode("utf-16"), BASE)
    assert found is not None
    assert found.url == THERE
