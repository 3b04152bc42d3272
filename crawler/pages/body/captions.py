"""Captions of pictures: excluded from the text, but where a page's text is made of them.

A container is a caption by its tag (figcaption) or by its name (wp-caption; words as data: rules/data/body.toml, table
caption), which class_names.py reads; flags.OUT says that a caption's text is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.pages.body.flags import CAPTION, OUT
from crawler.pages.body.segment import Segment

# A gallery has so many captions, and so many times as much text in them as beside them.
_PICTURES, _SHOWN = 4, 3


def include_captions_of_a_gallery(blocks: Sequence[Segment], prose: Sequence[float]) -> None:
    """Where nearly all of a page's text stands under pictures, the captions are its story.

    prose: the running text of each block, in characters.
    """
    shown = [number for number, block in enumerate(blocks) if block.flags & OUT == CAPTION]
    in_lines = sum(amount for block, amount in zip(blocks, prose, strict=True) if not block.flags & OUT)
    if len(shown) >= _PICTURES and sum(prose[number] for number in shown) > _SHOWN * in_lines:
        for number in shown:
            blocks[number].flags &= ~CAPTION
