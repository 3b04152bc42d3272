"""What a user would otherwise write: bare Scrapy, and Scrapy with trafilatura and datasketch."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

_RELATED = "section.related a::attr(href)"
_SHINGLE = 5
_ALIKE = 0.8


class BareSpider(Spider):
    """The least that Scrapy can do: follow the related links, write URL and title."""

    name = "bare"

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url

    async def start(self) -> AsyncIterator[Request]:
        yield Request(self.url)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Any]:
        yield self.item(response)
        for link in response.css(_RELATED).getall():
            yield response.follow(link)

    def item(self, response: Response) -> dict[str, Any]:
        """What is written of a page."""
        return {"url": response.url, "title": response.css("title::text").get()}


class TrafilaturaSpider(BareSpider):
    """The story and its metadata by trafilatura, near-copies by datasketch's MinHash."""

    name = "trafilatura"

    def __init__(self, url: str, **kwargs: Any) -> None:
        from datasketch import MinHashLSH

        super().__init__(url, **kwargs)
        self._index = MinHashLSH(threshold=_ALIKE, num_perm=128)

    def item(self, response: Response) -> dict[str, Any]:
        from trafilatura import bare_extraction

        document: Any = bare_extraction(response.text, url=response.url, with_metadata=True)
        if document is None:
            return super().item(response)
        return {
            "url": response.url,
            "title": document.title,
            "author": document.author,
            "date": document.date,
            "text": document.text,
            "copy_of": self._copy_of(response.url, document.text or ""),
        }

    def _copy_of(self, url: str, text: str) -> str | None:
        from datasketch import MinHash

        words = text.split()
        shingles = [" ".join(words[n : n + _SHINGLE]).encode() for n in range(max(1, len(words) - _SHINGLE + 1))]
        signature = MinHash(num_perm=128)
        signature.update_batch(shingles)
        found: list[str] = self._index.query(signature)
        if not found and url not in self._index:
            self._index.insert(url, signature)
        return found[0] if found else None
