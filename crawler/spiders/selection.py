"""Which stories and links a run wants: what the arguments say, as questions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.items import Article, Link, LinkReason
from crawler.text.date_forms import url_date
from crawler.text.phrases import Phrases
from crawler.text.timestamps import end_of, read_stamp
from crawler.urls.canonical import site


@dataclass(frozen=True, slots=True)
class Selection:
    """The arguments that select."""

    since: timedelta | datetime | None = None
    """A span counted back from when a page was fetched (so that a replay chooses alike), or a date."""
    language: tuple[str, ...] = ()
    follow: tuple[str, ...] = ("related",)
    depth: int = 2
    scope: str = "any"
    min_relevance: float = 0.0
    match: Phrases | None = None
    """Words and phrases of which a story must say one; None takes all."""

    def refuses(self, link: Link, seed_url: str, depth: int, fetched_at: str) -> LinkReason | None:
        """Why a link of a page that lies depth hops from its seed is not followed; None where it may be."""
        if link.target_id == link.source_id:
            return "self"
        if link.kind not in self.follow:
            return "kind"
        if not _is_web(link.url):
            return "address"
        if depth >= self.depth:
            return "depth"
        if self.scope == "site" and site(link.url) != site(seed_url):
            return "scope"
        if self.link_too_old(link.url, fetched_at):
            return "since"
        if link.relevance < self.min_relevance:
            return "relevance"
        return None if self.matches(link.title, link.snippet) else "match"

    def refuses_as_seed(self, link: Link, fetched_at: str) -> LinkReason | None:
        """Why a link of a front or section page is no seed: only the articles of its own site are."""
        if link.target_id == link.source_id:
            return "self"
        if link.kind == "sponsored":
            return "kind"
        if site(link.url) != site(link.source_url):
            return "not-article"
        if self.link_too_old(link.url, fetched_at):
            return "since"
        return None if self.matches(link.title, link.snippet) else "match"

    def off_topic(self, relevance: float | None) -> bool:
        """Whether a page that was read is less relevant than asked for; one without a seed is not."""
        return relevance is not None and relevance < self.min_relevance

    def matches(self, *texts: str | None) -> bool:
        """Whether one of the texts (title, teaser, story) says what `match` asks for."""
        return self.match is None or any(self.match.found_in(text) for text in texts if text)

    def too_old(self, date: datetime | None, fetched_at: str) -> bool:
        """Whether a date is before the bound; what has no date is not."""
        bound = self._bound(fetched_at)
        return bound is not None and date is not None and date < bound

    def article_too_old(self, article: Article, fetched_at: str) -> bool:
        """Whether an article is from before the bound. A date without a time counts as the end of its day."""
        return self.too_old(end_of(article.date_published), fetched_at)

    def link_too_old(self, url: str, fetched_at: str) -> bool:
        """Whether the date in a link's URL is before the bound."""
        return self.since is not None and self.too_old(end_of(url_date(url)), fetched_at)

    def wrong_language(self, language: str | None) -> bool:
        """Whether a language is none of those asked for: zh takes zh-Hans and zh-Hant."""
        return bool(self.language) and not _matches(language or "", self.language)

    def _bound(self, fetched_at: str) -> datetime | None:
        if isinstance(self.since, timedelta):
            now = read_stamp(fetched_at)
            return now - self.since if now else None
        return self.since


def _matches(language: str, wanted: Collection[str]) -> bool:
    tag = language.casefold()
    return any(tag == w.casefold() or tag.startswith(w.casefold() + "-") for w in wanted)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
