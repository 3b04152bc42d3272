"""-O FILE.csv, FILE.xml and FILE.marshal: records as plain values, so that any reader can take them apart."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import Any

from itemadapter import ItemAdapter
from scrapy.exporters import CsvItemExporter, MarshalItemExporter, XmlItemExporter

from crawler.items import FEEDS, RelatedLinks, row

_RECORD_CLASSES = tuple(FEEDS.values())


class CsvExporter(CsvItemExporter):
    """A line a record; lists and mappings are JSON within their cell, so that they can be read back.

    A file begins with a byte order mark, without which Excel takes UTF-8 for the system's own encoding, and with the
    names of the columns; one that is appended to has both.
    """

    def __init__(self, file: Any, **kwargs: Any) -> None:
        if _begins(file):
            file.write(BOM_UTF8)
        else:
            kwargs["include_headers_line"] = False
        super().__init__(file, **kwargs)

    def export_item(self, item: Any) -> None:
        """Write a record's line; for a page's links, which come as one item, a line a link."""
        for record in _records(item):
            super().export_item({name: _cell(value) for name, value in _mapping(record).items()})


def _begins(file: Any) -> bool:
    """Whether nothing stands in a file yet; what has no places, such as standard output, begins."""
    try:
        return bool(file.tell() == 0)
    except OSError:
        return True


class XmlExporter(XmlItemExporter):
    """An element a record, with an element a field."""

    def export_item(self, item: Any) -> None:
        """Write a record's element; for a page's links an element a link."""
        for record in _records(item):
            super().export_item(_mapping(record))


class MarshalExporter(MarshalItemExporter):
    """A mapping a record, one after another, as marshal.load reads them."""

    def export_item(self, item: Any) -> None:
        """Write a record's mapping; for a page's links a mapping a link."""
        for record in _records(item):
            super().export_item(_mapping(record))


def _records(item: Any) -> list[Any]:
    return list(item.links) if isinstance(item, RelatedLinks) else [item]


def _mapping(item: Any) -> dict[str, Any]:
    return row(item) if isinstance(item, _RECORD_CLASSES) else ItemAdapter(item).asdict()


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
