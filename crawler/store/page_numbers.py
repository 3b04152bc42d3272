"""Page ids as databases hold them best: signed integers of 64 bits in the place of 16 hex digits."""

from __future__ import annotations


def page_number(page: str) -> int:
    """The number of a page id."""
    return int.from_bytes(bytes.fromhex(page), "big", signed=True)


def page_id_of(number: int) -> str:
    """The page id of a number."""
    return number.to_bytes(8, "big", signed=True).hex()
