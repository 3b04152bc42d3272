"""What the templates share: a publisher's facts, paragraphs with links, lists of links."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from html import escape
from typing import ClassVar
from urllib.parse import urlsplit

from sample.story import INLINE_LINK, plain
from sample.web import Offer, Page, Rendered, Web

AD_HOST = "https://click.adreach.example"
"""The advertisers' host: nothing of it is in the archive."""


class Publisher(ABC):
    """A publisher: its facts as class attributes, its template as methods."""

    key: str
    name: str
    home: str
    language: str
    sections: ClassVar[dict[str, str]]
    """Path of a section page -> the section's name."""
    disallow: tuple[str, ...] = ()
    sitemap: str = ""

    @abstractmethod
    def article(self, page: Page, part: int, web: Web) -> Rendered:
        """One page of a story (the part-th, from 0) as HTML."""

    @abstractmethod
    def front(self, heading: str, pages: list[Page]) -> str:
        """A front or section page as HTML."""

    @abstractmethod
    def href(self, page: Page, target: str, rank: int) -> str:
        """A URL as this publisher prints it in the rank-th entry of a list."""

    def localise(self, text: str) -> str:
        """A text in the publisher's script."""
        return text

    def robots(self) -> str:
        """The publisher's robots.txt."""
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in self.disallow), "Allow: /"]
        if self.sitemap:
            lines += ["", f"Sitemap: {self.home.rstrip('/')}{self.sitemap}"]
        return "\n".join(lines) + "\n"

    def offers(self, kind: str, page: Page, targets: Iterable[str], web: Web) -> list[Offer]:
        """Entries of a list, titled as their targets are."""
        made = []
        for rank, target in enumerate(targets):
            found, url = web.find(target, self.key), web.url(target, self.key)
            title = self.localise(found.title) if found else self.localise(_title_of_gone(url))
            teaser = self.localise(plain(found.parts[0][0])) if found else ""
            made.append(Offer(kind, url, self.href(page, url, rank), title, teaser))
        return made

    def most_read(self, page: Page, web: Web, size: int = 5) -> list[Offer]:
        """The list that every page offers to everyone: the publisher's latest, the page itself left out."""
        others = [p for p in web.latest(self.key) if p.url != page.url]
        return [Offer("more", p.url, self.href(page, p.url, 0), p.title) for p in others[:size]]

    def paragraphs(self, page: Page, part: int, web: Web) -> tuple[list[str], list[Offer]]:
        """The HTML of a part's paragraphs, and the links in their sentences."""
        offers: list[Offer] = []
        made = []
        for paragraph in page.parts[part]:
            tag = "h2" if paragraph.startswith("## ") else "p"
            html = escape(paragraph.removeprefix("## "), quote=False)
            for words, target in INLINE_LINK.findall(paragraph):
                url = web.url(target, self.key)
                offers.append(Offer("inline", url, url, words))
                link = f'<a href="{escape(url)}">{escape(words, quote=False)}</a>'
                html = html.replace(escape(f"[{words}]({target})", quote=False), link)
            made.append(f"<{tag}>{html}</{tag}>")
        return made, offers


def glue(paragraphs: list[str], tail: str) -> list[str]:
    """Paragraphs with a piece of boilerplate stuck to the end of the last one."""
    return [*paragraphs[:-1], paragraphs[-1].removesuffix("</p>") + tail + "</p>"]


def insert(paragraphs: list[str], piece: str, after: int) -> list[str]:
    """Paragraphs with a piece of HTML put in after the given number of them."""
    return [*paragraphs[:after], piece, *paragraphs[after:]]


def items(offers: Iterable[Offer], form: str = '<li><a href="{href}">{title}</a></li>') -> str:
    """The entries of a list as HTML; `form` names href, title and teaser."""
    return "\n".join(
        form.format(href=escape(o.href), title=escape(o.title, quote=False), teaser=escape(o.teaser, quote=False))
        for o in offers
    )


def cut(text: str, length: int, mark: str) -> str:
    """A text cut to a length, with a mark where something is gone."""
    return text if len(text) <= length else text[:length].rstrip() + mark


def _title_of_gone(url: str) -> str:
    """A title for a link whose page is gone: the words of its address."""
    slug = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
    return slug.replace("-", " ").capitalize()
