"""Captions of pictures: excluded from the text, but where a page's text is made of them.

A container is a caption by its tag, or by its name (wp-caption: words as data, rules/data/body.toml, table caption).
class_names.py gives it the flag CAPTION, one of those whose text is left out (flags.OUT).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from crawler.pages.body.flags import CAPTION, OUT

CAPTION_TAGS = ("figcaption", "figure", "caption")
"""Elements whose text is a caption, whatever their name: of a figure that is all but the picture."""
# A gallery has so many captions, and so many times as much text in them as beside them.
_PICTURES, _SHOWN = 4, 3


class Flagged(Protocol):
    """A block of the page."""

    flags: int


def include_captions_of_a_gallery(blocks: Sequence[Flagged], prose: Sequence[float]) -> None:
    """Where nearly all of a page's text stands under pictures, the captions are its story.

    prose: the running text of each block, in characters.
    """
    shown = [number for number, block in enumerate(blocks) if block.flags & OUT == CAPTION]
    in_lines = sum(amount for block, amount in zip(blocks, prose, strict=True) if not block.flags & OUT)
    if len(shown) >= _PICTURES and sum(prose[number] for number in shown) > _SHOWN * in_lines:
        for number in shown:
            blocks[number].flags &= ~CAPTION
