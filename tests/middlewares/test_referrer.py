"""No server learns which page led to it."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.project import get_project_settings

from crawler.middlewares.referrer import NoReferrer


def test_no_referrer_is_sent_even_where_the_page_asks_for_it() -> None:
    page = Response("https://a.example/story", headers={"Referrer-Policy": "unsafe-url"})
    asked = NoReferrer(get_project_settings()).get_processed_request(Request("https://b.example/"), page)
    assert "Referer" not in asked.headers


def test_it_stands_in_place_of_scrapys() -> None:
    middlewares = get_project_settings().getwithbase("SPIDER_MIDDLEWARES")
    names = {
        name if isinstance(name, str) else f"{name.__module__}.{name.__name__}": n for name, n in middlewares.items()
    }
    assert names["scrapy.spidermiddlewares.referer.RefererMiddleware"] is None
    assert names["crawler.middlewares.referrer.NoReferrer"] is not None
