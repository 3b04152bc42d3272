"""The sample web's feeds and sitemaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from html import escape
from string import Template

from sample.web import Page

RSS = Template("""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
<title>The Harbour Post</title>
<link>https://www.harbourpost.example/</link>
<description>News from Port Aldren and the Carrow coast</description>
$entries
</channel></rss>
""")
RSS_ENTRY = Template("""<item><title>$title</title><link>$url?utm_source=rss</link>
<guid isPermaLink="true">$url</guid><pubDate>$when</pubDate><description>$lead</description></item>""")

ATOM = Template("""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>Grid Weekly</title>
<id>https://gridweekly.example/</id>
<link href="https://gridweekly.example/"/>
<link rel="self" href="https://gridweekly.example/feed.atom"/>
<updated>$when</updated>
$entries
</feed>
""")
ATOM_ENTRY = Template("""<entry><title>$title</title><id>$url</id>
<link rel="alternate" type="text/html" href="$url"/><updated>$when</updated><summary>$lead</summary></entry>""")

SITEMAP_INDEX = """<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://www.linlan.example/sitemap-news.xml</loc></sitemap>
<sitemap><loc>https://www.linlan.example/sitemap-2023.xml</loc></sitemap>
</sitemapindex>
"""
URL_SET = Template("""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
$entries
</urlset>
""")
URL = Template("""<url><loc>$url</loc><lastmod>$when</lastmod></url>""")
NEWS_URL = Template("""<url><loc>$url</loc><news:news><news:publication><news:name>临澜在线</news:name>
<news:language>zh-cn</news:language></news:publication>
<news:publication_date>$when</news:publication_date><news:title>$title</news:title></news:news></url>""")


def rss(pages: list[Page]) -> str:
    """An RSS 2.0 feed, its links tracked."""
    return RSS.substitute(entries=_entries(RSS_ENTRY, pages, format_datetime))


def atom(pages: list[Page]) -> str:
    """An Atom feed."""
    return ATOM.substitute(when=pages[0].published.isoformat(), entries=_entries(ATOM_ENTRY, pages))


def url_set(pages: list[Page], *, news: bool) -> str:
    """A sitemap, or a news sitemap."""
    return URL_SET.substitute(entries=_entries(NEWS_URL if news else URL, pages))


def _entries(form: Template, pages: list[Page], date: Callable[[datetime], str] = datetime.isoformat) -> str:
    return "\n".join(
        form.substitute(
            title=escape(p.title, quote=False),
            url=p.url,
            when=date(p.published),
            lead=escape(p.paragraphs[0], quote=False),
        )
        for p in pages
    )
