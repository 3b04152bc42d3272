"""JSON Lines: one line a record; a page's links, which come as one item, one line a link."""

from __future__ import annotations

import json
from io import IOBase
from typing import Any

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter

from crawler.items import FEEDS, RelatedLinks, row

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
        return b"".join(_line(row(link)) for link in item.links)
    if isinstance(item, _RECORDS):
        return _line(row(item))
    return _line(ItemAdapter(item).asdict())


def _line(mapping: dict[str, Any]) -> bytes:
    return json.dumps(mapping, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
