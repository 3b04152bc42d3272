"""The Harbour Post, an English daily: JSON-LD, a second related list amid the story, prompts and credits around it."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from string import Template
from typing import ClassVar
from urllib.parse import urlsplit

from sample.publishers.base import AD_HOST, Publisher, cut, glue, insert, items
from sample.web import Offer, Page, Rendered, Web

PROMPT = "Sign up to Morning Tide, our daily newsletter, and get the harbour in your inbox by seven."
CAPTION = "Photograph: Harbour Post picture desk. A file picture; it may not show the event described."
COPYRIGHT = "© 2023 The Harbour Post. All rights reserved."

ARTICLE = Template("""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>$title | The Harbour Post</title>
<link rel="canonical" href="$url">
<link rel="alternate" type="application/rss+xml" title="The Harbour Post" href="/feed/">
<script type="application/ld+json">$json_ld</script>
</head>
<body>
<header><a href="/">The Harbour Post</a><nav>$nav</nav></header>
<main><article>
<p class="kicker">$section</p>
<h1>$title</h1>
<p class="byline">By $authors <time datetime="$iso">$date</time></p>
<figure><img src="/media/$slug.jpg" alt=""><figcaption>$caption</figcaption></figure>
<div class="article-body">
$body
</div>
<aside class="promo"><h3>From our partners</h3>
<ul>
$sponsored
</ul></aside>
<section class="end-links"><h2>$heading</h2>
<ul>
$related
</ul></section>
</article>
<aside class="rail"><h2>Most read</h2>
<ol>
$more
</ol></aside>
</main>
<footer><p>$copyright</p></footer>
</body></html>
""")
WITHIN = """<div class="inset"><h4>More on this story</h4>
<ul>
{}
</ul></div>"""
FRONT = Template("""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>$heading | The Harbour Post</title></head>
<body><header><a href="/">The Harbour Post</a><nav>$nav</nav></header>
<main><h1>$heading</h1>
$entries
</main></body></html>
""")


class HarbourPost(Publisher):
    key = "post"
    name = "The Harbour Post"
    home = "https://www.harbourpost.example/"
    language = "en"
    sections: ClassVar = {"/energy/": "Energy", "/harbour/": "Harbour", "/city/": "City"}
    disallow = ("/search", "/account/")

    def href(self, page: Page, target: str, rank: int) -> str:
        """Root-relative, tracked, plain and http links in turn, as pages that were edited over years have them."""
        own = target.startswith(self.home)
        path = urlsplit(target).path
        forms = (
            path if own else target,
            f"{target}?utm_source=harbourpost&utm_medium=related",
            target,
            target.replace("https://", "http://", 1),
        )
        return forms[rank % len(forms)]

    def article(self, page: Page, part: int, web: Web) -> Rendered:
        story = page.story
        body, inline = self.paragraphs(page, part, web)
        related = [replace(o, title=cut(o.title, 58, "…")) for o in self.offers("related", page, story.related, web)]
        within = self.offers("related", page, story.within, web)
        more = self.most_read(page, web)
        sponsored = _sponsored()
        credit = _credit(page)

        body = glue(body, f" {credit}")
        body = insert(body, f'<p class="prompt"><em>{PROMPT}</em></p>', 2)
        body = insert(body, WITHIN.format(items(within)), 4) if within else body
        html = ARTICLE.substitute(
            title=escape(page.title, quote=False),
            url=page.url,
            json_ld=json.dumps(self._json_ld(page), ensure_ascii=False, indent=1),
            nav=self._nav(),
            section=story.section,
            authors=" and ".join(page.authors) or "Harbour Post staff",
            iso=page.published.isoformat(),
            date=f"{page.published.day} {page.published:%B %Y, %H:%M}",
            slug=page.url.rstrip("/").rsplit("/", 1)[-1],
            caption=CAPTION,
            body="\n".join(body),
            heading=story.heading or "Read more",
            related=items(related),
            sponsored=items(
                sponsored, '<li><a rel="sponsored" href="{href}">{title}</a> <small>Sponsored</small></li>'
            ),
            more=items(more),
            copyright=COPYRIGHT,
        )
        pieces = [PROMPT, CAPTION, credit, COPYRIGHT]
        return Rendered(html, [*inline, *within, *sponsored, *related, *more], pieces)

    def front(self, heading: str, pages: list[Page]) -> str:
        entries = [Offer("more", p.url, urlsplit(p.url).path, p.title, p.paragraphs[0]) for p in pages]
        form = '<article><h2><a href="{href}">{title}</a></h2><p>{teaser}</p></article>'
        return FRONT.substitute(heading=heading, nav=self._nav(), entries=items(entries, form))

    def _nav(self) -> str:
        return " ".join(f'<a href="{path}">{name}</a>' for path, name in self.sections.items())

    def _json_ld(self, page: Page) -> dict[str, object]:
        story = page.story
        return {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": page.title,
            "datePublished": page.published.isoformat(),
            "author": [{"@type": "Person", "name": name} for name in page.authors],
            "publisher": {"@type": "Organization", "name": self.name},
            "articleSection": story.section,
            "keywords": story.keywords,
            "inLanguage": "en-GB",
            "isAccessibleForFree": True,
            "mainEntityOfPage": page.url,
        }


def _credit(page: Page) -> str:
    """What is stuck to the last sentence: which wire it came from, who edited, or the copyright line."""
    if page.source:
        return f"({page.source})"
    if not page.editors:
        return COPYRIGHT
    return f"Reporting by {', '.join(page.authors)}; editing by {', '.join(page.editors)}."


def _sponsored() -> list[Offer]:
    adverts = {
        "/c/8841?pub=hp": "Homeowners over 50 are switching to this boiler cover",
        "/c/9017?pub=hp": "The walking shoe that podiatrists keep quiet about",
    }
    return [Offer("sponsored", AD_HOST + path, AD_HOST + path, title) for path, title in adverts.items()]
