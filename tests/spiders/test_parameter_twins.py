"""One story under parameters that choose nothing is asked for once a site has shown that they choose nothing."""

from __future__ import annotations

from tests.conftest import Scrapy
from tests.web.site import Reply, page, serve, story

NAMES = ("ferry-opens-a-new-quay", "council-votes-on-the-bridge", "mill-is-sold-to-the-town", "school-roof-is-mended")


def address(number: int) -> str:
    return f"/2026/03/0{number + 1}/{NAMES[number]}.html"


def declaring(reply: Reply, path: str) -> Reply:
    link = f'<link rel="canonical" href="{{base}}{path}"></head>'.encode()
    return Reply(reply.body.replace(b"</head>", link))


def test_twins_are_left_out_once_the_site_has_said_so_twice(scrapy: Scrapy) -> None:
    """Each story offers the next one twice, as its list and its foot do."""
    web: dict[str, Reply] = {}
    for number, name in enumerate(NAMES):
        onward = address(number + 1) if number + 1 < len(NAMES) else None
        offers = (
            {f"{onward}?ref={place}": f"The story {NAMES[number + 1]}" for place in ("box", "foot")} if onward else {}
        )
        offers |= {f"{address(n)}?ref=top": f"The story {NAMES[n]}" for n in range(number)}
        reply = declaring(page(f"The story {name}", story(number + 1), offers), address(number))
        web |= {f"{address(number)}{query}": reply for query in ("", "?ref=box", "?ref=foot", "?ref=top")}
    with serve(web) as site:
        own = ("-s", "RELATED_ALLOW_PRIVATE=127.0.0.1", "-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS=1")
        run = scrapy("crawl", "related", "-a", f"url={site.base}{address(0)}", "-a", "depth=9", *own)
    asked = [path.partition("?")[0] for path in site.paths()]
    assert len(run.feed("articles")) == len(NAMES)
    assert [asked.count(address(number)) for number in (2, 3)] == [2, 1]


def test_a_page_that_claims_another_articles_address_drops_nothing(scrapy: Scrapy) -> None:
    offers = {f"{address(n)}?ref=box": f"The story {NAMES[n]}" for n in (1, 2, 3)}
    web = {address(0): page("The start of it all", story(9), offers)}
    for number in (1, 2, 3):
        reply = page(f"The story {NAMES[number]}", story(number))
        web[f"{address(number)}?ref=box"] = declaring(reply, address(0))
    with serve(web) as site:
        own = ("-s", "RELATED_ALLOW_PRIVATE=127.0.0.1", "-s", "DOWNLOAD_DELAY=0")
        run = scrapy("crawl", "related", "-a", f"url={site.base}{address(0)}", *own)
    assert len(run.feed("articles")) == 4
