"""robots.txt by RFC 9309: the RFC's own examples, and the cases that real files bring (after the ones that Protego and
Google's parser are tested with)."""

from __future__ import annotations

import time

import pytest
from scrapy.robotstxt import ProtegoRobotParser

from crawler.middlewares.robots import SIZE_LIMIT, decoded, product_token, relevant

TOKEN = "related-news-crawler"
AGENT = f"User-agent: {TOKEN}\n"
ANY = "User-agent: *\n"


def allowed(robots: str | bytes, path: str, token: str = TOKEN) -> bool:
    """What a file says of a path, read as the crawler reads it."""
    body = robots.encode() if isinstance(robots, str) else robots
    text = relevant(decoded(body[:SIZE_LIMIT]), token)
    return ProtegoRobotParser(text.encode(), None).allowed(f"https://news.example{path}", token)


RFC_5_1 = """User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot

"""
RFC_5_2 = """User-Agent: foobot
Allow: /example/page/
Disallow: /example/page/disallowed.gif
"""


@pytest.mark.parametrize(
    ("token", "path", "answer"),
    [
        ("otherbot", "/example/page.html", False),
        ("otherbot", "/publications/x", True),
        ("otherbot", "/image.gif", False),
        ("foobot", "/example/page.html", True),
        ("foobot", "/example/allowed.gif", True),
        ("foobot", "/else", False),
        ("FooBot", "/else", False),
        ("barbot", "/example/page.html", False),
        ("bazbot", "/example/page.html", False),
        ("bazbot", "/example/else.html", True),
        ("quxbot", "/example/page.html", True),
    ],
)
def test_the_examples_of_section_5_1(token: str, path: str, answer: bool) -> None:
    assert allowed(RFC_5_1, path, product_token(token)) is answer


def test_the_longest_match_of_section_5_2() -> None:
    assert not allowed(RFC_5_2, "/example/page/disallowed.gif", "foobot")
    assert allowed(RFC_5_2, "/example/page/other.gif", "foobot")


@pytest.mark.parametrize(
    ("rules", "path", "answer"),
    [
        ("Disallow: /a", "/a", False),
        ("Disallow: /a", "/abc", False),
        ("Disallow: /a", "/A", True),
        ("Disallow: /a/", "/a", True),
        ("Disallow:", "/a", True),
        ("Disallow: /\nAllow: /", "/a", True),  # equally long: the least restrictive
        ("Allow: /p\nDisallow: /", "/page", True),
        ("Disallow: /x\nAllow: /x/", "/x/", True),
        ("Disallow: /x\nAllow: /x/", "/x", False),
        ("Disallow: /*.php$", "/index.php", False),
        ("Disallow: /*.php$", "/index.php?a", True),
        ("Disallow: /fish*.php", "/fishheads/catfish.php?id=1", False),
        ("Disallow: /fish*", "/Fish", True),
        ("Disallow: /*", "/x", False),
        ("Disallow: /a%3cd.html", "/a%3cd.html", False),
        ("Disallow: /a%3Cd.html", "/a%3cd.html", False),
        ("Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar", False),
        ("Disallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", False),
        ("Disallow: /foo/bar/%E3%83%84", "/foo/bar/%E3%83%84", False),
        ("Disallow: /%7Efoo", "/~foo", False),
        ("Disallow: /path#comment", "/path", False),
        ("disALLOW : /a", "/a", False),
        ("Disallow: /a\nSitemap: https://x.example/s.xml\nDisallow: /b", "/b", False),
        ("Crawl-delay: 5\nDisallow: /a", "/a", False),
        ("Nonsense: /\nDisallow: /a", "/b", True),
        ("Disallow: /", "/robots.txt", True),
    ],
)
def test_rules(rules: str, path: str, answer: bool) -> None:
    for start in (AGENT, ANY):
        assert allowed(f"{start}{rules}\n", path) is answer


@pytest.mark.parametrize(
    ("robots", "answer"),
    [
        ("User-agent: related-news-crawler\nDisallow: /", False),
        ("user-agent:Related-News-Crawler/0.1 (any)\nDisallow: /", False),
        ("User-agent: related\nDisallow: /", True),  # a part of the token is another crawler
        ("User-agent: crawler\nDisallow: /", True),
        ("User-agent: related-news-crawler-images\nDisallow: /", True),
        (f"{ANY}Disallow: /\n\n{AGENT}Disallow: /none", True),  # an own group leaves the rest out
        (f"{AGENT}Disallow: /none\n\n{ANY}Disallow: /", True),
        (f"{AGENT}Disallow: /none\n\n{AGENT}Disallow: /", False),  # groups of one crawler are one group
        (f"User-agent: other\n{AGENT}Disallow: /", False),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: * other words\nDisallow: /", False),
        ("Disallow: /", True),  # no group, no rule
        ("", True),
        ("<html><body>Not found</body></html>", True),
        ("User-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\rDisallow: /\r", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("\x00User-agent: *\nDisallow: /other", True),
    ],
)
def test_groups(robots: str, answer: bool) -> None:
    assert allowed(robots, "/page") is answer


def test_a_file_in_utf_16_is_read() -> None:
    assert not allowed("User-agent: *\nDisallow: /".encode("utf-16"), "/page")


def test_what_is_beyond_500_kib_does_not_count() -> None:
    early = b"User-agent: *\nDisallow: /early\n"
    filler = b"# " + b"x" * 97 + b"\n"
    robots = early + filler * (SIZE_LIMIT // 100 + 1) + b"Disallow: /late\n"
    assert not allowed(robots, "/early")
    assert allowed(robots, "/late")


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        ("related-news-crawler/0.1.0 (+https://contact.example/bot)", "related-news-crawler"),
        ("Foo_Bot", "foo_bot"),
        ("", "*"),
        ("123", "*"),
    ],
)
def test_the_product_token_is_the_name_before_the_version(agent: str, token: str) -> None:
    assert product_token(agent) == token


@pytest.mark.parametrize(
    "robots",
    [
        ANY + "".join(f"Disallow: /{'*a' * 20}{n}$\n" for n in range(8000)),
        "".join(f"User-agent: bot{'x' * (n % 7)}{n}\n" for n in range(14_000)) + "Disallow: /x\n" * 20_000,
        ANY * 35_000,
        "Disallow: /" + "a" * 500_000,
        ANY + "Disallow: /" + "*" * 500_000,
        ANY + "Disallow: /" + "%" * 500_000,
    ],
    ids=["wildcards", "agents", "repeats", "line", "stars", "percents"],
)
def test_no_file_takes_long(robots: str) -> None:
    start = time.process_time()
    allowed(robots, "/" + "a" * 2000)
    assert time.process_time() - start < 4
