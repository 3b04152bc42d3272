"""A data file's content with one list changed, to try what its loader refuses."""

from __future__ import annotations

import copy
from typing import Any

from crawler.rules.load import read_data


def with_table(file: str, table: str, words: dict[str, str] | None = None, keeps: list[str] | None = None) -> Any:
    """The content of a file with a table of these words and keeps, where given."""
    data = copy.deepcopy(read_data(file))
    for key, value in (("words", words), ("keeps", keeps)):
        if value is not None:
            data[table][key] = value
    return data
