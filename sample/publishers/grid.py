"""Grid Weekly, an English trade weekly: og: meta (or only a relative date), tracked links, a prompt to follow it."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from string import Template
from typing import ClassVar

from sample.publishers.base import AD_HOST, Publisher, cut, glue, insert, items
from sample.web import Offer, Page, Rendered, Web

FOLLOW = "Follow Grid Weekly on Mastodon and LinkedIn for more stories like this one."
DISCLAIMER = "Images are for illustration only and may not show the products described."

ARTICLE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>$title - Grid Weekly</title>
$meta
<link rel="alternate" type="application/atom+xml" href="/feed.atom">
</head>
<body class="post">
<div id="top"><a href="/">Grid Weekly</a> $nav</div>
<div class="post-header">
<h1 class="entry-title">$title</h1>
<div class="entry-meta">by <span class="author">$authors</span>$via &middot; <span class="when">$when</span></div>
</div>
<div class="entry-content">
$body
<p class="wp-note">$disclaimer</p>
</div>
<div class="entry-related">
<h3>$heading</h3>
$related
</div>
<div class="entry-ads"><span>Sponsored content</span>
$sponsored
</div>
<div class="widget"><h3>Latest</h3>
<ul>
$more
</ul></div>
</body></html>
""")
CARD = '<div class="card"><a href="{href}"><strong>{title}</strong></a><p>{teaser}</p></div>'
META = Template("""<meta property="og:type" content="article">
<meta property="og:title" content="$title">
<meta property="og:url" content="$url">
<meta property="og:site_name" content="Grid Weekly">
<meta property="og:description" content="$lead">
<meta property="article:published_time" content="$iso">
<meta property="article:section" content="$section">
<meta name="author" content="$authors">""")
FRONT = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>$heading - Grid Weekly</title></head>
<body><div id="top"><a href="/">Grid Weekly</a> $nav</div><h1>$heading</h1>
$entries
</body></html>
""")


class GridWeekly(Publisher):
    key = "grid"
    name = "Grid Weekly"
    home = "https://gridweekly.example/"
    language = "en"
    sections: ClassVar = {"/batteries": "Batteries", "/networks": "Networks"}
    disallow = ("/wp-admin/", "/*?replytocom=")

    def href(self, page: Page, target: str, rank: int) -> str:
        """Every other link carries the tracking of an old campaign."""
        return f"{target}?utm_source=gridweekly&utm_campaign=related" if rank % 2 == 0 else target

    def article(self, page: Page, part: int, web: Web) -> Rendered:
        story = page.story
        body, inline = self.paragraphs(page, part, web)
        related = [
            replace(o, title=cut(o.title, 48, "…"), teaser=cut(o.teaser, 90, "…"))
            for o in self.offers("related", page, story.related, web)
        ]
        within = self.offers("related", page, story.within, web)
        sponsored = _sponsored()
        more = self.most_read(page, web)
        authors = ", ".join(page.authors) or "Grid Weekly"

        body = glue(body, f" {FOLLOW}")
        if within:
            body = insert(body, f'<p class="see-also">Read more: {items(within, _LINK)}</p>', 3)
        html = ARTICLE.substitute(
            title=escape(page.title, quote=False),
            meta=self._meta(page, authors) if story.date_style != "relative" else "",
            nav=self._nav(),
            authors=authors,
            via=f" &middot; via {page.source}" if page.source else "",
            when=_when(page),
            body="\n".join(body),
            disclaimer=DISCLAIMER,
            heading=story.heading or "Related",
            related=items(related, CARD),
            sponsored=items(sponsored, _LINK),
            more=items(more),
        )
        return Rendered(html, [*inline, *within, *related, *sponsored, *more], [FOLLOW, DISCLAIMER])

    def front(self, heading: str, pages: list[Page]) -> str:
        entries = [Offer("more", p.url, p.url, p.title, cut(p.paragraphs[0], 160, "…")) for p in pages]
        return FRONT.substitute(heading=heading, nav=self._nav(), entries=items(entries, CARD))

    def _nav(self) -> str:
        return " ".join(f'<a href="{path}">{name}</a>' for path, name in self.sections.items())

    def _meta(self, page: Page, authors: str) -> str:
        return META.substitute(
            title=escape(page.title),
            url=page.url,
            lead=escape(page.paragraphs[0]),
            iso=page.published.isoformat(),
            section=page.story.section,
            authors=escape(authors),
        )


_LINK = '<a href="{href}">{title}</a>'


def _when(page: Page) -> str:
    """The date as printed: "3 days ago" where the story asks for it."""
    if page.story.date_style == "relative":
        return f"{page.days_ago} days ago"
    return f"{page.published:%B} {page.published.day}, {page.published.year}"


def _sponsored() -> list[Offer]:
    url = f"{AD_HOST}/go?cid=5512&placement=grid"
    return [Offer("sponsored", url, url, "White paper: ten questions to ask your inverter supplier")]
