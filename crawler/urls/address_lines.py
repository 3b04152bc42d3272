"""Lists of addresses as people keep them: a line each, or a table's column, as spreadsheets write it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence

HEADER = ""
"""What stands for a line that only names the columns."""
_DELIMITERS = "\t;,|"
_COLUMNS = frozenset((
    "url", "urls", "uri", "link", "links", "address", "href", "loc", "permalink", "page", "adresse", "lien", "enlace",
    "indirizzo", "endereço", "адрес", "ссылка", "网址", "網址", "链接", "連結", "주소", "アドレス",
))  # fmt: skip
_HEADERS = 2
"""Lines in which a table names its columns: Excel's first one may only name the sign between them."""
_KEYS = ("url", "link", "href", "loc")
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.I)
_BULLET = re.compile(r"(?:[-*•–]|\d{1,5}[.)])\s+")
_BARE = re.compile(r"(https?://[^\s<>\"]+)(?:\t.*|\s+\|.*|,\".*)?", re.I)
_WRAPPED = re.compile(
    r"=HYPERLINK\(\s*\"(https?://[^\s\"]+)\".*|\[[^\[\]]*\]\((https?://[^\s()]+)\).*|<(https?://[^\s<>]+)>"
    r"|\"(https?://[^\s\"]+)\"(?:[\t;,|].*)?|'(https?://[^\s']+)'",
    re.I,
)


def addresses(lines: Sequence[str]) -> Iterator[str | None]:
    """For each line the address that it holds: HEADER for one that names columns, None for one that holds none."""
    delimiter, column = "", -1
    for number, line in enumerate(lines):
        if number < _HEADERS and column < 0:
            found = _SEPARATOR_LINE.fullmatch(line)
            delimiter = found[1] if found else delimiter
            header = None if found else _header(line, delimiter)
            if found or header:
                delimiter, column = header or (delimiter, -1)
                yield HEADER
                continue
        yield (_cell(line, delimiter, column) if column >= 0 else None) or _bare(line)


def _header(line: str, delimiter: str) -> tuple[str, int] | None:
    """The sign between a table's columns and the place of the one with addresses; None for any other line."""
    if "://" in line:
        return None
    signs = delimiter or next((sign for sign in _DELIMITERS if sign in line), ",")
    cells = [cell.strip(" \"'").casefold() for cell in line.split(signs)]
    place = next((place for place, cell in enumerate(cells) if cell in _COLUMNS), None)
    if place is None:
        return None
    return (signs, place) if len(cells) > 1 else ("", -1)  # addresses alone may hold commas


def _cell(line: str, delimiter: str, column: int) -> str | None:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return None
    return _bare(cells[column]) if column < len(cells) else None


def _bare(line: str) -> str | None:
    """The address in a line that holds one and what writers of lists put around it."""
    line = _BULLET.sub("", line.strip(), count=1)
    if line.startswith("{"):
        return _in_json(line)
    if whole := _BARE.fullmatch(line):
        return whole[1]
    wrapped = _WRAPPED.fullmatch(line)
    return next((address for address in wrapped.groups() if address), None) if wrapped else None


def _in_json(line: str) -> str | None:
    """The address of a line of JSON Lines."""
    try:
        return address_of(json.loads(line))
    except (ValueError, RecursionError):
        return None


def address_of(item: object) -> str | None:
    """The address that a JSON value is, or that it names by url, link, href or loc; None where it names none."""
    values = [item] if isinstance(item, str) else [item.get(key) for key in _KEYS] if isinstance(item, dict) else []
    return next((v for v in values if isinstance(v, str) and v.lower().startswith(("http://", "https://"))), None)
