"""-O FILE.csv and FILE.xml: records as plain values, so that any reader of tables can take them apart."""

from __future__ import annotations

import json
from typing import Any

from itemadapter import ItemAdapter
from scrapy.exporters import CsvItemExporter, XmlItemExporter

from crawler.items import FEEDS, row

_RECORDS = tuple(FEEDS.values())


class CsvExporter(CsvItemExporter):
    """A line a record; lists and mappings are JSON within their cell, so that they can be read back."""

    def export_item(self, item: Any) -> None:
        """Write a record's line."""
        cells = {name: _cell(value) for name, value in _mapping(item).items()}
        super().export_item(cells)


class XmlExporter(XmlItemExporter):
    """An element a record, with an element a field."""

    def export_item(self, item: Any) -> None:
        """Write a record's element."""
        super().export_item(_mapping(item))


def _mapping(item: Any) -> dict[str, Any]:
    return row(item) if isinstance(item, _RECORDS) else ItemAdapter(item).asdict()


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
