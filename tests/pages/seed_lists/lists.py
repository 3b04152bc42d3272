"""Feeds and sitemaps that the tests of lists read."""

from __future__ import annotations

from crawler.pages.seed_lists.read import read_list

BASE = "https://news.example/feeds/all.xml"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><link>https://news.example/</link>
<item><title>One</title><link>https://news.example/1?utm_source=rss</link></item>
<item><title>Two</title><link>/2</link></item>
<item><title>Again</title><link>https://news.example/1</link></item>
<item><title>By its guid</title><guid>https://news.example/3</guid></item>
<item><title>No link</title><guid isPermaLink="false">77</guid></item></channel></rss>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://news.example/s </loc></url>
<url><loc>javascript:alert(1)</loc></url></urlset>"""


def urls(text: str | bytes) -> tuple[str, ...]:
    found = read_list(text.encode() if isinstance(text, str) else text, BASE)
    assert found is not None
    return tuple(entry.url for entry in found.entries)
