"""The web that the stories make: one Page for every place where a story stands, and what its links lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin

from sample.story import Copy, Story, plain

CRAWLED = datetime(2023, 6, 12, 2, 0, tzinfo=UTC)
"""When the sample web was "fetched": the WARC-Date of its first record, and what relative dates count from."""


@dataclass(frozen=True)
class Page:
    """A story at one publisher."""

    story: Story
    publisher: str
    url: str
    title: str
    """As printed, the portal's hook included."""
    hook: str
    published: datetime
    authors: list[str]
    editors: list[str]
    source: str
    """The credited origin; empty where it is the publisher."""
    parts: list[list[str]]
    """Paragraphs of each page, in the publisher's script, links still marked."""
    is_copy: bool

    @property
    def urls(self) -> list[str]:
        """The URLs of the story's pages: article.html, article_2.html, …"""
        return [self.url, *(self.url.replace(".html", f"_{n}.html") for n in range(2, len(self.parts) + 1))]

    @property
    def paragraphs(self) -> list[str]:
        """The whole story as a reader sees it."""
        return [plain(p) for part in self.parts for p in part]

    @property
    def days_ago(self) -> int:
        """Calendar days, in the publisher's own time zone, from publication to the crawl."""
        return (CRAWLED.astimezone(self.published.tzinfo).date() - self.published.date()).days


@dataclass(frozen=True)
class Offer:
    """A link that a page offers."""

    kind: str
    """related, more, inline or sponsored."""
    url: str
    """Where it leads, in its plain form."""
    href: str
    """As the page prints it."""
    title: str
    teaser: str = ""


@dataclass
class Rendered:
    """A page's HTML and what is known about it."""

    html: str
    offers: list[Offer] = field(default_factory=list)
    boilerplate: list[str] = field(default_factory=list)
    """Pieces beside or inside the story that are no part of it."""


class Web:
    """All pages, found by story and by publisher."""

    def __init__(self, stories: list[Story], homes: dict[str, str], localise: dict[str, Callable[[str], str]]) -> None:
        self.homes = homes
        self.pages = [self._page(s, c, localise) for s in stories for c in (None, *s.copies)]

    def _page(self, story: Story, copy: Copy | None, localise: dict[str, Callable[[str], str]]) -> Page:
        at = copy or story
        adapt = localise[at.publisher] if not story.language else str
        parts = story.parts
        if copy and copy.keep:
            parts = [parts[0][: copy.keep]]
        return Page(
            story=story,
            publisher=at.publisher,
            url=urljoin(self.homes[at.publisher], at.path),
            title=adapt((copy.title if copy else "") or story.title),
            hook=adapt(at.hook),
            published=at.published,
            authors=[adapt(name) for name in story.authors],
            editors=[adapt(name) for name in story.editors],
            source=adapt(story.source),
            parts=[[adapt(p) for p in part] for part in parts],
            is_copy=copy is not None,
        )

    def find(self, target: str, publisher: str) -> Page | None:
        """The page of a story, the publisher's own copy first; None where the target is no story."""
        found = [p for p in self.pages if target in (p.story.id, p.story.moved_from)]
        return next((p for p in found if p.publisher == publisher), found[0] if found else None)

    def url(self, target: str, publisher: str) -> str:
        """Where a target of the story files leads."""
        page = self.find(target, publisher)
        return page.url if page and page.story.id == target else urljoin(self.homes[publisher], target)

    def latest(self, publisher: str, section: str = "") -> list[Page]:
        """A publisher's articles (of one section), the newest first."""
        own = [p for p in self.pages if p.publisher == publisher and p.story.kind == "article"]
        own = [p for p in own if not section or p.story.section == section]
        return sorted(own, key=lambda p: (p.published, p.url), reverse=True)
