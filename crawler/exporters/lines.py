"""JSON Lines: one line a record; a page's links, which come as one item, one line a link."""

from __future__ import annotations

from io import IOBase
from typing import Any

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter

from crawler.items import FEEDS, RelatedLinks, row
from crawler.store.feeds import to_line

_RECORDS = tuple(FEEDS.values())


class LinesExporter(BaseItemExporter):
    """Writes records in the order of their fields, compact, UTF-8; a lone surrogate becomes a question mark."""

    def __init__(self, file: IOBase, **kwargs: Any) -> None:
        super().__init__(dont_fail=True, **kwargs)
        self.file = file

    def export_item(self, item: Any) -> None:
        """Write an item's lines."""
        self.file.write(lines(item))


def lines(item: Any) -> bytes:
    """The lines of an item, each ended by a line feed."""
    if isinstance(item, RelatedLinks):
        return b"".join(to_line(row(link)) for link in item.links)
    if isinstance(item, _RECORDS):
        return to_line(row(item))
    return to_line(ItemAdapter(item).asdict())
