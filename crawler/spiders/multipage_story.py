"""A story over several pages while it is read: it waits in the request for its next page, so that a kill loses none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crawler.items import Article, from_row, row
from crawler.pages.pagination import MOST_PAGES, join_pages
from crawler.spiders.aliases import ids_of
from crawler.urls.canonical import canonical


@dataclass(slots=True)
class Story:
    """The pages read so far, in order; the first one's record is the story's."""

    pages: list[Article]

    def has(self, url: str) -> bool:
        """Whether a page was read already, or as many as may be."""
        return len(self.pages) >= MOST_PAGES or canonical(url) in {canonical(page.url) for page in self.pages}

    def joined(self) -> Article:
        """The story's one record."""
        if len(self.pages) == 1:
            return self.pages[0]
        story = join_pages(self.pages)
        further = ids_of(story.pages[1:], story.id)
        return replace(story, aliases=list(dict.fromkeys([*story.aliases, *further])))

    def pack(self) -> dict[str, Any]:
        """The story as plain values: the first page whole, of the others URL and text."""
        return {"first": row(self.pages[0]), "further": [[page.url, page.text] for page in self.pages[1:]]}

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> Story:
        """The story that was packed."""
        further: Sequence[Sequence[str]] = packed["further"]
        return cls([from_row(Article, packed["first"]), *(Article(url=url, text=text) for url, text in further)])
