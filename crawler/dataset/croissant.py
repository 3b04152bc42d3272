"""The Croissant description of a data set (croissant.json): files with their checksums, tables with their fields."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from crawler.dataset.arrow import arrow_schema
from crawler.dataset.card import CONFIGS, Facts
from crawler.text.plurals import counted

_ENCODINGS = {"parquet": "application/x-parquet", "jsonl": "application/jsonlines"}
_TYPES = {
    "string": "sc:Text",
    "int64": "sc:Integer",
    "double": "sc:Float",
    "bool": "sc:Boolean",
    "timestamp[s, tz=UTC]": "sc:DateTime",
}
"""Type of a column -> the same in Croissant. Lists and structs are left to the file's own schema."""
_TERMS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format",
    "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex",
    "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS},
}
"""The context of Croissant 1.0, whole: readers complain of a part."""


def write_croissant(folder: Path, facts: Facts, formats: Sequence[str]) -> None:
    """croissant.json, of the Parquet files or else of JSON Lines; none where there is neither."""
    ending = next((name for name in _ENCODINGS if name in formats), None)
    if ending is None:
        return
    tables = [(feed, f"{feed}-{split}.{ending}") for feed in CONFIGS for split in facts.splits(feed)]
    described = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "news-stories-and-related-links",
        "description": f"{counted(facts.stories, 'news story', 'news stories')}, their links and copies",
        "license": "https://choosealicense.com/no-permission/",
        "url": "https://example.org/",
        "version": "1.0.0",
        **({"datePublished": facts.newest_read[:10]} if facts.newest_read else {}),  # the day its last page was read
        "distribution": [_file_object(folder / "data" / name, folder, _ENCODINGS[ending]) for _, name in tables],
        "recordSet": [_record_set(feed, name) for feed, name in tables],
    }
    (folder / "croissant.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def _file_object(path: Path, folder: Path, encoding: str) -> dict[str, Any]:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "contentUrl": str(path.relative_to(folder)),
        "encodingFormat": encoding,
        "sha256": digest.hexdigest(),
    }


def _record_set(feed: str, file: str) -> dict[str, Any]:
    """The rows of one file, which is one split of a feed: FEED-SPLIT, with its flat fields."""
    table = file.partition(".")[0]
    flat = [(column.name, str(column.type)) for column in arrow_schema(feed) if str(column.type) in _TYPES]
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"{table}/{name}",
            "name": name,
            "dataType": _TYPES[kind],
            "source": {"fileObject": {"@id": file}, "extract": {"column": name}},
        }
        for name, kind in flat
    ]
    return {"@type": "cr:RecordSet", "@id": table, "name": table, "field": fields}
